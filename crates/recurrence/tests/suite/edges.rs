//! The ends of the calendar, of rules and of patience.

use std::time::{Duration, Instant};

use jiff::civil::{DateTime, Weekday, date};
use rondo_recurrence::{End, Every, Rule, Slots, Unit};

use crate::hard_rules::NEVER;
use crate::support::{days, first, moment, rule, slots};

#[test]
fn a_search_without_result_ends() {
    for (start, text) in NEVER {
        let slots = slots(start, text);
        let began = Instant::now();
        assert_eq!(slots.next_after(moment(start)), None, "{text}");
        // Generous, for a debug build on a busy machine: the benchmark has the real figures.
        assert!(began.elapsed() < Duration::from_millis(500), "{text}: {:?}", began.elapsed());
    }
}

#[test]
fn a_rare_date_is_found_however_far() {
    let leap = slots("2000-02-29", "FREQ=YEARLY;INTERVAL=300;BYMONTH=2;BYMONTHDAY=29");
    assert_eq!(leap.next_after(moment("2000-02-29")), Some(moment("3200-02-29")));
    // 29 February is a Friday once in 28 years, in 40 across most turns of a century.
    let friday = slots("2026-01-01", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=FR");
    let found = first(&friday, 4);
    assert_eq!(found, days("2036-02: 29; 2064-02: 29; 2092-02: 29; 2104-02: 29", 0));
}

#[test]
fn dates_end_with_the_year_9999() {
    let slots = slots("9999-12-30", "FREQ=DAILY");
    assert_eq!(first(&slots, 5), days("9999-12: 30 31", 0));
    assert_eq!(slots.next_after(DateTime::MAX), None);
    assert_eq!(slots.first_from(DateTime::MIN), Some(slots.start));
}

#[test]
fn a_start_before_the_year_1_keeps_its_phase() {
    let slots = Slots::new(date(-1, 12, 31).at(0, 0, 0, 0), rule("FREQ=DAILY;INTERVAL=2"));
    let first = slots.iter().next().unwrap();
    assert_eq!(first, date(1, 1, 2).at(0, 0, 0, 0));
}

#[test]
fn the_start_is_a_slot_only_if_the_rule_says_so() {
    let slots = slots("2026-01-06", "FREQ=WEEKLY;BYDAY=MO;COUNT=2");
    assert_eq!(first(&slots, 5), days("2026-01: 12 19", 0));
}

#[test]
fn slots_keep_the_second_of_their_start() {
    let mut slots = slots("2026-01-06T09:00:30.5", "FREQ=DAILY");
    let second = moment("2026-01-07T09:00:30.5");
    assert_eq!(slots.next_after(slots.start), Some(second));
    assert_eq!(slots.first_from(moment("2026-01-07T09:00:30.4")), Some(second));
    assert_eq!(
        slots.first_from(moment("2026-01-07T09:00:30.6")),
        Some(moment("2026-01-08T09:00:30.5"))
    );
    slots.rule = rule("FREQ=DAILY;BYSECOND=0");
    assert_eq!(slots.iter().next(), Some(moment("2026-01-07T09:00")));
}

#[test]
fn until_is_inclusive_to_the_moment_or_the_day() {
    let last = |until: &str| slots("2026-06-01T09:00", &format!("FREQ=DAILY;UNTIL={until}")).iter().last();
    assert_eq!(last("20260603T090000"), Some(moment("2026-06-03T09:00")));
    assert_eq!(last("20260603T085959"), Some(moment("2026-06-02T09:00")));
    assert_eq!(last("20260603"), Some(moment("2026-06-03T09:00")));
    assert_eq!(last("20260531"), None);
}

#[test]
fn until_remembers_how_it_was_written() {
    let end = |until: &str| rule(&format!("FREQ=DAILY;UNTIL={until}")).end();
    assert_eq!(end("20260630").whole_day(), Some(date(2026, 6, 30)));
    assert_eq!(end("20260630"), End::until_day(date(2026, 6, 30)));
    assert_eq!(end("20260630T235959"), End::Until(date(2026, 6, 30).at(23, 59, 59, 0)));
    assert_eq!(end("20260630T150000Z"), End::UntilUtc(date(2026, 6, 30).at(15, 0, 0, 0)));
    for until in ["20260630", "20260630T235959", "20260630T150000Z", "09990101"] {
        let text = format!("FREQ=DAILY;UNTIL={until}");
        assert_eq!(rule(&text).to_string(), text);
    }
}

#[test]
fn excluded_dates_use_up_the_count() {
    let mut slots = slots("2026-01-01", "FREQ=DAILY;COUNT=3");
    slots.exdates.insert(moment("2026-01-02"));
    assert_eq!(first(&slots, 5), days("2026-01: 1 3", 0));
    assert_eq!(slots.next_after(moment("2026-01-03")), None);
}

#[test]
fn extra_dates_join_once_and_may_be_excluded() {
    let mut slots = slots("2026-01-05", "FREQ=WEEKLY;COUNT=2");
    slots
        .rdates
        .extend(["2025-12-31", "2026-01-05", "2026-01-07", "2026-02-01"].map(moment));
    slots.exdates.insert(moment("2026-01-07"));
    assert_eq!(first(&slots, 9), days("2025-12: 31; 2026-01: 5 12; 2026-02: 1", 0));
    assert_eq!(slots.next_after(moment("2026-01-12")), Some(moment("2026-02-01")));
    assert_eq!(slots.first_from(moment("2026-02-01")), Some(moment("2026-02-01")));
}

#[test]
fn a_friday_on_weekend_rules_of_bydays_with_and_without_number() {
    let slots = slots("2026-01-01", "FREQ=MONTHLY;BYDAY=MO,1FR");
    assert_eq!(first(&slots, 6), days("2026-01: 2 5 12 19 26; 2026-02: 2", 0));
}

/// RFC 5545 derives what a rule lacks from its start: here the weekday.
#[test]
fn a_week_number_alone_takes_the_weekday_of_the_start() {
    let slots = slots("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20");
    assert_eq!(first(&slots, 3), days("1997-05: 12; 1998-05: 11; 1999-05: 17", 0));
    assert_eq!(
        slots.rule.canonical(slots.start).to_string(),
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"
    );
}

/// The set is that of the whole week, also of the one in which the series starts on a Wednesday.
#[test]
fn positions_count_from_the_beginning_of_the_week() {
    let slots = slots("2026-01-07", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2");
    assert_eq!(first(&slots, 3), days("2026-01: 7 14 21", 0));
}

#[test]
fn times_of_a_rule_are_written_out_when_canonical() {
    let start = moment("2026-01-05T09:15");
    let canonical = |text: &str| rule(text).canonical(start).to_string();
    assert_eq!(canonical("FREQ=DAILY"), "FREQ=DAILY");
    assert_eq!(canonical("FREQ=HOURLY;INTERVAL=4"), "FREQ=HOURLY;INTERVAL=4;BYMINUTE=15");
    assert_eq!(canonical("FREQ=DAILY;BYHOUR=8,20"), "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=15");
    assert_eq!(
        canonical("FREQ=WEEKLY;BYMINUTE=0,30"),
        "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0,30"
    );
    assert_eq!(canonical("FREQ=YEARLY"), "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5");
    assert_eq!(canonical("FREQ=YEARLY;BYMONTH=3"), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5");
    assert_eq!(canonical("FREQ=YEARLY;BYMONTHDAY=3"), "FREQ=YEARLY;BYMONTHDAY=3");
}

#[test]
fn setters_hold_values_within_their_limits() {
    let daily = rule("FREQ=DAILY");
    assert_eq!(daily.clone().with_interval(0).interval(), 1);
    assert_eq!(daily.clone().with_interval(1 << 20).interval(), 10_000);
    assert_eq!(daily.clone().with_end(End::Count(0)).end(), End::Count(1));
    let fraction = date(2026, 1, 1).at(9, 0, 0, 5);
    assert_eq!(
        daily.clone().with_end(End::Until(fraction)).end(),
        End::Until(date(2026, 1, 1).at(9, 0, 0, 0))
    );
    assert_eq!(daily.with_week_start(Weekday::Sunday).to_string(), "FREQ=DAILY;WKST=SU");
}

#[test]
fn a_step_stops_at_the_end_of_the_calendar() {
    let after = |unit, interval| Every { unit, interval }.after(date(9999, 12, 31));
    for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Year] {
        assert_eq!(after(unit, 1), None);
        assert_eq!(after(unit, u32::MAX), None);
    }
}

#[test]
fn other_rules_are_no_step_and_do_not_clamp() {
    let start = date(2026, 1, 31);
    for text in [
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=27,28,29,30,31;BYSETPOS=-1",
        "FREQ=WEEKLY;BYDAY=SA,SU",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9",
    ] {
        assert_eq!(rule(text).as_every(start), None, "{text}");
    }
    let last = slots("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=27,28,29,30,31;BYSETPOS=-1");
    assert!(!last.is_clamped(moment("2026-02-28")));
    let every: Rule = rule("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1;WKST=SU;COUNT=4");
    assert_eq!(
        every.as_every(start),
        Some(Every {
            unit: Unit::Month,
            interval: 3
        })
    );
}

/// An interval of months is leapt over in one step, and nothing on the way is lost.
#[test]
fn long_intervals_of_hours_days_and_weeks_keep_their_dates() {
    let leaps = [
        ("HOURLY", 1500, 1500),
        ("DAILY", 400, 400 * 24),
        ("WEEKLY", 100, 100 * 7 * 24),
    ];
    for (frequency, interval, hours) in leaps {
        let slots = slots("2026-01-31T09:00", &format!("FREQ={frequency};INTERVAL={interval}"));
        for (index, slot) in (0_i64..).zip(slots.iter().take(100)) {
            let expected = slots.start.checked_add(jiff::Span::new().hours(index * hours)).unwrap();
            assert_eq!(slot, expected, "{frequency}");
        }
    }
}

/// Counted off day by day with another calendar.
#[test]
fn leap_days_that_an_interval_of_days_meets() {
    let meets = |interval, years: &[i16], count| {
        let text = format!("FREQ=DAILY;INTERVAL={interval};BYMONTH=2;BYMONTHDAY=29");
        let found: Vec<_> = slots("2000-02-29", &text).iter().map(DateTime::year).collect();
        assert_eq!((&found[..years.len()], found.len()), (years, count), "{text}");
    };
    meets(97, &[2000, 2260, 2520, 2780, 3040, 3560], 19);
    meets(401, &[2000, 2628, 6968, 7596, 8224], 5);
    meets(1000, &[2000, 5792], 2);
    meets(1461, &[2000, 2004, 2008], 25);
    meets(3035, &[2000], 1);
}
