//! Days of the week in a rule: "mon, wed and fri", "monday to friday", "weekend".

use crate::text::{Cursor, Read};
use crate::words::{Name, weekday};

/// A set of weekdays, as bits from Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WeekDays(u8);

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl WeekDays {
    pub(super) const WORKING: Self = Self(0b001_1111);
    pub(super) const WEEKEND: Self = Self(0b110_0000);

    pub(super) const ALL: Self = Self(0b111_1111);

    /// These days but for those; `None` when nothing is left.
    pub(super) const fn without(self, others: Self) -> Option<Self> {
        match self.0 & !others.0 {
            0 => None,
            left => Some(Self(left)),
        }
    }

    /// As BYDAY, each with that ordinal in front.
    pub(super) fn by_day(self, ordinals: &[i8]) -> String {
        let days = || (0..7).filter(|day| self.0 & (1 << day) != 0).map(|day| CODES[day]);
        let days: Vec<String> = match ordinals {
            [] => days().map(str::to_owned).collect(),
            _ => ordinals
                .iter()
                .flat_map(|nth| days().map(move |day| format!("{nth}{day}")))
                .collect(),
        };
        format!("BYDAY={}", days.join(","))
    }
}

/// Reads several weekdays. `plural` tells whether each must be one, as in "on mondays".
pub(super) fn week_days(cursor: Cursor<'_>, plural: bool) -> Read<'_, WeekDays> {
    let (mut all, mut after) = item(cursor, plural)?;
    // "mon wed fri": white space alone joins days as well.
    for _ in 0..14 {
        let next = after
            .joint()
            .and_then(|next| item(next, plural))
            .or_else(|| item(after, plural));
        let Some((days, behind)) = next else { break };
        all.0 |= days.0;
        after = behind;
    }
    Some((all, after))
}

fn item(cursor: Cursor<'_>, plural: bool) -> Read<'_, WeekDays> {
    if let Some(kind) = kind(cursor, plural) {
        return Some(kind);
    }
    let (word, after) = cursor.word()?;
    if let Some((first, last)) = word.split_once(['-', '–'])
        && let (Some((first, _)), Some((last, _))) = (weekday(first), weekday(last))
    {
        return Some((range(bit(first), bit(last)), after));
    }
    if let Some(days) = slashed(word).filter(|_| !plural) {
        return Some((days, after));
    }
    let (first, name) = weekday(word)?;
    let after = if name == Name::Short { after.skip_glued('.') } else { after };
    // "monday through friday" is several without being plural; "to" may lead from one day to another.
    if plural && name != Name::Plural {
        let last = after.eat_any(&["through", "thru"])?;
        return Some((range(bit(first), bit(weekday(last.word()?.0)?.0)), last.next()));
    }
    let to = after
        .eat_any(&["to", "through", "thru", "till"])
        .or_else(|| after.mark('-'))
        .or_else(|| after.mark('–'));
    if let Some((last, behind)) = to.and_then(|to| Some((weekday(to.word()?.0)?.0, to.next()))) {
        return Some((range(bit(first), bit(last)), behind));
    }
    Some((WeekDays(1 << bit(first)), after))
}

/// `mon/wed/fri`.
pub(super) fn slashed(word: &str) -> Option<WeekDays> {
    let days = word.contains('/').then(|| word.split('/').take(8))?;
    let days: Option<Vec<u32>> = days.map(|name| weekday(name).map(|(day, _)| bit(day))).collect();
    Some(WeekDays(days?.into_iter().fold(0, |all, day| all | 1 << day)))
}

fn kind(cursor: Cursor<'_>, plural: bool) -> Read<'_, WeekDays> {
    let singular: &[&str] = &["weekday", "workday", "working day", "business day", "work day"];
    let several: &[&str] = &["weekdays", "workdays", "working days", "business days", "work days"];
    let found = |single: &[&str], plurals: &[&str], days| {
        let single = cursor.eat_phrase(single).filter(|_| !plural);
        single.or_else(|| cursor.eat_phrase(plurals)).map(|after| (days, after))
    };
    found(singular, several, WeekDays::WORKING).or_else(|| found(&["weekend"], &["weekends"], WeekDays::WEEKEND))
}

/// "workday", "business day" and the like, of which one may be chosen by its place in the month.
pub(super) fn working_day(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.eat_phrase(&["workday", "weekday", "working day", "business day", "work day"])
}

fn bit(day: jiff::civil::Weekday) -> u32 {
    day.to_monday_zero_offset().unsigned_abs().into()
}

fn range(first: u32, last: u32) -> WeekDays {
    let length = (last + 7 - first) % 7;
    WeekDays((0..=length).fold(0, |days, day| days | 1 << ((first + day) % 7)))
}
