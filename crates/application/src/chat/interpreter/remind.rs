//! Reminders of tasks that are there.

use rondo_domain::{Zone, parse_date};
use rondo_language::command::{Reminding, Target};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::turn::Turn;
use super::super::wording::{moment, title};
use super::add::reminder;
use super::target::find;
use super::unclear::{Unclear, ids, refused};
use crate::tools::Among;

/// Adds reminders to what is named.
pub(super) async fn run(
    turn: &mut Turn<'_>,
    target: &Target,
    reminders: &[Reminding],
    chosen: Option<Uuid>,
) -> Result<String, Unclear> {
    let found = find(turn, target, Among::Open, chosen).await?;
    let mut wanted = Vec::new();
    for task in &found {
        for reminding in reminders {
            wanted.push((task, arguments(turn, task, *reminding)?));
        }
    }
    let mut lines = Vec::new();
    for (task, arguments) in wanted {
        lines.push(match turn.act("set_reminder", arguments).await {
            Ok(set) => told(turn, task, &set),
            Err(refusal) => format!("{}: {}", title(task), refused(&refusal)),
        });
    }
    turn.state.spoken = ids(&found);
    Ok(lines.join("\n"))
}

fn arguments(turn: &Turn<'_>, task: &Value, reminding: Reminding) -> Result<Value, Unclear> {
    let mut arguments = match reminding {
        Reminding::When(when) => reminder(when),
        Reminding::OnTheDay(time) => {
            let day = task["due_date"].as_str().and_then(parse_date);
            let day = day.ok_or_else(|| Unclear::Because(format!("{} is not due on any day.", title(task))))?;
            let zone = task["time_zone"].as_str().and_then(Zone::parse);
            let zone = zone.as_ref().unwrap_or(&turn.person.zone);
            let at = zone.instant(day.to_datetime(time));
            let at = at.ok_or_else(|| Unclear::Because("That is beyond the calendar.".to_owned()))?;
            json!({"remind_at": at.to_string()})
        }
    };
    arguments["task"] = task["id"].clone();
    Ok(arguments)
}

/// When it comes, or why it does not.
fn told(turn: &Turn<'_>, task: &Value, reminder: &Value) -> String {
    let instant = reminder["remind_at"]
        .as_str()
        .and_then(|text| text.parse::<rondo_domain::Timestamp>().ok());
    let Some(instant) = instant else {
        return format!("{} has the reminder, but no due date to count from yet.", title(task));
    };
    let at = moment(instant, &turn.person);
    if reminder["state"] == "passed" {
        format!(
            "{} has the reminder, but its time ({at}) is over, so it will not come.",
            title(task)
        )
    } else {
        format!("You will be reminded of {} on {at}.", title(task))
    }
}
