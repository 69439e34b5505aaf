//! Changes of an input by whole parts of its rule. libFuzzer changes bytes, after which hardly any
//! text is still a rule: it searches the parser well, and what is behind it not at all.

use std::iter::repeat_with;

const FREQUENCIES: [&str; 5] = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Parts that list numbers, from the least to the most; those that begin below 0 are without 0.
const LISTS: [(&str, i32, i32); 7] = [
    ("BYMONTH", 1, 12),
    ("BYWEEKNO", -53, 53),
    ("BYYEARDAY", -366, 366),
    ("BYMONTHDAY", -31, 31),
    ("BYHOUR", 0, 23),
    ("BYMINUTE", 0, 59),
    ("BYSETPOS", -6, 6),
];

/// The input with one part of its text put in, replaced or taken out; `None` if it is no text.
pub(crate) fn change(input: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut random = Random(seed);
    let end = input.iter().rposition(|byte| *byte == b'\n').unwrap_or(input.len());
    let text = str::from_utf8(&input[..end]).ok()?;
    let part = part(&mut random);
    let name = part.split('=').next();
    let is_other = |other: &&str| other.split('=').next() != name;
    let mut parts: Vec<_> = text.split(';').filter(is_other).collect();
    if name == Some("FREQ") || !random.one_in(4) {
        parts.push(&part);
    }
    let mut changed = parts.join(";").into_bytes();
    changed.extend(&input[end..]);
    Some(changed)
}

fn part(random: &mut Random) -> String {
    match random.below(12) {
        0 => format!("FREQ={}", random.one_of(&FREQUENCIES)),
        1 => format!("INTERVAL={}", up_to(random, &[4, 60, 10_000])),
        2 => format!("COUNT={}", up_to(random, &[20, 1_000_000])),
        3 => format!("WKST={}", random.one_of(&DAYS)),
        4 | 5 => format!("BYDAY={}", list(random, weekday)),
        _ => {
            let (name, least, most) = random.one_of(&LISTS);
            format!("{name}={}", list(random, |random| random.number(least, most).to_string()))
        }
    }
}

fn up_to(random: &mut Random, limits: &[i32]) -> i32 {
    let most = random.one_of(limits);
    random.number(1, most)
}

fn weekday(random: &mut Random) -> String {
    let day = random.one_of(&DAYS);
    match random.below(12) {
        0 => format!("{}{day}", random.number(-53, 53)),
        1..=3 => format!("{}{day}", random.number(-5, 5)),
        _ => day.to_owned(),
    }
}

fn list(random: &mut Random, item: impl Fn(&mut Random) -> String) -> String {
    let length = random.index(4) + 1;
    let items: Vec<_> = repeat_with(|| item(random)).take(length).collect();
    items.join(",")
}

/// Numbers that follow from libFuzzer's seed, so that a search can be repeated (xorshift).
struct Random(u32);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        // The high bits are the better ones.
        (self.0 >> 8) % end
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.below(chances) == 0
    }

    fn index(&mut self, length: usize) -> usize {
        let length = u32::try_from(length).expect("a short list");
        usize::try_from(self.below(length)).expect("below the length")
    }

    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// A number of the range, but 0 only where the range begins there.
    fn number(&mut self, least: i32, most: i32) -> i32 {
        let number = least.saturating_add_unsigned(self.below(most.abs_diff(least) + 1));
        if number == 0 && least < 0 { most } else { number }
    }
}
