//! Cells that a spreadsheet must not calculate.

/// With what a spreadsheet takes a cell for a formula.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether it is a formula, or one behind apostrophes.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

/// The text as it is written.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text as it was before it was guarded.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back_and_is_no_formula() {
        for text in ["=1+1", "'=1+1", "''@x", "-3 degrees", "\tx", "plain", "'quoted'", "", "'"] {
            let written = guarded(text);
            assert!(!written.starts_with(STARTS), "{written:?}");
            assert_eq!(unguarded(&written), text);
        }
    }
}
