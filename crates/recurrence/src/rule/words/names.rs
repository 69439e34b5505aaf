//! Names, ordinals and lists of English.

/// The days of the week in English, from Monday.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The months in English, from January.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A weekday from its number of days after Monday.
pub(super) fn weekday(number: i64) -> &'static str {
    usize::try_from(number)
        .ok()
        .and_then(|number| WEEKDAYS.get(number))
        .expect("a set of weekdays holds 0 to 6")
}

/// A month from its number, 1 to 12.
pub(super) fn month(number: i64) -> &'static str {
    usize::try_from(number - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .expect("months are 1 to 12")
}

/// "1st", "22nd", "113th".
pub(super) fn numeral(number: i64) -> String {
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// "third", "20th", "last", "second to last".
pub(super) fn ordinal(number: i64) -> String {
    match number {
        -1 => "last".to_owned(),
        ..-1 => format!("{} to last", ordinal(-number)),
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        5 => "fifth".to_owned(),
        _ => numeral(number),
    }
}

/// "a, b and c".
pub(super) fn together<S: Into<String>>(word: &str, items: impl IntoIterator<Item = S>) -> String {
    let mut items: Vec<String> = items.into_iter().map(Into::into).collect();
    match (items.pop(), items.is_empty()) {
        (None, _) => String::new(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} {word} {last}", items.join(", ")),
    }
}

/// Numbers with the runs of three and more drawn together: 1, 2, 3, 5 → (1, 3), (5, 5).
pub(super) fn runs(numbers: impl Iterator<Item = i64>) -> Vec<(i64, i64)> {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    // Two neighbours are a pair, not a run.
    let apart = |(first, last): (i64, i64)| {
        if last - first == 1 {
            vec![(first, first), (last, last)]
        } else {
            vec![(first, last)]
        }
    };
    runs.into_iter().flat_map(apart).collect()
}
