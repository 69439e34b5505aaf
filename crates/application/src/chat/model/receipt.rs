//! What was really done in a turn, from the results of the tools.

use uuid::Uuid;

use super::super::act::Act;
use super::super::interpreter;
use super::super::state::Step;
use super::super::turn::Turn;

/// A line for each change, done or refused, and the question about what is proposed.
pub(super) fn of(turn: &mut Turn<'_>, proposed: Vec<Step>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (place, act) in turn.acts.iter().enumerate() {
        lines.extend(line(act, &turn.acts[place + 1..], turn));
    }
    let mut text = lines.join("\n");
    if !proposed.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&interpreter::ask(turn, proposed));
    }
    text
}

/// What a change came to; nothing of one that was refused at first and then made.
fn line(act: &Act, later: &[Act], turn: &Turn<'_>) -> Option<String> {
    let made =
        |each: &Act| each.tool == act.tool && each.outcome.is_ok() && (act.task().is_none() || each.task() == act.task());
    let told = act.told(&turn.person);
    match &act.outcome {
        Err(_) if later.iter().any(made) => None,
        Err(_) => Some(format!("✗ {told}")),
        Ok(_) if act.changed() => Some(format!("✓ {told}")),
        Ok(_) => Some(told),
    }
}

/// What the next sentence may mean by "it" and by numbers: the tasks that were changed, and those that
/// the answer names, in its order. What the model saw and did not say the person has not seen.
pub(super) fn remember(turn: &mut Turn<'_>, text: &str) {
    let mut seen: Vec<(Uuid, String)> = Vec::new();
    for call in &turn.calls {
        let items = call.result["items"].as_array().into_iter().flatten();
        seen.extend(
            items.filter_map(|item| Some((item["id"].as_str()?.parse().ok()?, item["title"].as_str()?.to_lowercase()))),
        );
    }
    let changed: Vec<Uuid> = turn
        .acts
        .iter()
        .filter(|act| act.outcome.is_ok())
        .filter_map(Act::task)
        .collect();
    if turn.calls.iter().any(|call| call.result["items"].is_array()) {
        seen.sort();
        seen.dedup();
        turn.state.shown = named(&seen, text);
        turn.state.spoken = match seen.as_slice() {
            [(only, _)] => vec![*only],
            _ => turn.state.shown.clone(),
        };
    }
    if !changed.is_empty() {
        turn.state.spoken = changed;
    }
}

/// The tasks whose titles a text has, in its order; none when two of them are called the same.
fn named(tasks: &[(Uuid, String)], text: &str) -> Vec<Uuid> {
    let mut text = text.to_lowercase();
    let mut by_length: Vec<&(Uuid, String)> = tasks.iter().collect();
    // A title within another one is not taken for it.
    by_length.sort_by_key(|(_, title)| std::cmp::Reverse(title.len()));
    let mut places: Vec<(usize, Uuid)> = Vec::new();
    for (id, title) in by_length {
        let Some(at) = whole_words(&text, title) else { continue };
        if tasks.iter().any(|(other, same)| other != id && same == title) {
            return Vec::new();
        }
        text.replace_range(at..at + title.len(), &" ".repeat(title.len()));
        places.push((at, *id));
    }
    places.sort_unstable();
    places.into_iter().map(|(_, id)| id).collect()
}

fn whole_words(text: &str, title: &str) -> Option<usize> {
    let is_edge = |side: Option<char>| side.is_none_or(|c| !c.is_alphanumeric());
    let mut places = text.match_indices(title).map(|(at, _)| at);
    places.find(|at| is_edge(text[..*at].chars().next_back()) && is_edge(text[at + title.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::{Uuid, named};

    #[test]
    fn the_titles_of_a_text_are_counted_in_its_order() {
        let task = |number: u128, title: &str| (Uuid::from_u128(number), title.to_owned());
        let tasks = [task(1, "milk"), task(2, "milk the cow"), task(3, "tea"), task(4, "bread")];
        let ids = |text: &str| named(&tasks, text).iter().map(Uuid::as_u128).collect::<Vec<_>>();
        assert_eq!(ids("1. Bread\n2. Milk the cow\n3. Milk"), [4, 2, 1]);
        assert_eq!(ids("Steam and milkshakes"), [0_u128; 0]);
        let same = [task(1, "milk"), task(2, "milk")];
        assert!(named(&same, "Milk, and milk").is_empty());
    }
}
