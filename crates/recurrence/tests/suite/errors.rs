//! What is not a rule, and what a person is told about it.

use rondo_recurrence::{ParseError, Rule};

/// Text, the part at fault, the byte where it stands, what is said.
const WRONG: &[(&str, &str, usize, &str)] = &[
    ("", "", 0, "expected NAME=VALUE, found \"\""),
    ("RRULE:", "", 6, "expected NAME=VALUE, found \"\""),
    ("every day", "every day", 0, "expected NAME=VALUE, found \"every day\""),
    (
        "INTERVAL=2",
        "FREQ",
        0,
        "the rule needs FREQ=HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY",
    ),
    ("FREQ=SECONDLY", "FREQ", 5, "SECONDLY is too often: the shortest is HOURLY"),
    ("FREQ=minutely", "FREQ", 5, "MINUTELY is too often: the shortest is HOURLY"),
    (
        "FREQ=DAILLY",
        "FREQ",
        5,
        "expected HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY, found \"DAILLY\"",
    ),
    ("FREQ=DAILY;", "", 11, "expected NAME=VALUE, found \"\""),
    (
        "FREQ=DAILY;INTERVAL",
        "INTERVAL",
        11,
        "expected NAME=VALUE, found \"INTERVAL\"",
    ),
    (
        "FREQ=DAILY;BYEASTER=0",
        "BYEASTER",
        11,
        "RFC 5545 has no rule part of this name",
    ),
    ("FREQ=DAILY;FREQ=DAILY", "FREQ", 11, "the part is given twice"),
    (
        "FREQ=DAILY;INTERVAL=0",
        "INTERVAL",
        20,
        "expected a whole number from 1 to 10000, found \"0\"",
    ),
    (
        "FREQ=DAILY;INTERVAL=10001",
        "INTERVAL",
        20,
        "expected a whole number from 1 to 10000, found \"10001\"",
    ),
    (
        "FREQ=DAILY;INTERVAL=+2",
        "INTERVAL",
        20,
        "expected a whole number from 1 to 10000, found \"+2\"",
    ),
    (
        "FREQ=DAILY;INTERVAL=99999999999",
        "INTERVAL",
        20,
        "a whole number from 1 to 10000",
    ),
    (
        "FREQ=DAILY;COUNT=0",
        "COUNT",
        17,
        "expected a whole number from 1 to 1000000, found \"0\"",
    ),
    ("FREQ=DAILY;COUNT=1000001", "COUNT", 17, "from 1 to 1000000"),
    ("FREQ=DAILY;COUNT=-1", "COUNT", 17, "from 1 to 1000000"),
    (
        "FREQ=DAILY;COUNT=2;UNTIL=20260101",
        "COUNT",
        11,
        "a rule ends by COUNT or by UNTIL, not by both",
    ),
    (
        "FREQ=DAILY;UNTIL=20260101;COUNT=2",
        "COUNT",
        26,
        "a rule ends by COUNT or by UNTIL, not by both",
    ),
    ("FREQ=DAILY;UNTIL=20260230", "UNTIL", 17, "expected a date such as 20260630"),
    ("FREQ=DAILY;UNTIL=2026-06-30", "UNTIL", 17, "expected a date such as 20260630"),
    ("FREQ=DAILY;UNTIL=00000101", "UNTIL", 17, "expected a date such as 20260630"),
    (
        "FREQ=DAILY;UNTIL=20260630T2500",
        "UNTIL",
        17,
        "expected a date such as 20260630",
    ),
    (
        "FREQ=DAILY;UNTIL=20260630T250000",
        "UNTIL",
        17,
        "expected a date such as 20260630",
    ),
    ("FREQ=DAILY;UNTIL=20260630T", "UNTIL", 17, "expected a date such as 20260630"),
    (
        "FREQ=DAILY;UNTIL=２０２６0630",
        "UNTIL",
        17,
        "expected a date such as 20260630",
    ),
    (
        "FREQ=DAILY;BYMONTH=0",
        "BYMONTH",
        19,
        "expected months from 1 to 12, found \"0\"",
    ),
    (
        "FREQ=DAILY;BYMONTH=1,13",
        "BYMONTH",
        21,
        "expected months from 1 to 12, found \"13\"",
    ),
    (
        "FREQ=DAILY;BYMONTH=1,,2",
        "BYMONTH",
        21,
        "expected months from 1 to 12, found \"\"",
    ),
    (
        "FREQ=DAILY;BYHOUR=24",
        "BYHOUR",
        18,
        "expected hours from 0 to 23, found \"24\"",
    ),
    (
        "FREQ=DAILY;BYMINUTE=60",
        "BYMINUTE",
        20,
        "expected minutes from 0 to 59, found \"60\"",
    ),
    (
        "FREQ=DAILY;BYSECOND=30",
        "BYSECOND",
        20,
        "expected 0: a rule is not finer than a minute, found \"30\"",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "BYMONTHDAY",
        24,
        "expected days from 1 to 31 or -31 to -1, found \"0\"",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY", 24, "found \"--1\""),
    (
        "FREQ=YEARLY;BYYEARDAY=367",
        "BYYEARDAY",
        22,
        "expected days from 1 to 366 or -366 to -1",
    ),
    (
        "FREQ=YEARLY;BYWEEKNO=54",
        "BYWEEKNO",
        21,
        "expected week numbers from 1 to 53 or -53 to -1",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
        "BYSETPOS",
        31,
        "expected positions from 1 to 366 or -366 to -1",
    ),
    ("FREQ=WEEKLY;BYDAY=MON", "BYDAY", 18, "expected weekdays such as MO"),
    ("FREQ=WEEKLY;BYDAY=MO,é", "BYDAY", 21, "found \"é\""),
    ("FREQ=WEEKLY;BYDAY=€MO", "BYDAY", 18, "found \"€MO\""),
    ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY", 19, "numbered ones from -53 to 53"),
    ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY", 19, "numbered ones from -53 to 53"),
    (
        "FREQ=WEEKLY;WKST=1MO",
        "WKST",
        17,
        "expected a weekday: MO, TU, WE, TH, FR, SA or SU",
    ),
    (
        "FREQ=WEEKLY;BYDAY=1MO",
        "BYDAY",
        12,
        "the part is only allowed with FREQ=MONTHLY or YEARLY",
    ),
    (
        "FREQ=DAILY;BYDAY=-1FR",
        "BYDAY",
        11,
        "the part is only allowed with FREQ=MONTHLY or YEARLY",
    ),
    (
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
        "BYDAY",
        23,
        "not allowed together with BYWEEKNO",
    ),
    (
        "FREQ=MONTHLY;BYWEEKNO=20",
        "BYWEEKNO",
        13,
        "the part is only allowed with FREQ=YEARLY",
    ),
    (
        "BYYEARDAY=1;FREQ=DAILY",
        "BYYEARDAY",
        0,
        "the part is only allowed with FREQ=YEARLY or HOURLY",
    ),
    (
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "BYMONTHDAY",
        12,
        "the part is only allowed with FREQ=YEARLY, MONTHLY, DAILY",
    ),
    (
        "FREQ=MONTHLY;BYSETPOS=1",
        "BYSETPOS",
        13,
        "BYSETPOS needs another BY part to choose from",
    ),
    (" RRULE:FREQ=DAILY;COUNT=0", "COUNT", 24, "from 1 to 1000000"),
];

