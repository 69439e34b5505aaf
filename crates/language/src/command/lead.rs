//! Beginnings and ends of sentences.

/// What follows one of these beginnings, compared without case, at a word's end.
pub(super) fn rest_after<'t>(text: &'t str, leads: &[&str]) -> Option<&'t str> {
    leads.iter().find_map(|lead| {
        let head = text.get(..lead.len()).filter(|head| head.eq_ignore_ascii_case(lead))?;
        let rest = &text[head.len()..];
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with([':', ',']);
        ends.then(|| rest.trim_start_matches([':', ',']).trim())
    })
}

/// What stands before one of these ends, at a word's beginning.
pub(super) fn rest_before<'t>(text: &'t str, ends: &[&str]) -> Option<&'t str> {
    ends.iter().find_map(|end| {
        let at = text.len().checked_sub(end.len())?;
        let tail = text.get(at..).filter(|tail| tail.eq_ignore_ascii_case(end))?;
        let rest = &text[..text.len() - tail.len()];
        rest.ends_with(char::is_whitespace).then(|| rest.trim())
    })
}

/// Both sides of each place where that word stands alone, from the left; quoted text is not looked into.
pub(super) fn around<'t>(text: &'t str, word: &str) -> Vec<(&'t str, &'t str)> {
    let mut sides = Vec::new();
    let mut quoted = false;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let bare = piece.trim_end();
        if !quoted && bare.eq_ignore_ascii_case(word) && sides.len() < MOST {
            sides.push((text[..at].trim(), text[at + piece.len()..].trim()));
        }
        quoted ^= bare.matches('"').count() % 2 == 1;
        at += piece.len();
    }
    sides
}

/// How many places of a sentence are tried: people say a word once or twice.
const MOST: usize = 8;

/// The text without the punctuation that ends a sentence.
pub(super) fn plain(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '!', '?', ',', ';']).trim_end()
}
