//! What holds for every rule.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use proptest::prelude::*;
use rondo_recurrence::{End, Every, Rule, Slots, Unit};

use crate::random_rule::RandomRule;
use crate::support::{Random, rule};

/// Enough to see the pattern, few enough for rules with a date in a hundred years.
const DATES: usize = 15;

fn any_rule() -> impl Strategy<Value = RandomRule> {
    any::<u64>().prop_map(|seed| RandomRule::new(&mut Random(seed)))
}

fn any_date() -> impl Strategy<Value = Date> {
    (1_i16..=9800, 1_i8..=12, 1_i8..=31).prop_map(|(year, month, day)| {
        let first = Date::new(year, month, 1).unwrap();
        Date::new(year, month, day.min(first.days_in_month())).unwrap()
    })
}

fn any_step() -> impl Strategy<Value = Every> {
    let unit = prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)];
    (unit, 1_u32..=12).prop_map(|(unit, interval)| Every { unit, interval })
}

fn first_dates(slots: &Slots) -> Vec<DateTime> {
    slots.iter().take(DATES).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn dates_grow_and_every_way_to_ask_agrees(random in any_rule()) {
        let slots = Slots::new(random.start, rule(&random.text));
        let dates = first_dates(&slots);
        prop_assert!(dates.is_sorted_by(|one, next| one < next));
        prop_assert!(dates.first().is_none_or(|first| *first >= random.start));
        for pair in dates.windows(2) {
            prop_assert_eq!(slots.next_after(pair[0]), Some(pair[1]));
            prop_assert_eq!(slots.first_from(pair[1]), Some(pair[1]));
            let between = pair[0].checked_add(1.second()).unwrap();
            prop_assert_eq!(slots.first_from(between), Some(pair[1]));
            let before = pair[1].checked_sub(1.nanosecond()).unwrap();
            prop_assert_eq!(slots.next_after(before), Some(pair[1]));
        }
    }

    #[test]
    fn dates_match_the_parts(random in any_rule()) {
        let slots = Slots::new(random.start, rule(&random.text));
        for slot in first_dates(&slots) {
            for part in random.text.split(';') {
                let (name, values) = part.split_once('=').unwrap();
                prop_assert!(matches(name, values, slot), "{} does not match {}", slot, part);
            }
        }
    }

    #[test]
    fn printing_and_reading_give_the_same_rule(random in any_rule()) {
        let read = rule(&random.text);
        let text = read.to_string();
        prop_assert_eq!(&rule(&text), &read);
        prop_assert_eq!(rule(&text).to_string(), text.clone());
        let turned: Vec<_> = text.to_lowercase().rsplit(';').map(str::to_owned).collect();
        prop_assert_eq!(&rule(&format!("RRULE:{}", turned.join(";"))), &read);
    }

    #[test]
    fn count_counts_the_rules_own_dates(random in any_rule(), count in 1_u32..20) {
        let endless = Slots::new(random.start, rule(&random.text).with_end(End::Never));
        let counted = Slots { rule: endless.rule.clone().with_end(End::Count(count)), ..endless.clone() };
        let expected: Vec<_> = endless.iter().take(usize::try_from(count).unwrap()).collect();
        prop_assert_eq!(counted.iter().collect::<Vec<_>>(), expected.clone());
        for (index, date) in expected.iter().enumerate() {
            prop_assert_eq!(counted.next_after(*date), expected.get(index + 1).copied());
        }
    }

    #[test]
    fn count_is_right_after_years(random in any_rule(), years in 1_i16..30) {
        let endless = Slots::new(random.start, rule(&random.text).with_end(End::Never));
        let last_year = random.start.year() + years;
        let dates: Vec<_> = endless.iter().take_while(|date| date.year() <= last_year).take(500).collect();
        let [.., before, last] = dates[..] else { return Ok(()) };
        let count = u32::try_from(dates.len()).unwrap();
        let ending = |count| Slots { rule: endless.rule.clone().with_end(End::Count(count)), ..endless.clone() };
        prop_assert_eq!(ending(count - 1).next_after(before), None);
        prop_assert_eq!(ending(count).next_after(before), Some(last));
        prop_assert_eq!(ending(count).next_after(last), None);
        prop_assert_eq!(ending(count + 1).next_after(last), endless.next_after(last));
    }

    #[test]
    fn until_cuts_the_dates_off(random in any_rule(), index in 0..DATES) {
        let endless = Slots::new(random.start, rule(&random.text).with_end(End::Never));
        let dates = first_dates(&endless);
        let Some(last) = dates.get(index) else { return Ok(()) };
        let ended = Slots { rule: endless.rule.clone().with_end(End::Until(*last)), ..endless.clone() };
        prop_assert_eq!(&ended.iter().collect::<Vec<_>>(), &dates[..=index]);
        prop_assert_eq!(ended.next_after(*last), None);
    }

    #[test]
    fn the_canonical_rule_gives_the_same_dates(random in any_rule()) {
        let slots = Slots::new(random.start, rule(&random.text));
        let canonical = slots.rule.canonical(random.start);
        prop_assert_eq!(&canonical.canonical(random.start), &canonical);
        prop_assert_eq!(canonical.has_times(), slots.rule.has_times());
        prop_assert_eq!(first_dates(&Slots::new(random.start, canonical)), first_dates(&slots));
    }

    #[test]
    fn exceptions_are_those_of_sets(random in any_rule(), chosen in any::<u64>()) {
        let plain = Slots::new(random.start, rule(&random.text));
        let mut random = Random(chosen);
        let dates = first_dates(&plain);
        let mut slots = plain.clone();
        for date in &dates {
            if random.one_in(3) {
                slots.exdates.insert(*date);
            }
            if random.one_in(3) {
                let near = i64::try_from(random.below(3)).unwrap();
                slots.rdates.insert(date.checked_add(near.hours()).unwrap());
            }
        }
        let Some(last) = dates.last() else { return Ok(()) };
        let all: BTreeSet<_> = dates.iter().chain(&slots.rdates).filter(|date| !slots.exdates.contains(date)).collect();
        let found: Vec<_> = slots.iter().take_while(|date| date <= last).collect();
        let expected: Vec<_> = all.into_iter().copied().filter(|date| date <= last).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn friendly_rules_step_from_their_start(every in any_step(), start in any_date()) {
        let friendly = Rule::friendly(every, start);
        prop_assert_eq!(friendly.as_every(start), Some(every));
        prop_assert_eq!(&friendly.canonical(start.at(9, 0, 0, 0)), &friendly);
        prop_assert_eq!(&rule(&friendly.to_string()), &friendly);
        let slots = Slots::new(start.at(9, 0, 0, 0), friendly);
        for (index, slot) in (0_u32..).zip(slots.iter().take(DATES)) {
            // From the anchor each time, never from the date before.
            let day = if index == 0 { start } else { Every { interval: every.interval * index, ..every }.after(start).unwrap() };
            prop_assert_eq!(slot, day.at(9, 0, 0, 0));
            let clamps = matches!(every.unit, Unit::Month | Unit::Year) && day.day() < start.day();
            prop_assert_eq!(slots.is_clamped(slot), clamps);
        }
    }

    #[test]
    fn a_step_is_that_of_the_calendar(every in any_step(), day in any_date()) {
        let interval = i64::from(every.interval);
        let span = match every.unit {
            Unit::Day => interval.days(),
            Unit::Week => interval.weeks(),
            Unit::Month => interval.months(),
            Unit::Year => interval.years(),
        };
        prop_assert_eq!(every.after(day), day.checked_add(span).ok());
    }

    #[test]
    fn words_are_found_for_every_rule(random in any_rule()) {
        let words = rule(&random.text).in_words();
        prop_assert!(words.starts_with("every ") && !words.contains("  "), "{}", words);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}", tail in "[A-Z0-9=;,+\\-TZ]{0,40}") {
        let _ = text.parse::<Rule>();
        let _ = format!("FREQ=DAILY;{tail}").parse::<Rule>();
        let _ = format!("RRULE:BYDAY={text}{tail}").parse::<Rule>();
    }
}

/// Whether a slot has a value that a BY part lists, by the calendar library.
fn matches(name: &str, values: &str, slot: DateTime) -> bool {
    let date = slot.date();
    let numbers = || values.split(',').map(|value| value.parse::<i64>().unwrap());
    let from_either_end = |place: i64, length: i64| numbers().any(|number| number == place || number == place - length - 1);
    match name {
        "BYMONTH" => numbers().any(|month| month == i64::from(date.month())),
        "BYMONTHDAY" => from_either_end(date.day().into(), date.days_in_month().into()),
        "BYYEARDAY" => from_either_end(date.day_of_year().into(), date.days_in_year().into()),
        "BYHOUR" => numbers().any(|hour| hour == i64::from(slot.hour())),
        "BYMINUTE" => numbers().any(|minute| minute == i64::from(slot.minute())),
        "BYDAY" => values.split(',').any(|value| value.ends_with(code(date.weekday()))),
        _ => true,
    }
}

fn code(weekday: Weekday) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][usize::try_from(weekday.to_monday_zero_offset()).unwrap()]
}
