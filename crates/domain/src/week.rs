//! The days of the week by their names.

use jiff::civil::Weekday;

const NAMES: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// The word for a day, in JSON and in the database.
pub fn weekday_word(day: Weekday) -> &'static str {
    NAMES
        .iter()
        .find(|(known, _)| *known == day)
        .map_or("monday", |(_, word)| word)
}

/// The day of that word.
pub fn parse_weekday(word: &str) -> Option<Weekday> {
    NAMES.iter().find(|(_, known)| *known == word).map(|(day, _)| *day)
}