#[test]
fn errors_name_the_part_and_the_place() {
    for (text, part, position, message) in WRONG {
        let error: ParseError = text.parse::<Rule>().expect_err(text);
        assert_eq!((error.part.as_str(), error.position), (*part, *position), "{text}: {error}");
        assert!(error.to_string().contains(message), "{text}: {error}");
    }
}

#[test]
fn an_error_is_a_sentence_with_its_place() {
    let error = "FREQ=DAILY;INTERVAL=0".parse::<Rule>().unwrap_err();
    let sentence = "expected a whole number from 1 to 10000, found \"0\" (in INTERVAL, at byte 20 of the rule)";
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn an_error_is_one_short_line_whatever_was_written() {
    let long = "é".repeat(100_000);
    for text in [
        "two\nlines".to_owned(),
        "BY\tEASTER\r=0".to_owned(),
        long.clone(),
        format!("{long}=1"),
        format!("FREQ={long}"),
    ] {
        let error = text.parse::<Rule>().unwrap_err().to_string();
        assert!(error.chars().count() < 250 && !error.contains(char::is_control), "{error}");
    }
}

#[test]
fn text_may_come_in_any_order_and_case() {
    for text in [
        "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,-1FR;WKST=SU;COUNT=5",
        "freq=monthly;interval=2;byday=mo,-1fr;wkst=su;count=5",
        "  rrule:COUNT=05;WKST=SU;BYDAY=-01FR,MO,MO;INTERVAL=02;FREQ=MONTHLY\n",
    ] {
        let rule: Rule = text.parse().unwrap();
        assert_eq!(rule.to_string(), "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,-1FR;WKST=SU;COUNT=5");
    }
}
