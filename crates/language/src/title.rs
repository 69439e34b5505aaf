//! The title: what is left of the text when the phrases are taken out.

use crate::text::{Shape, Text};

/// The text without these tokens. White space and punctuation are mended only where something was
/// taken out.
pub(crate) fn title(text: &Text<'_>, taken: Vec<bool>) -> String {
    let taken = with_punctuation(text, taken);
    if let Some(inside) = unquoted(text, &taken) {
        return inside.to_owned();
    }
    let mut title = String::with_capacity(text.raw.len());
    let mut end = None;
    for (at, token) in text.tokens.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        let between = end.map_or("", |end| &text.raw[end..token.start]);
        let closes = matches!(token.shape, Shape::Mark(mark) if CLOSING.contains(mark)) && text.is_glued(at);
        title.push_str(if closes { "" } else { space(between) });
        title.push_str(text.written(*token));
        end = Some(token.end);
    }
    title
}

/// What touches the word before it.
const CLOSING: &str = ",;:.!?)]…";
/// What parts two pieces of a sentence, and means nothing when one of them is gone.
const PARTING: &str = ",;:.-–—@";

/// What stands between two pieces that stay: the white space that was there, if nothing else was.
fn space(between: &str) -> &str {
    let plain = between.chars().all(char::is_whitespace) && !between.contains(char::is_control);
    if plain { between } else { " " }
}

/// The tokens that go, with punctuation that has lost what it belonged to.
fn with_punctuation(text: &Text<'_>, mut taken: Vec<bool>) -> Vec<bool> {
    if !taken.contains(&true) {
        return taken;
    }
    brackets(text, &mut taken);
    let stays = |taken: &[bool], at: &usize| !taken[*at] && !is_mark(text, *at, PARTING);
    let first = (0..taken.len()).find(|at| stays(&taken, at)).unwrap_or(taken.len());
    if taken[..first].contains(&true) {
        taken[..first].fill(true);
    }
    let last = (first..taken.len())
        .rfind(|at| stays(&taken, at))
        .map_or(first, |last| last + 1);
    if let Some(gap) = (last..taken.len()).find(|at| taken[*at]) {
        // A dot there belongs to the word before it, as in "Dr."
        let from = (last..gap).rfind(|at| is_mark(text, *at, ".")).map_or(last, |dot| dot + 1);
        taken[from..].fill(true);
    }
    commas(text, &mut taken);
    taken
}

fn is_mark(text: &Text<'_>, at: usize, marks: &str) -> bool {
    matches!(text.tokens[at].shape, Shape::Mark(mark) if marks.contains(mark))
}

/// Brackets around nothing but what goes.
fn brackets(text: &Text<'_>, taken: &mut [bool]) {
    let mut open: Option<usize> = None;
    for at in 0..taken.len() {
        if taken[at] {
            continue;
        }
        if let Some(start) = open.filter(|start| is_mark(text, at, ")]") && start + 1 < at) {
            (taken[start], taken[at]) = (true, true);
        }
        open = is_mark(text, at, "([").then_some(at);
    }
}

/// Of the commas on both sides of a gap, one is enough.
fn commas(text: &Text<'_>, taken: &mut [bool]) {
    let mut comma = false;
    for at in 0..taken.len() {
        let is_comma = is_mark(text, at, ",");
        let gap_before = at > 0 && taken[at - 1];
        if !taken[at] {
            taken[at] = is_comma && comma && gap_before;
            comma = is_comma;
        }
    }
}

/// The inside of quotes that enclose the whole title.
fn unquoted<'t>(text: &Text<'t>, taken: &[bool]) -> Option<&'t str> {
    let mut left = text
        .tokens
        .iter()
        .zip(taken)
        .filter(|(_, taken)| !**taken)
        .map(|(token, _)| *token);
    let (only, more) = (left.next()?, left.next());
    let written = text.written(only);
    let mut inside = written.chars();
    (only.shape == Shape::Quoted && more.is_none()).then(|| {
        inside.next();
        inside.next_back();
        inside.as_str().trim()
    })
}
