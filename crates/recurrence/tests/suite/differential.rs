//! Random rules against the `rrule` crate.

use std::time::{Duration, Instant};

use chrono::{Datelike, Timelike};
use jiff::civil::{DateTime, date};
use rondo_recurrence::{End, Frequency, Rule, Slots};
use rrule::RRuleSet;

use crate::random_rule::RandomRule;
use crate::support::{Random, rule};

const RULES: usize = 20_000;
const DATES: usize = 30;
/// Enough on a slow machine, where the oracle takes its time.
const TIME: Duration = Duration::from_secs(25);

/// Set `RONDO_SEED` to see a failure again, or to try others.
fn seed() -> u64 {
    std::env::var("RONDO_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(5545)
}

/// Where the oracle departs from RFC 5545, so that a difference says nothing about us.
fn oracle_is_at_fault(rule: &Rule, text: &str, start: DateTime) -> bool {
    let has = |part: &str| text.contains(&format!(";{part}="));
    // It takes the days of BYSETPOS in a week from the start on, the RFC from the week's beginning.
    let begun_week = rule.frequency() == Frequency::Weekly && has("BYSETPOS") && start.weekday() != rule.week_start();
    // It takes all days of a week in BYWEEKNO, the RFC derives the weekday from the start.
    let whole_week = has("BYWEEKNO") && !(has("BYDAY") || has("BYMONTHDAY") || has("BYYEARDAY"));
    // It misses some days of the first and the last week that lie in the year beside.
    let weeks = text
        .split(';')
        .find_map(|part| part.strip_prefix("BYWEEKNO="))
        .unwrap_or_default();
    let edge_weeks = weeks.split(',').any(|week| matches!(week, "52" | "53" | "-52" | "-53"));
    begun_week || whole_week || edge_weeks
}

/// The oracle goes step by step through the years in which a rule gives nothing, and takes longer
/// for one such rule than for a hundred others.
fn is_sparse(rule: &Rule, start: DateTime) -> bool {
    let mut last = start;
    let endless = Slots::new(start, rule.clone().with_end(End::Never));
    let dense = endless.iter().take(DATES).take_while(|slot| {
        let near = slot.year() - last.year() < 50;
        last = *slot;
        near
    });
    dense.count() < DATES
}

fn oracle(text: &str, start: DateTime) -> Option<Vec<DateTime>> {
    let text = format!("DTSTART:{}Z\nRRULE:{}", start.strftime("%Y%m%dT%H%M%S"), text);
    let text = if text.contains("UNTIL=") {
        with_utc_until(&text)
    } else {
        text
    };
    let set: RRuleSet = text.parse().ok()?;
    let found = set.all(u16::try_from(DATES).unwrap());
    // It gave up for the steps it took, not for the dates it found.
    let gave_up = found.limited && found.dates.len() < DATES;
    (!gave_up).then(|| found.dates.iter().map(civil).collect())
}

/// The oracle wants UNTIL in UTC when the start is.
fn with_utc_until(text: &str) -> String {
    let at = text.find("UNTIL=").unwrap() + "UNTIL=".len() + "20260630T170000".len();
    format!("{}Z{}", &text[..at], &text[at..])
}

fn civil(moment: &chrono::DateTime<rrule::Tz>) -> DateTime {
    let small = |number: u32| i8::try_from(number).unwrap();
    let day = date(
        i16::try_from(moment.year()).unwrap(),
        small(moment.month()),
        small(moment.day()),
    );
    day.at(small(moment.hour()), small(moment.minute()), small(moment.second()), 0)
}

#[test]
fn random_rules_give_the_dates_of_the_oracle() {
    let seed = seed();
    let mut random = Random(seed);
    let (mut compared, mut unknown) = (0, 0);
    let began = Instant::now();
    for _ in 0..RULES {
        let RandomRule { start, text } = RandomRule::new(&mut random);
        let parsed = rule(&text);
        let too_slow = is_sparse(&parsed, start) && !random.one_in(20);
        if too_slow || oracle_is_at_fault(&parsed, &text, start) {
            continue;
        }
        let Some(expected) = oracle(&text, start) else {
            unknown += 1;
            continue;
        };
        let found: Vec<_> = Slots::new(start, parsed).iter().take(DATES).collect();
        assert_eq!(found, expected, "RONDO_SEED={seed}: {text} from {start}");
        compared += 1;
        if began.elapsed() > TIME {
            break;
        }
    }
    println!(
        "compared {compared} rules, no answer for {unknown}, in {:?}, seed {seed}",
        began.elapsed()
    );
}
