//! `!high`, "with high priority".

use rondo_domain::Priority;

use super::Hold;
use crate::text::Cursor;

/// Reads a priority.
pub(crate) fn priority(cursor: Cursor<'_>) -> Option<(Priority, Hold, Cursor<'_>)> {
    let (word, after) = cursor.word()?;
    if let Some(marked) = word.strip_prefix('!') {
        return Some((of(marked)?, Hold::Sure, after));
    }
    let after = cursor.eat("with")?.skip(&["a"]);
    let (word, after) = after.word()?;
    Some((of(word)?, Hold::Loose, after.eat("priority")?))
}

fn of(word: &str) -> Option<Priority> {
    match word {
        "med" => Some(Priority::Medium),
        _ => Priority::parse(word),
    }
}
