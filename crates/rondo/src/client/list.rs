//! `rondo list`

use serde_json::{Value, json};

use super::arguments::List;
use super::failure::Failure;
use super::output::Output;
use super::server::Server;
use super::table;

/// The most tasks that one request brings.
const PAGE: u64 = 500;

/// Shows the tasks that a filter finds, page after page until there are as many as wanted.
pub(super) async fn run(asked: List) -> Result<(), Failure> {
    let (server, output) = (Server::of(&asked.common.to)?, Output::of(&asked.common));
    let mut query = query(&asked);
    let mut tasks: Vec<Value> = Vec::new();
    loop {
        let missing = asked.limit.saturating_sub(u64::try_from(tasks.len()).unwrap_or(u64::MAX));
        query.push(("limit", missing.clamp(1, PAGE).to_string()));
        let page = server.get("/api/tasks", &query).await?;
        tasks.extend(page["items"].as_array().cloned().unwrap_or_default());
        query.retain(|(name, _)| !["limit", "cursor"].contains(name));
        match page["next_cursor"].as_str() {
            Some(cursor) if u64::try_from(tasks.len()).unwrap_or(u64::MAX) < asked.limit => {
                query.push(("cursor", cursor.to_owned()));
            }
            _ => break,
        }
    }
    output.show(&json!(tasks), |output| {
        if tasks.is_empty() {
            "There are none.\n".to_owned()
        } else {
            table::tasks(output, &tasks)
        }
    })
}

fn query(asked: &List) -> Vec<(&'static str, String)> {
    let status = match (asked.completed, asked.deleted, asked.all) {
        (true, _, _) => Some("completed"),
        (_, true, _) => Some("deleted"),
        (_, _, true) => None,
        _ => Some("pending"),
    };
    let due = match (asked.today, asked.upcoming, asked.no_date) {
        (true, _, _) => Some("today"),
        (_, true, _) => Some("upcoming"),
        (_, _, true) => Some("none"),
        _ => None,
    };
    let words = Some(asked.words.join(" ")).filter(|words| !words.is_empty());
    let given = [
        ("status", status.map(str::to_owned)),
        ("due", due.map(str::to_owned)),
        ("name", words),
        ("overdue", asked.overdue.then(|| "true".to_owned())),
        ("priority", asked.priority.clone()),
        ("due_after", asked.after.clone()),
        ("due_before", asked.before.clone()),
        ("sort_by", Some(asked.sort.clone())),
        ("sort_order", asked.reverse.then(|| "desc".to_owned())),
    ];
    let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let tags = asked.tag.iter().map(|tag| ("tag", tag.trim_start_matches('#').to_owned()));
    given.chain(tags).collect()
}
