//! From a sentence to its reading.

use crate::accept::Accepted;
use crate::candidate::{Candidate, Said, candidates};
use crate::preview::understood;
use crate::reading::Reading;
use crate::setting::Setting;
use crate::settle::{Settled, settle};
use crate::text::{Shape, Text};
use crate::title::title;

/// How often a sentence is looked at anew, after a phrase turned out to mean nothing beside the others.
const LOOKS: usize = 8;

/// Reads a sentence of quick add. Never fails: what is not surely understood stays in the title.
///
/// It takes time that grows with the length of the sentence alone.
pub fn read(text: &str, setting: &Setting<'_>) -> Reading {
    let text = Text::new(text);
    let all = candidates(&text, setting);
    let (accepted, settled) = agree(&text, &all, setting);
    let understood = understood(&text, &all, &accepted, &settled, setting);
    Reading {
        title: title(&text, gone(&text, &accepted)),
        due: settled.due,
        repeat: settled.repeat,
        reminders: settled.reminders,
        tags: settled.tags,
        priority: settled.priority,
        understood,
    }
}

/// The phrases that go together. One that cannot be meant beside the others is barred, and then the
/// rest decided anew.
fn agree<'c>(text: &'c Text<'_>, all: &'c [Candidate], setting: &Setting<'_>) -> (Accepted<'c>, Settled) {
    let mut barred = vec![false; all.len()];
    for _ in 0..LOOKS {
        let accepted = Accepted::of(text, all, &barred);
        if accepted.at_odds.is_empty() {
            match settle(&accepted, setting) {
                Ok(settled) => return (accepted, settled),
                Err(index) => barred[index] = true,
            }
        }
        for index in &accepted.at_odds {
            barred[*index] = true;
        }
    }
    // Still at odds: only tags and priorities, which agree with everything.
    for (bar, candidate) in barred.iter_mut().zip(all) {
        *bar |= !matches!(candidate.said, Said::Tag(_) | Said::Priority(_));
    }
    let accepted = Accepted::of(text, all, &barred);
    let settled = settle(&accepted, setting).unwrap_or_default();
    (accepted, settled)
}

/// The tokens that go, with the "and" between two phrases.
fn gone(text: &Text<'_>, accepted: &Accepted<'_>) -> Vec<bool> {
    let mut gone = vec![false; text.tokens.len()];
    let mut end = None;
    for (_, candidate) in accepted.iter() {
        gone[candidate.from..candidate.to].fill(true);
        let joint = candidate.from.wrapping_sub(1);
        let is_joint = end == Some(joint) && text.tokens[joint].shape == Shape::Word && text.word(joint) == Some("and");
        if is_joint {
            gone[joint] = true;
        }
        end = Some(candidate.to);
    }
    gone
}
