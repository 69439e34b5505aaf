//! `!high`, "with high priority", "priority: high".

use rondo_domain::Priority;

use super::Hold;
use crate::text::Cursor;

/// Reads a priority.
pub(crate) fn priority(cursor: Cursor<'_>) -> Option<(Priority, Hold, Cursor<'_>)> {
    let (word, after) = cursor.word()?;
    if let Some(marked) = word.strip_prefix('!') {
        return Some((of(marked)?, Hold::Sure, after));
    }
    if let Some(named) = cursor.eat("priority") {
        let (word, after) = named.mark(':').unwrap_or(named).word()?;
        return Some((of(word)?, Hold::Loose, after));
    }
    let start = cursor.eat("with").map_or(cursor, |with| with.skip(&["a"]));
    let (word, after) = start.word()?;
    Some((of(word)?, Hold::Loose, after.eat("priority")?))
}

fn of(word: &str) -> Option<Priority> {
    match word {
        "med" => Some(Priority::Medium),
        _ => Priority::parse(word),
    }
}
