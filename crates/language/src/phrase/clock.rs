//! Times of day.

use jiff::civil::{Time, time};

use crate::text::{Cursor, Read};
use crate::words::{count, small};

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// 09:00.
    Morning,
    /// 15:00.
    Afternoon,
    /// 19:00.
    Evening,
    /// 22:00.
    Night,
}

impl Part {
    /// The part of that word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "morning" => Self::Morning,
            "afternoon" => Self::Afternoon,
            "evening" => Self::Evening,
            "night" => Self::Night,
            _ => return None,
        })
    }

    /// When that is, if nothing else is said.
    pub(crate) const fn time(self) -> Time {
        match self {
            Self::Morning => time(9, 0, 0, 0),
            Self::Afternoon => time(15, 0, 0, 0),
            Self::Evening => time(19, 0, 0, 0),
            Self::Night => time(22, 0, 0, 0),
        }
    }
}

/// A time as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// On a clock of 24 hours, as far as the words say.
    pub(crate) time: Time,
    /// Whether they say which half of the day.
    pub(crate) halved: bool,
    /// How it is written.
    pub(crate) style: Style,
}

/// How a time is written: the less it looks like one, the more has to stand around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `5`, `five`.
    Hour,
    /// `1730`, `17.30`: could be another number.
    Digits,
    /// `17:30`.
    Minutes,
    /// `5pm`, `5 o'clock`, `half past 3`.
    Clear,
    /// Noon, midnight.
    Word,
}

impl Clock {
    /// Whether it comes after the midnight at which the evening or night of a day ends.
    pub(crate) fn is_after_midnight(self, part: Option<Part>) -> bool {
        matches!(part, Some(Part::Evening | Part::Night)) && self.within(part).hour() < 5
    }

    /// Midnight by its name.
    pub(crate) fn is_midnight_word(self) -> bool {
        matches!(self.style, Style::Word) && self.time.hour() == 0
    }

    /// The time, when another word says which part of the day is meant.
    pub(crate) fn within(self, part: Option<Part>) -> Time {
        let hour = self.time.hour();
        let later = match part {
            Some(Part::Afternoon) => (1..12).contains(&hour),
            Some(Part::Evening | Part::Night) => (5..=12).contains(&hour),
            Some(Part::Morning) | None => false,
        };
        if later && !self.halved {
            half_a_day_on(self.time)
        } else {
            self.time
        }
    }

    /// The other time that it could mean.
    pub(crate) fn other_half(self) -> Option<Time> {
        let is_open = !self.halved && (1..12).contains(&self.time.hour());
        (is_open && matches!(self.style, Style::Hour | Style::Clear)).then(|| half_a_day_on(self.time))
    }
}

fn half_a_day_on(at: Time) -> Time {
    time((at.hour() + 12) % 24, at.minute(), 0, 0)
}

