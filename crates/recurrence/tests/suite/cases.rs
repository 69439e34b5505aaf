//! What users of similar programs reported, on the level of civil dates. Each test carries the id
//! that the other suites use for the same report, and names the report.

use crate::support::{days, first, moment, slots};
use jiff::civil::{Date, DateTime, date};
use rondo_recurrence::{Every, Rule, Slots, Unit};

fn friendly(unit: Unit, interval: u32, start: &str) -> Slots {
    let start = moment(start);
    Slots::new(start, Rule::friendly(Every { unit, interval }, start.date()))
}

fn after(slots: &Slots, completed: &str) -> DateTime {
    slots.next_after(moment(completed)).expect("these rules go on")
}

/// marco308/mdone#161: monthly from the 31st spilled into the month after next and stayed there.
#[test]
fn r01_monthly_from_the_31st_stays_at_the_end_of_the_month() {
    let slots = friendly(Unit::Month, 1, "2026-08-31T09:00");
    let expected = days("2026-08: 31; 2026-09: 30; 2026-10: 31; 2026-11: 30; 2026-12: 31", 9);
    assert_eq!(first(&slots, 5), expected);
    assert_eq!(after(&slots, "2026-08-31T10:00"), moment("2026-09-30T09:00"));
    assert!(slots.is_clamped(moment("2026-09-30T09:00")) && !slots.is_clamped(moment("2026-10-31T09:00")));
}

/// ulsklyc/yuvomi#978: after February the series stuck to the 28th.
#[test]
fn r02_february_does_not_move_the_anchor() {
    let slots = friendly(Unit::Month, 1, "2026-01-31");
    assert_eq!(
        first(&slots, 4),
        days("2026-01: 31; 2026-02: 28; 2026-03: 31; 2026-04: 30", 0)
    );
    assert_eq!(after(&slots, "2026-02-28"), moment("2026-03-31"));
}

/// ulsklyc/yuvomi#978: 29 February never came back in the next leap year.
#[test]
fn r03_29_february_comes_back() {
    let slots = friendly(Unit::Year, 1, "2024-02-29");
    let expected = days("2024-02: 29; 2025-02: 28; 2026-02: 28; 2027-02: 28; 2028-02: 29", 0);
    assert_eq!(first(&slots, 5), expected);
    assert_eq!(after(&slots, "2027-02-28"), moment("2028-02-29"));
    assert!(slots.is_clamped(moment("2027-02-28")) && !slots.is_clamped(moment("2028-02-29")));
}

/// jkbrzt/rrule#343, rlanvin/php-rrule#55: an explicit 31 skips short months (RFC 5545 3.3.10).
#[test]
fn r06_an_explicit_31_skips_short_months() {
    let slots = slots("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=31");
    assert_eq!(
        first(&slots, 4),
        days("2026-01: 31; 2026-03: 31; 2026-05: 31; 2026-07: 31", 0)
    );
    assert_eq!(after(&slots, "2026-01-31"), moment("2026-03-31"));
    assert!(!slots.is_clamped(moment("2026-03-31")));
}

/// chrisvel/tududi#61, callumalpass/tasknotes#561: no way to say the last day of the month.
#[test]
fn r07_last_day_of_the_month() {
    let slots = slots("2026-02-10", "FREQ=MONTHLY;BYMONTHDAY=-1");
    assert_eq!(first(&slots, 3), days("2026-02: 28; 2026-03: 31; 2026-04: 30", 0));
    assert_eq!(after(&slots, "2026-02-28"), moment("2026-03-31"));
}

#[test]
fn r09_every_third_friday() {
    let slots = slots("2026-01-01", "FREQ=MONTHLY;BYDAY=3FR");
    assert_eq!(first(&slots, 2), days("2026-01: 16; 2026-02: 20", 0));
}

/// chrisvel/tududi#715: a rule on Tuesday and Thursday advanced by a week.
#[test]
fn r10_tuesday_and_thursday() {
    let slots = slots("2026-01-06", "FREQ=WEEKLY;BYDAY=TU,TH");
    assert_eq!(after(&slots, "2026-01-06"), moment("2026-01-08"));
    assert_eq!(after(&slots, "2026-01-08"), moment("2026-01-13"));
}

