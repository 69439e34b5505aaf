//! "in 3 weeks", "in 20 minutes", "2 days from now".

use jiff::civil::{Date, Time};

use super::Firm;
use super::clock::{Clock, Style};
use super::day::Day;
use crate::setting::Setting;
use crate::text::Cursor;
use crate::words::{Amount, amount};

/// A moment so long from now: a day, or a day with its time.
pub(super) fn moment<'t>(cursor: Cursor<'t>, setting: &Setting<'_>) -> Option<(Day, Option<Clock>, Firm, Cursor<'t>)> {
    let (said, firm, after) = ahead(cursor)?;
    // Units in capitals are part of a name: "Around the World in 80 Days".
    let is_name = (cursor.at + 1..after.at).any(|at| cursor.text().is_capital(at));
    if is_name {
        return None;
    }
    if let Some(minutes) = said.minutes() {
        let then = setting.now.plus_seconds(60 * minutes).in_zone(setting.zone);
        let clock = Clock {
            time: Time::constant(then.hour(), then.minute(), 0, 0),
            halved: true,
            style: Style::Clear,
        };
        return Some((Day::On(then.date(), None), Some(clock), firm, after));
    }
    let date: Date = said.every()?.after(setting.today())?;
    Some((Day::On(date, None), None, firm, after))
}

fn ahead(cursor: Cursor<'_>) -> Option<(Amount, Firm, Cursor<'_>)> {
    if let Some((said, after)) = cursor.eat_any(&["in", "within"]).and_then(amount) {
        let after = after.eat_phrase(&["from now", "time"]).unwrap_or(after);
        let after = after
            .mark('’')
            .or_else(|| after.mark('\''))
            .and_then(|after| after.eat("time"))
            .unwrap_or(after);
        return Some((said, Firm::Firm, after));
    }
    let (said, after) = amount(cursor)?;
    let after = after.eat_phrase(&["from now", "from today"])?;
    Some((said, Firm::Firm, after))
}
