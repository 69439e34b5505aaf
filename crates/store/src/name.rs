//! What a person calls a task by: a part of its id, or words of its title.

use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{ColumnTrait, Condition, DatabaseBackend};
use uuid::Uuid;

use crate::entity::task::Column;

/// The fewest digits of an id that name a task: fewer are more likely a number in a title.
const LEAST_DIGITS: usize = 4;
/// The digits of a whole id.
const ALL_DIGITS: usize = 32;

/// What a person calls a task by. A text like `beef` may be either: then both are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Hexadecimal digits at the beginning or at the end of its id. Ids of tasks that were made at
    /// about the same time begin alike, so it is the end that tells them apart.
    digits: Option<String>,
    /// Words that its title has, in any order.
    words: Vec<String>,
}

impl Name {
    /// The name that a person wrote. At least four hexadecimal digits, with hyphens or without, may be
    /// a part of an id.
    pub fn new(text: &str) -> Self {
        let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
        let fits = (LEAST_DIGITS..=ALL_DIGITS).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_hexdigit());
        Self {
            digits: fits.then(|| digits.to_ascii_lowercase()),
            words: text.split_whitespace().map(str::to_lowercase).collect(),
        }
    }
}

/// The tasks that are called so.
pub(crate) fn called(name: &Name, backend: DatabaseBackend) -> Condition {
    let titled = name.words.iter().fold(Condition::all(), |all, word| {
        all.add(Column::TitleKey.like(LikeExpr::new(format!("%{}%", literal(word))).escape('\\')))
    });
    let Some(digits) = &name.digits else { return titled };
    if let Some(id) = Uuid::try_parse(digits).ok().filter(|_| digits.len() == ALL_DIGITS) {
        return Condition::all().add(Column::Id.eq(id));
    }
    let id = Expr::cust(match backend {
        DatabaseBackend::Postgres => "replace(id::text, '-', '')",
        _ => "lower(hex(id))",
    });
    Condition::any()
        .add(id.clone().like(format!("{digits}%")))
        .add(id.like(format!("%{digits}")))
        .add(titled)
}

/// The text as a pattern that it alone matches.
pub(crate) fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_part_of_an_id_is_told_from_words() {
        assert_eq!(Name::new(" 0192-ABCD").digits.as_deref(), Some("0192abcd"));
        for no_id in ["abc", "milk", "0192g", "", "0123456789abcdef0123456789abcdef0"] {
            assert_eq!(Name::new(no_id).digits, None, "{no_id}");
        }
    }
}
