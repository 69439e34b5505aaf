//! Days that are named by their place: "the 15th", "end of the month", "last friday of march", "next
//! week".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rondo_recurrence::Unit;

use super::Hold;
use super::day::{Day, MonthDay, later, week_of};
use super::written_date::year;
use crate::setting::Setting;
use crate::text::{Cursor, Read};
use crate::words::{Name, month, ordinal, small, weekday};

type Placed<'t> = Option<(Day, Hold, Cursor<'t>)>;

/// "end of the month", "mid january", "last day of april", "eom", "next week", "in may".
pub(super) fn month_end<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Placed<'t> {
    let today = setting.today();
    if let Some((date, after)) = short_end(cursor, setting) {
        return Some((Day::On(date, None), Hold::Loose, after));
    }
    if let Some((day, after)) = next_unit(cursor, setting) {
        return Some((day, Hold::Firm, after));
    }
    let bare = cursor.skip(&["the"]);
    if let Some(after) = bare.eat_phrase(&["end of", "last day of", "last day in"]) {
        return end_of(after, setting);
    }
    if let Some((date, after)) = bare.eat("end").and_then(named_month).and_then(|(month, after)| {
        let (first, ..) = month_of(bare.next(), today).filter(|_| month > 0)?;
        Some((first.last_of_month(), after))
    }) {
        return Some((Day::On(date, None), Hold::Firm, after));
    }
    if let Some((month, after)) = middle(bare) {
        return Some((Day::OfYear(MonthDay::new(month, 15)?, None), Hold::Firm, after));
    }
    if let Some(after) = bare.eat_any(&["beginning", "start"]).and_then(|after| after.eat("of")) {
        let (first, _, after) = month_of(after, today)?;
        return Some((Day::On(first, None), Hold::Firm, after));
    }
    let (date, after) = weekday_of_month(bare, today)?;
    Some((Day::On(date, None), Hold::Firm, after))
}

/// "mid january", "middle of january", `mid-january`.
fn middle(cursor: Cursor<'_>) -> Read<'_, i8> {
    if let Some((month, after)) = cursor
        .eat_any(&["mid", "middle"])
        .and_then(|after| named_month(after.skip(&["of"])))
    {
        return Some((month, after));
    }
    let (word, after) = cursor.word()?;
    Some((month(word.strip_prefix("mid-")?)?.0, after))
}

/// `eod`, `eow`, `eom`, `eoy`.
fn short_end<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Date> {
    let today = setting.today();
    let (word, after) = cursor.word()?;
    let date = match word {
        "eod" => today,
        "eow" => end_of_week(today, setting)?,
        "eom" => today.last_of_month(),
        "eoy" => today.last_of_year(),
        _ => return None,
    };
    Some((date, after))
}

fn end_of_week(today: Date, setting: &Setting<'_>) -> Option<Date> {
    week_of(today, setting)?.checked_add(6.days()).ok()
}

/// What follows "end of": the day, the week, a month or the year.
fn end_of<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Placed<'t> {
    let today = setting.today();
    if let Some((first, _, after)) = month_of(cursor, today) {
        return Some((Day::On(first.last_of_month(), None), Hold::Firm, after));
    }
    let (which, after) = which(cursor);
    let (word, after) = after.word()?;
    let date = match word {
        "day" if which == 0 => today,
        "week" => {
            let date = end_of_week(today, setting)?.checked_add((7 * i64::from(which)).days()).ok()?;
            let friday = week_of(date, setting)?.nth_weekday(1, Weekday::Friday).ok();
            return Some((Day::On(date, friday), Hold::Firm, after));
        }
        "year" => later(today, Unit::Year, u32::try_from(which).ok()?.max(1))?.last_of_year(),
        _ => return None,
    };
    let date = if word == "year" && which == 0 {
        today.last_of_year()
    } else {
        date
    };
    Some((Day::On(date, None), Hold::Firm, after))
}

/// 0 for "the" and "this", 1 for "next".
fn which(cursor: Cursor<'_>) -> (i8, Cursor<'_>) {
    match cursor.eat("next") {
        Some(after) => (1, after),
        None => (0, cursor.skip(&["the", "this"])),
    }
}

/// The first day of "the month", "next month" or "april", with whether it was named.
fn month_of(cursor: Cursor<'_>, today: Date) -> Option<(Date, bool, Cursor<'_>)> {
    if let Some((month, after)) = named_month(cursor.skip(&["next", "this"])) {
        let last = Date::new(today.year(), month, 1).ok()?.last_of_month();
        let year = if last < today { today.year() + 1 } else { today.year() };
        return Some((Date::new(year, month, 1).ok()?, true, after));
    }
    let (which, after) = which(cursor);
    let first = today.first_of_month().checked_add(i64::from(which).months()).ok()?;
    Some((first, false, after.eat("month")?))
}

