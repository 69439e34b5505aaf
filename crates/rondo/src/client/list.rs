//! `rondo list`

use serde_json::json;

use super::arguments::List;
use super::failure::Failure;
use super::output::Output;
use super::server::Server;
use super::table;

/// Shows the tasks that a filter finds, and says where there are more.
pub(super) async fn run(asked: List) -> Result<(), Failure> {
    let (server, output) = (Server::of(&asked.common.to)?, Output::of(&asked.common));
    let most = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let (tasks, are_more) = server.tasks(&query(&asked), most).await?;
    output.show(&json!(tasks), |output| {
        if tasks.is_empty() {
            "There are none.\n".to_owned()
        } else {
            table::tasks(output, &tasks)
        }
    })?;
    if are_more {
        let most = asked.limit;
        eprintln!(
            "rondo: there are more than {most}; --limit {} shows more of them",
            most.saturating_mul(10)
        );
    }
    Ok(())
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
        ("is_recurring", asked.recurring.then(|| "true".to_owned())),
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