/// Reads a time of day.
pub(crate) fn clock(cursor: Cursor<'_>) -> Read<'_, Clock> {
    named(cursor).or_else(|| past_the_hour(cursor)).or_else(|| {
        let (word, after) = cursor.word()?;
        let (read, after) = digits(word).map(|read| (read, after)).or_else(|| spelled(cursor))?;
        let (read, after) = half(read, after)?;
        let is_abroad = ZONES.contains(&after.peek());
        (!is_abroad).then_some((read, after))
    })
}

/// Times that are said in another zone are not ours.
const ZONES: [&str; 22] = [
    "utc", "gmt", "z", "est", "edt", "et", "cst", "cdt", "ct", "mst", "mdt", "mt", "pst", "pdt", "pt", "cet", "cest", "bst",
    "ist", "jst", "aest", "eet",
];

fn named(cursor: Cursor<'_>) -> Read<'_, Clock> {
    let twelve = cursor.eat_any(&["12", "twelve"]);
    let (word, after) = twelve.unwrap_or(cursor).word()?;
    let hour = match word {
        "noon" | "midday" => 12,
        "lunchtime" if twelve.is_none() => 12,
        "midnight" => 0,
        _ => return None,
    };
    let clock = Clock {
        time: time(hour, 0, 0, 0),
        halved: true,
        style: Style::Word,
    };
    Some((clock, after))
}

/// "half past 3", "half three", "quarter to 5", "ten past 8".
fn past_the_hour(cursor: Cursor<'_>) -> Read<'_, Clock> {
    if let Some((clock, after)) = half_an_hour_past(cursor) {
        return Some((clock, after));
    }
    let (word, after) = cursor.skip(&["a"]).word()?;
    let minutes = match word {
        "half" => 30,
        "quarter" => 15,
        _ => i8::try_from(count(word)?).ok().filter(|minutes| (1..30).contains(minutes))?,
    };
    // "from 9 to 10" is a span, and nobody says "9 to 10" for 9:51 without "minutes".
    let spans = cursor.at > 0
        && cursor
            .text()
            .word(cursor.at - 1)
            .is_some_and(|word| ["from", "between"].contains(&word));
    let named = minutes % 5 == 0 || after.eat("minutes").is_some();
    let before = after.skip(&["minutes"]).eat("to").filter(|_| minutes < 30 && named && !spans);
    let after = before.or_else(|| after.skip(&["minutes"]).eat("past"))?;
    let (word, after) = after.word()?;
    let (clock, after) = half(digits(word).or_else(|| in_words(word))?, after)?;
    let is_hour = clock.time.minute() == 0 && matches!(clock.style, Style::Hour | Style::Clear);
    let hour = clock.time.hour();
    let time = match before {
        Some(_) => time((hour + 23) % 24, 60 - minutes, 0, 0),
        None => time(hour, minutes, 0, 0),
    };
    let style = Style::Clear;
    is_hour.then_some((Clock { time, style, ..clock }, after))
}

/// "half six", as the British say for half past.
fn half_an_hour_past(cursor: Cursor<'_>) -> Read<'_, Clock> {
    let (word, after) = cursor.eat("half")?.word()?;
    let (clock, after) = half(digits(word).or_else(|| in_words(word))?, after)?;
    let is_hour = clock.time.minute() == 0 && matches!(clock.style, Style::Hour | Style::Clear);
    let time = time(clock.time.hour(), 30, 0, 0);
    is_hour.then_some((Clock { time, ..clock }, after))
}

/// With "am", "pm" or "o'clock" behind it. A number that is no time with them is none at all.
fn half(clock: Clock, after: Cursor<'_>) -> Read<'_, Clock> {
    let word = after.peek();
    let clear = Clock {
        style: Style::Clear,
        ..clock
    };
    if ["o'clock", "o’clock", "oclock"].contains(&word) {
        return (clock.style == Style::Hour).then(|| (clear, after.next()));
    }
    let counts_minutes = clock.style == Style::Minutes || clock.style == Style::Digits;
    if counts_minutes && ["hrs", "hours", "h"].contains(&word) {
        return Some((clear, after.next()));
    }
    let Some(is_afternoon) = afternoon(word).filter(|_| !clock.halved) else {
        return Some((clock, after));
    };
    let time = on_24_hours(clock.time, is_afternoon)?;
    let halved = Clock {
        time,
        halved: true,
        style: Style::Clear,
    };
    Some((halved, after.next().skip_glued('.')))
}

pub(super) fn afternoon(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

fn on_24_hours(at: Time, is_afternoon: bool) -> Option<Time> {
    let hour = at.hour();
    let hour = (1..=12)
        .contains(&hour)
        .then(|| hour % 12 + if is_afternoon { 12 } else { 0 })?;
    Some(time(hour, at.minute(), 0, 0))
}

/// "five", "six thirty", "ten forty-five".
fn spelled(cursor: Cursor<'_>) -> Read<'_, Clock> {
    let (word, after) = cursor.word()?;
    let clock = in_words(word)?;
    let is_word = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let minutes = after
        .word()
        .filter(|(word, _)| is_word(word))
        .and_then(|(word, behind)| Some((count(word)?, behind)));
    let minutes = minutes.filter(|(minutes, _)| (10..60).contains(minutes) && minutes % 5 == 0);
    Some(
        match minutes.and_then(|(minutes, behind)| {
            Some((
                Clock::of(clock.time.hour().unsigned_abs().into(), minutes, Style::Hour)?,
                behind,
            ))
        }) {
            Some(read) => read,
            None => (clock, after),
        },
    )
}

fn in_words(word: &str) -> Option<Clock> {
    let hour = count(word).filter(|hour| (1..=12).contains(hour))?;
    let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
    is_word.then(|| Clock::of(hour, 0, Style::Hour))?
}

/// `9`, `9:30`, `17.30`, `1730`, `17h30`, each also with `am` or `pm` behind it.
pub(super) fn digits(word: &str) -> Option<Clock> {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let head = &word[..word.len() - rest.len()];
    let suffix = |rest: &str, hour: u32, minute: u32, style: Style| {
        let plain = Clock::of(hour, minute, style)?;
        match (rest, afternoon(rest)) {
            ("", _) => Some(plain),
            (_, Some(is_afternoon)) => Some(Clock {
                time: on_24_hours(plain.time, is_afternoon)?,
                halved: true,
                style: Style::Clear,
            }),
            ("h" | "hrs", _) if style != Style::Hour => Some(plain),
            ("a" | "p", _) if style != Style::Digits => on_24_hours(plain.time, rest == "p").map(|time| Clock {
                time,
                halved: true,
                style: if style == Style::Hour { Style::Digits } else { Style::Clear },
            }),
            _ => None,
        }
    };
    if let Some(minutes) = rest
        .strip_prefix([':', '.', 'h'])
        .filter(|minutes| head.len() <= 2 && !minutes.is_empty())
    {
        let (minute, tail) = (minutes.get(..2)?, minutes.get(2..)?);
        let style = if rest.starts_with('.') {
            Style::Digits
        } else {
            Style::Minutes
        };
        let minute = small(minute).filter(|_| minute.len() == 2)?;
        return suffix(tail, small(head)?, minute, style);
    }
    match (head.len(), rest) {
        (1 | 2, "h") => Clock::of(small(head)?, 0, Style::Digits),
        (1 | 2, _) => suffix(rest, small(head)?, 0, Style::Hour),
        // `630pm`; without it three digits count something.
        (3, _) if afternoon(rest).is_some() => suffix(rest, small(&head[..1])?, small(&head[1..])?, Style::Digits),
        (4, _) => suffix(rest, small(&head[..2])?, small(&head[2..])?, Style::Digits),
        _ => None,
    }
}

impl Clock {
    fn of(hour: u32, minute: u32, style: Style) -> Option<Self> {
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        let halved = !(1..=12).contains(&hour);
        Some(Self { time, halved, style })
    }
}