/// chrisvel/tududi#844: every 2 weeks came weekly.
#[test]
fn r12_every_two_weeks() {
    assert_eq!(
        after(&friendly(Unit::Week, 2, "2026-03-02"), "2026-03-02"),
        moment("2026-03-16")
    );
}

/// chrisvel/tududi#1005: the Sunday of "every 2 weeks" went to the very next Saturday.
#[test]
fn r13_an_interval_counts_whole_weeks() {
    let slots = slots("2026-04-11", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=MO");
    assert_eq!(first(&slots, 4), days("2026-04: 11 12 25 26", 0));
    assert_eq!(after(&slots, "2026-04-12"), moment("2026-04-25"));
}

/// chrisvel/tududi#1415: a weekday rule came at weekends.
#[test]
fn r15_every_weekday() {
    let slots = slots("2026-08-21", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    assert_eq!(after(&slots, "2026-08-21"), moment("2026-08-24"));
}

/// donetick/donetick#704: every 2 days gave tomorrow.
#[test]
fn r18_every_two_days() {
    let slots = friendly(Unit::Day, 2, "2026-06-27T18:00");
    assert_eq!(after(&slots, "2026-06-27T18:00"), moment("2026-06-29T18:00"));
}

/// tasks/tasks#1634, #1374: a daily task never left the day on which the clocks go forward.
#[test]
fn r20_days_are_civil_days() {
    let slots = friendly(Unit::Day, 1, "2022-09-24");
    assert_eq!(after(&slots, "2022-09-24"), moment("2022-09-25"));
    assert_eq!(after(&slots, "2022-09-25"), moment("2022-09-26"));
}

/// GothenburgBitFactory/taskwarrior#1345: the next monthly instance lost its time.
#[test]
fn r24_the_time_of_day_stays() {
    let slots = friendly(Unit::Month, 1, "2014-05-15T17:00");
    assert_eq!(after(&slots, "2014-05-15T17:00"), moment("2014-06-15T17:00"));
}

/// go-vikunja/vikunja#271, #2966: a month was 30 days and a year 365.
#[test]
fn r29_months_and_years_are_those_of_the_calendar() {
    assert_eq!(
        after(&friendly(Unit::Month, 1, "2026-01-15"), "2026-01-15"),
        moment("2026-02-15")
    );
    assert_eq!(
        after(&friendly(Unit::Year, 1, "2027-03-01"), "2027-03-01"),
        moment("2028-03-01")
    );
}

/// R16, R21, R22, R25 have their zones elsewhere; their civil dates are these.
#[test]
fn civil_dates_of_the_cases_with_zones() {
    let mondays = slots("2025-09-22T20:30", "FREQ=WEEKLY;BYDAY=MO");
    assert_eq!(after(&mondays, "2025-09-22T21:00"), moment("2025-09-29T20:30"));
    let sundays = slots("2026-10-18T23:59", "FREQ=WEEKLY;BYDAY=SU");
    assert_eq!(after(&sundays, "2026-10-18T23:59"), moment("2026-10-25T23:59"));
    let nightly = friendly(Unit::Day, 1, "2026-03-07T02:30");
    assert_eq!(after(&nightly, "2026-03-07T03:00"), moment("2026-03-08T02:30"));
    assert_eq!(after(&nightly, "2026-03-08T04:00"), moment("2026-03-09T02:30"));
    let overdue = slots("2026-09-14T08:00", "FREQ=WEEKLY;BYDAY=MO");
    assert_eq!(after(&overdue, "2026-09-30T10:00"), moment("2026-10-05T08:00"));
}

/// R17 (donetick/donetick#286), R27 (#53), R28 (tasks/tasks#3875): from the day of completion.
#[test]
fn steps_from_the_day_of_completion() {
    let step = |interval, unit, day: Date| Every { unit, interval }.after(day).unwrap();
    assert_eq!(step(2, Unit::Day, date(2025, 8, 6)), date(2025, 8, 8));
    assert_eq!(step(30, Unit::Day, date(2024, 12, 17)), date(2025, 1, 16));
    assert_eq!(step(1, Unit::Month, date(2025, 9, 10)), date(2025, 10, 10));
}
