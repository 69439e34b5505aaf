//! "in 3 weeks", "in 20 minutes", "2 days from now".

use jiff::civil::{Date, Time, Weekday};
use rondo_domain::{parse_date, parse_time};
use rondo_recurrence::Unit;

use super::Hold;
use super::clock::{Clock, Style};
use super::day::Day;
use super::when::When;
use crate::setting::Setting;
use crate::text::{Cursor, Read};
use crate::words::{Amount, Measure, amount, count, weekday};

/// A moment so long from now: a day, or a day with its time.
pub(super) fn moment<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Option<Clock>, Hold, Cursor<'t>)> {
    if let Some((date, after)) = working_days(cursor, setting) {
        return Some((Day::On(date, None), None, Hold::Firm, after));
    }
    let (said, firm, after) = ahead(cursor)?;
    // Units in capitals are part of a name: "Around the World in 80 Days".
    let is_name = (cursor.at + 1..after.at).any(|at| cursor.text().is_capital(at));
    if is_name {
        return None;
    }
    let mut date = setting.today();
    for calendar in said.iter().filter_map(|amount| amount.every()) {
        date = calendar.after(date)?;
    }
    let minutes: i64 = said.iter().filter_map(|amount| amount.minutes()).sum();
    if said.iter().all(|amount| amount.minutes().is_none()) {
        return Some((Day::On(date, None), None, firm, after));
    }
    let start = if date == setting.today() {
        setting.now
    } else {
        setting.zone.instant(date.to_datetime(setting.local().time()))?
    };
    let then = start.plus_seconds(60 * minutes).in_zone(setting.zone);
    let clock = Clock {
        time: Time::constant(then.hour(), then.minute(), 0, 0),
        halved: true,
        style: Style::Clear,
    };
    Some((Day::On(then.date(), None), Some(clock), firm, after))
}

/// `2026-04-01T10:00`, as programs write it.
pub(super) fn written_moment(cursor: Cursor<'_>) -> Read<'_, When> {
    let (word, after) = cursor.skip(&["on", "at", "by", "due"]).word()?;
    let (date, time) = word.split_once('t').filter(|(date, _)| date.len() == 10)?;
    let clock = Clock {
        time: parse_time(time)?,
        halved: true,
        style: Style::Clear,
    };
    let when = When {
        day: Some(Day::On(parse_date(date)?, None)),
        clock: Some(clock),
        ..When::default()
    };
    Some((when, after))
}

/// "in 3 business days": Saturdays and Sundays do not count.
fn working_days<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Read<'t, Date> {
    const DAYS: &[&str] = &[
        "business days",
        "working days",
        "work days",
        "workdays",
        "weekdays",
        "business day",
        "working day",
        "work day",
        "workday",
        "weekday",
    ];
    let (word, after) = cursor.eat_any(&["in", "within"])?.word()?;
    let number = if word == "a" { 1 } else { count(word)? };
    let after = after.eat_phrase(DAYS)?;
    let mut date = setting.today();
    for _ in 0..number {
        date = date.tomorrow().ok()?;
        while matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            date = date.tomorrow().ok()?;
        }
    }
    Some((date, after))
}

/// How far ahead, as the amounts that are joined by "and".
fn ahead(cursor: Cursor<'_>) -> Option<(Vec<Amount>, Hold, Cursor<'_>)> {
    if let Some((said, after)) = cursor.eat_any(&["in", "within"]).and_then(amounts) {
        let after = after.eat_phrase(&["from now", "time"]).unwrap_or(after);
        let after = after
            .mark('’')
            .or_else(|| after.mark('\''))
            .and_then(|after| after.eat("time"))
            .unwrap_or(after);
        // "in two weeks on friday" is a day of that week.
        let names_day = after.eat("on").is_some_and(|on| weekday(on.peek()).is_some());
        return (!names_day || said[0].measure != Measure::Calendar(Unit::Week)).then_some((said, Hold::Firm, after));
    }
    // `+3d`
    if let Some(plus) = cursor.mark('+') {
        let (said, after) = amount(plus).filter(|(_, after)| after.at == plus.at + 1 && plus.text().is_glued(plus.at))?;
        return Some((vec![said], Hold::Loose, after));
    }
    let (said, after) = amounts(cursor)?;
    let after = after.eat_phrase(&["from now", "from today"])?;
    Some((said, Hold::Firm, after))
}

/// "2 days", "2 days and 3 hours". Of "a week and a half" nothing is taken.
fn amounts(cursor: Cursor<'_>) -> Read<'_, Vec<Amount>> {
    let (first, mut after) = amount(cursor)?;
    let mut said = vec![first];
    while let Some((more, behind)) = after.eat("and").and_then(amount).filter(|_| said.len() < 4) {
        said.push(more);
        after = behind;
    }
    after.eat_phrase(&["and a half"]).is_none().then_some((said, after))
}
