//! Names of days and months.

use jiff::civil::Weekday;
use rondo_recurrence::{MONTHS, WEEKDAYS};

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// In full.
    Full,
    /// Short, as in "fri".
    Short,
    /// Of every week, as in "fridays".
    Plural,
}

/// The day of a name.
pub(crate) fn weekday(word: &str) -> Option<(Weekday, Name)> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let day = match word.get(..3)? {
        "mon" => Monday,
        "tue" => Tuesday,
        "wed" => Wednesday,
        "thu" => Thursday,
        "fri" => Friday,
        "sat" => Saturday,
        "sun" => Sunday,
        _ => return None,
    };
    let full = WEEKDAYS[usize::from(day.to_monday_zero_offset().unsigned_abs())];
    let name = match (word.len(), word.strip_suffix('s')) {
        _ if full.eq_ignore_ascii_case(word) => Name::Full,
        (_, Some(single)) if full.eq_ignore_ascii_case(single) => Name::Plural,
        (3, _) => Name::Short,
        _ if ["tues", "weds", "thur", "thurs"].contains(&word) => Name::Short,
        _ => return None,
    };
    Some((day, name))
}

/// The number of a month by its name.
pub(crate) fn month(word: &str) -> Option<(i8, Name)> {
    let is_start =
        |full: &&str| word.len() >= 3 && full.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let index = MONTHS.iter().position(is_start)?;
    let name = match word.len() {
        length if length == MONTHS[index].len() => Name::Full,
        3 => Name::Short,
        4 if word == "sept" => Name::Short,
        _ => return None,
    };
    Some((i8::try_from(index).ok()? + 1, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words() {
        assert_eq!(weekday("thurs"), Some((Weekday::Thursday, Name::Short)));
        assert_eq!(weekday("sundays"), Some((Weekday::Sunday, Name::Plural)));
        assert_eq!(month("sept"), Some((9, Name::Short)));
        assert_eq!(month("may"), Some((5, Name::Full)));
        for wrong in ["sunny", "monk", "satin", "weds.", "m", "wedding", "süß"] {
            assert_eq!(weekday(wrong), None, "{wrong}");
        }
        for wrong in ["mars", "ma", "decem", "augur", "märz"] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}