fn named_month(cursor: Cursor<'_>) -> Read<'_, i8> {
    let (word, after) = cursor.word()?;
    let (month, name) = month(word)?;
    Some((month, if name == Name::Short { after.skip_glued('.') } else { after }))
}

/// "next week", "next month", "next year": their first days.
fn next_unit<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Day> {
    let today = setting.today();
    if let Some((number, after)) = cursor.eat_phrase(&["next month on", "next month"]).and_then(nth_of_month) {
        return Some((nth_of_next_month(number, today)?, after));
    }
    let after = cursor.skip(&["early"]).eat("next")?;
    let (word, after) = after.word()?;
    let (first, unit) = match word {
        "week" => (week_of(today, setting)?.checked_add(7.days()).ok()?, Unit::Week),
        "month" => (today.first_of_month().checked_add(1.month()).ok()?, Unit::Month),
        "year" => (Date::new(today.year() + 1, 1, 1).ok()?, Unit::Year),
        _ => {
            let (month, _) = month(word)?;
            return Some((Day::OfYear(MonthDay { month, day: 1 }, None), after));
        }
    };
    let same = later(today, unit, 1)?;
    Some((Day::On(first, Some(same).filter(|same| *same != first)), after))
}

/// "first monday of april", "last friday of the month": the next that is not over.
fn weekday_of_month(cursor: Cursor<'_>, today: Date) -> Read<'_, Date> {
    let (word, after) = cursor.word()?;
    let nth = match word {
        "last" => -1,
        _ => i8::try_from(ordinal(word)?.0).ok().filter(|nth| *nth <= 5)?,
    };
    let (word, after) = after.word()?;
    let (day, _) = weekday(word).filter(|(_, name)| *name != Name::Plural)?;
    let (first, named, after) = month_of(after.eat_any(&["of", "in"])?, today)?;
    let date = first.nth_weekday_of_month(nth, day).ok()?;
    if date >= today {
        return Some((date, after));
    }
    let again = if named {
        later(first, Unit::Year, 1)?
    } else {
        later(first, Unit::Month, 1)?
    };
    Some((again.nth_weekday_of_month(nth, day).ok()?, after))
}

/// "the 15th", "15th".
fn nth_of_month(cursor: Cursor<'_>) -> Read<'_, i8> {
    let (word, after) = cursor.skip(&["the"]).word()?;
    let (number, _) = ordinal(word).filter(|(_, in_digits)| *in_digits)?;
    Some((i8::try_from(number).ok()?, after))
}

fn nth_of_next_month(number: i8, today: Date) -> Option<Day> {
    let next = today.first_of_month().checked_add(1.month()).ok()?;
    Some(Day::On(Date::new(next.year(), next.month(), number).ok()?, None))
}

/// "the 15th", "15th", and with a word such as "in" before it, "may".
pub(super) fn ordinal_day<'t>(cursor: Cursor<'t>, setting: &Setting<'_>, led: bool) -> Placed<'t> {
    let the = cursor.eat("the");
    let (word, after) = the.unwrap_or(cursor).word()?;
    if let Some((number, in_digits)) = ordinal(word) {
        let number = i8::try_from(number).ok()?;
        if let Some(after) = after.eat_phrase(&["of next month", "next month"]) {
            return Some((nth_of_next_month(number, setting.today())?, Hold::Firm, after));
        }
        if let Some(after) = after.eat_phrase(&["of the month", "of this month", "of month"]) {
            return Some((Day::OfMonth(number), Hold::Loose, after));
        }
        let is_king = !led && cursor.at > 0 && cursor.text().is_capital(cursor.at - 1) && cursor.at > 1;
        // "on the second" could be of anything.
        let is_day = in_digits || (led && the.is_some() && number > 3);
        let fits = is_day && (led || (the.is_some() && !is_king));
        return fits.then_some((Day::OfMonth(number), Hold::Loose, after));
    }
    let (month, name) = month(word).filter(|_| the.is_none())?;
    let is_number = |cursor: Cursor<'_>| small(cursor.peek()).is_some() || ordinal(cursor.peek()).is_some();
    let is_vague = |before: Cursor<'_>| ["early", "late"].contains(&before.peek());
    if cursor.back().is_some_and(|before| is_number(before) || is_vague(before)) {
        return None;
    }
    if let Some(year) = year(after.peek()).filter(|_| led) {
        return Some((Day::On(Date::new(year, month, 1).ok()?, None), Hold::Loose, after.next()));
    }
    // Beside a number it is a date that does not exist, and no month alone.
    if is_number(after) {
        return None;
    }
    let is_word = name == Name::Short || ["march", "april", "may", "june", "august"].contains(&word);
    (led || !is_word).then_some((Day::OfYear(MonthDay { month, day: 1 }, None), Hold::Loose, after))
}
