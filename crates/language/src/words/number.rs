//! Numbers, in digits and in words.

const WORDS: [(&str, u32); 26] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("forty-five", 45),
    ("fifty", 50),
    ("sixty", 60),
    ("ninety", 90),
];

const ORDINALS: [&str; 31] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
];

/// A whole number from 1 to 9999, in digits or words.
pub(crate) fn count(word: &str) -> Option<u32> {
    small(word).filter(|number| *number > 0).or_else(|| {
        let known = WORDS.iter().find(|(name, _)| *name == word)?;
        Some(known.1)
    })
}

/// A whole number of up to four digits.
pub(crate) fn small(word: &str) -> Option<u32> {
    let shaped = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    shaped.then(|| word.parse().ok())?
}

/// `1st`, or `first`, with whether it is written in digits.
pub(crate) fn ordinal(word: &str) -> Option<(u32, bool)> {
    if let Some(index) = ORDINALS.iter().position(|name| *name == word) {
        return Some((u32::try_from(index).ok()? + 1, false));
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = small(digits).filter(|number| (1..=31).contains(number))?;
    let suffix = match (number % 10, number) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    (&word[digits.len()..] == suffix).then_some((number, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_have_their_own_endings() {
        for (word, number) in [("1st", 1), ("2nd", 2), ("3rd", 3), ("11th", 11), ("21st", 21), ("31st", 31)] {
            assert_eq!(ordinal(word), Some((number, true)), "{word}");
        }
        for wrong in ["1th", "11st", "32nd", "0th", "st", "", "2.", "4"] {
            assert_eq!(ordinal(wrong), None, "{wrong}");
        }
        assert_eq!(ordinal("third"), Some((3, false)));
        assert_eq!((count("twelve"), count("0"), count("10000")), (Some(12), None, None));
    }
}
