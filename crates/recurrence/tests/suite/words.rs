//! Rules in plain English.

use jiff::civil::date;
use rondo_recurrence::{Every, Rule, Unit};

const TABLE: &[(&str, &str)] = &[
    ("FREQ=DAILY", "every day"),
    ("FREQ=DAILY;INTERVAL=3;COUNT=10", "every 3 days, 10 times"),
    ("FREQ=DAILY;BYMONTH=1", "every day in January"),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
    ("FREQ=DAILY;BYDAY=MO,FR", "every Monday and Friday"),
    ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "every 2 days, when that is a Monday"),
    (
        "FREQ=DAILY;BYMONTHDAY=1,15",
        "every day, when that is the 1st or the 15th of a month",
    ),
    (
        "FREQ=DAILY;BYHOUR=9,15;BYMINUTE=0,30",
        "every day at 09:00, 09:30, 15:00 and 15:30",
    ),
    ("FREQ=DAILY;BYHOUR=9", "every day in the hour 09"),
    ("FREQ=WEEKLY", "every week"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260630",
        "every 2 weeks on Monday and Thursday until 30 June 2026",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "every 2 weeks on Tuesday and Sunday, in weeks that begin on Sunday",
    ),
    ("FREQ=WEEKLY;BYDAY=TU,SU;WKST=SU", "every week on Tuesday and Sunday"),
    ("FREQ=WEEKLY;BYDAY=MO;COUNT=1", "every week on Monday, once"),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-1",
        "every week on Monday and Tuesday, only the last of these in the week",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=1,2,15,-1",
        "every month on the 1st, the 2nd, the 15th and the last day",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-2", "every month on the second to last day"),
    (
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "every month on the 13th, when that is a Friday",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=7,8,9,10,11,12,13;BYDAY=SA",
        "every month on the 7th to 13th, when that is a Saturday",
    ),
    ("FREQ=MONTHLY;BYDAY=3FR", "every month on the third Friday"),
    (
        "FREQ=MONTHLY;BYDAY=1SU,-1SU",
        "every month on the first Sunday and the last Sunday",
    ),
    ("FREQ=MONTHLY;BYDAY=TU", "every month on every Tuesday"),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "every month on the last weekday",
    ),
    (
        "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=3;BYMONTH=3",
        "every month on the third Friday in March",
    ),
    (
        "FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=3",
        "every month on every Tuesday and every Wednesday, only the third of these in the month",
    ),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15", "every year on 15 March"),
    (
        "FREQ=YEARLY;BYMONTH=3,6;BYMONTHDAY=15",
        "every year on the 15th of March and June",
    ),
    ("FREQ=YEARLY;BYMONTHDAY=15", "every year on the 15th of every month"),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=4TH",
        "every 4 years on the fourth Thursday of November",
    ),
    ("FREQ=YEARLY;BYMONTH=1;BYDAY=MO", "every year on every Monday in January"),
    ("FREQ=YEARLY;BYDAY=20MO", "every year on the 20th Monday"),
    (
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "every year on Monday in week 20 of the year",
    ),
    (
        "FREQ=YEARLY;BYYEARDAY=1,100,-1",
        "every year on the first day, the 100th day and the last day of the year",
    ),
    ("FREQ=HOURLY;INTERVAL=4", "every 4 hours"),
    (
        "FREQ=HOURLY;BYMINUTE=0;BYHOUR=9,10,11,12,17",
        "every hour on the hour in the hours 09 to 12 and 17",
    ),
    (
        "FREQ=HOURLY;BYMINUTE=15;BYDAY=SA",
        "every hour on Saturday at 15 minutes past the hour",
    ),
    ("FREQ=DAILY;UNTIL=20260630T170000", "every day until 30 June 2026 at 17:00"),
    (
        "FREQ=DAILY;UNTIL=20260630T150000Z",
        "every day until 30 June 2026 at 15:00 UTC",
    ),
];

#[test]
fn rules_read_as_a_person_would_say_them() {
    for (text, words) in TABLE {
        let rule: Rule = text.parse().unwrap();
        assert_eq!(rule.in_words(), *words, "{text}");
    }
}

#[test]
fn a_rule_that_clamps_says_so() {
    let monthly = |day| {
        Rule::friendly(
            Every {
                unit: Unit::Month,
                interval: 1,
            },
            date(2026, 1, day),
        )
        .in_words()
    };
    assert_eq!(monthly(31), "every month on the 31st, or the last day of a shorter month");
    assert_eq!(monthly(29), "every month on the 29th, or the last day of a shorter month");
    assert_eq!(monthly(28), "every month on the 28th");
    let yearly = Rule::friendly(
        Every {
            unit: Unit::Year,
            interval: 1,
        },
        date(2024, 2, 29),
    );
    assert_eq!(yearly.in_words(), "every year on 29 February, or 28 February in other years");
}
