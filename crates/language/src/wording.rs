//! How a preview names what was understood.

use jiff::civil::{Date, Time};
use rondo_domain::Before;

/// "Friday 13 March 2026".
pub(crate) fn date(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// "17:00".
pub(crate) fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "2 days before".
pub(crate) fn before(before: Before) -> String {
    let text = before.to_string();
    let mut number = String::new();
    let mut words = Vec::new();
    let mut is_time = false;
    for letter in text.chars().skip(1) {
        let unit = match (letter, is_time) {
            ('T', _) => {
                is_time = true;
                continue;
            }
            ('W', _) => "week",
            ('D', _) => "day",
            ('H', _) => "hour",
            ('M', _) => "minute",
            ('S', _) => "second",
            (digit, _) => {
                number.push(digit);
                continue;
            }
        };
        let plural = if number == "1" { "" } else { "s" };
        words.push(format!("{number} {unit}{plural}"));
        number.clear();
    }
    format!("{} before", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_durations_are_said_in_full() {
        assert_eq!(date(jiff::civil::date(2026, 3, 13)), "Friday 13 March 2026");
        let words = |text: &str| before(text.parse().unwrap());
        assert_eq!(words("P1D"), "1 day before");
        assert_eq!(words("PT1H30M"), "1 hour 30 minutes before");
        assert_eq!(words("P2W"), "2 weeks before");
    }
}
