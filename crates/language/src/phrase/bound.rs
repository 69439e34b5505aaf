//! Where a recurrence begins and ends: "starting tomorrow", "until 30 June", "for 10 times", "from 1 april
//! to 30 june".

use jiff::civil::Date;

use super::day::{Day, day};
use super::written_date::{month_and_day, year};
use crate::setting::Setting;
use crate::text::{Cursor, Read};
use crate::words::{Amount, Measure, amount, count, month};

/// What bounds a recurrence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    /// From that day on.
    From(Day),
    /// Up to that day, inclusive. The month is that of an end named by its month alone.
    Until(Day, Option<i8>),
    /// Up to the day before.
    Before(Day),
    /// From the first day to the second.
    Between(Day, Day),
    /// So many dates.
    Times(u32),
    /// For so long from its first date.
    For(Amount),
}

/// Reads what bounds a recurrence.
pub(crate) fn bound<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Bound> {
    times(cursor)
        .or_else(|| between(cursor, setting))
        .or_else(|| before(cursor, setting))
        .or_else(|| until(cursor, setting))
        .or_else(|| from(cursor, setting))
}

/// "for 10 times", "10 times", "for 2 weeks".
fn times(cursor: Cursor<'_>) -> Read<'_, Bound> {
    const TIMES: [&str; 4] = ["times", "occurrences", "repetitions", "repeats"];
    let start = cursor.skip(&["for"]);
    if let Some((number, after)) = start.word().and_then(|(word, after)| Some((count(word)?, after)))
        && let Some(after) = after.eat_any(&TIMES)
    {
        return Some((Bound::Times(number), after));
    }
    let (said, after) = amount(cursor.eat("for")?.skip(&["the", "next"]).skip(&["next"]))?;
    let exact = matches!(said.measure, Measure::Calendar(_));
    exact.then_some((Bound::For(said), after))
}

/// "from 1 april to 30 june", "between 1 april and 30 june".
fn between<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Bound> {
    let ends: &[&str] = match cursor.word()?.0 {
        "from" | "starting" => &["to", "until", "till", "through"],
        "between" => &["and"],
        _ => return None,
    };
    let (first, _, after) = day(cursor.next(), setting, true)?;
    let to = after.eat_any(ends).or_else(|| after.mark('-')).or_else(|| after.mark('–'))?;
    let (last, _, after) = day(to, setting, true)?;
    Some((Bound::Between(first, last), after))
}

/// "before 30 june", "by 1 may", "up to 5 june": only a date in full, as "every week by friday" names the day
/// of each week.
fn before<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Bound> {
    let is_before = cursor.peek() == "before";
    let start = cursor.eat_phrase(&["no later than", "up to and including", "up until", "up to", "before", "by"])?;
    let is_month = is_before && month(start.peek()).is_some();
    let is_date = is_month || start.peek().starts_with(|c: char| c.is_ascii_digit()) || month_and_day(start).is_some();
    let (day, _, after) = day(start, setting, true).filter(|(day, ..)| is_date && !matches!(day, Day::OfMonth(_)))?;
    Some((
        if is_before {
            Bound::Before(day)
        } else {
            Bound::Until(day, None)
        },
        after,
    ))
}

/// "until 30 June", "ending on friday", "through may".
fn until<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Bound> {
    let word = cursor.eat_any(&["until", "till", "til", "through", "ending", "ends", "end"])?;
    let start = word
        .eat_phrase(&["and including"])
        .unwrap_or(word)
        .skip(&["on", "at", "by", "in"]);
    if let Some(year) = year(start.peek()) {
        return Some((Bound::Until(Day::On(Date::new(year, 12, 31).ok()?, None), None), start.next()));
    }
    // A month that is named alone is meant with its last day where something goes "through" it.
    let whole = month(start.peek()).map(|(month, _)| month);
    let (day, _, after) = day(start, setting, true)?;
    let is_month = whole.filter(|_| after.at == start.at + 1 && cursor.peek() == "through");
    Some((Bound::Until(day, is_month), after))
}

/// "starting tomorrow", "from monday".
fn from<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Bound> {
    let word = cursor.eat_any(&["starting", "starts", "start", "beginning", "begins", "from", "as"])?;
    let word = if cursor.peek() == "as" { word.eat("of")? } else { word };
    let start = word.skip(&["on", "from", "in"]);
    if let Some(year) = year(start.peek()) {
        return Some((Bound::From(Day::On(Date::new(year, 1, 1).ok()?, None)), start.next()));
    }
    let (day, _, after) = day(start, setting, true)?;
    Some((Bound::From(day), after))
}

impl Bound {
    /// The last day of a recurrence whose first date is that one; `None` when it counts, or would end
    /// before it begins.
    pub(crate) fn last_day(self, first: Date) -> Option<Date> {
        match self {
            Self::Until(day, month) => {
                let date = day.resolve(first)?.0;
                Some(if month.is_some() { date.last_of_month() } else { date }).filter(|date| *date >= first)
            }
            Self::Before(day) => day.resolve(first.tomorrow().ok()?)?.0.yesterday().ok(),
            Self::Between(_, day) => day.resolve(first).map(|(date, _)| date).filter(|date| *date >= first),
            Self::For(said) => said.every()?.after(first)?.yesterday().ok(),
            Self::From(_) | Self::Times(_) => None,
        }
    }

    /// The first day that it names.
    pub(crate) const fn first_day(self) -> Option<Day> {
        match self {
            Self::From(day) | Self::Between(day, _) => Some(day),
            _ => None,
        }
    }

    /// Whether it says where the recurrence ends.
    pub(crate) const fn ends(self) -> bool {
        !matches!(self, Self::From(_))
    }

    /// In words.
    pub(crate) fn in_words(self, last: Option<Date>) -> String {
        match (self, last) {
            (Self::Times(1), _) => "once".to_owned(),
            (Self::Times(number), _) => format!("{number} times"),
            (_, Some(last)) => last.strftime("until %-d %B %Y").to_string(),
            _ => "until then".to_owned(),
        }
    }
}
