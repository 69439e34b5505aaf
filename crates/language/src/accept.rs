//! Which of the phrases that could mean something do.
//!
//! It is decided from the right to the left, because what stands behind a phrase tells most: the end of
//! the sentence, another phrase that means something, or a word that makes both a name.

use crate::candidate::{Candidate, Said};
use crate::phrase::Firm;
use crate::text::{Shape, Text};

/// Words before which a phrase is no part of a name.
const CONNECTORS: &[&str] = &[
    "about",
    "with",
    "for",
    "from",
    "to",
    "at",
    "on",
    "in",
    "before",
    "after",
    "and",
    "or",
    "but",
    "because",
    "if",
    "so",
    "when",
    "while",
    "until",
    "by",
    "via",
    "near",
    "unless",
    "since",
    "instead",
    "as",
    "regarding",
    "re",
    "without",
    "during",
    "using",
    "through",
    "then",
    "over",
];

/// Words that want something behind them: without it the title would break off.
const WANTING: &[&str] = &[
    "about", "of", "the", "a", "an", "with", "to", "vs", "versus", "and", "or", "my", "our", "your", "his", "her", "their",
    "its", "than", "like", "since", "from", "between", "into", "per", "via", "until", "till", "after", "under", "not",
    "except", "but", "named", "called", "re", "at", "for", "by", "last", "past", "previous", "no", "is", "that", "without",
    "these", "those", "which", "each", "every", "as", "because", "if",
];

/// Words that a number belongs to: "Genesis 3:16", "issue 5/7".
const NUMBERED: &[&str] = &[
    "version", "v", "chapter", "ch", "section", "page", "p", "volume", "vol", "part", "room", "level", "season", "episode",
    "step", "route", "highway", "gate", "platform", "score", "ratio", "psalm", "psalms", "genesis", "exodus", "romans",
    "acts", "release", "number", "nr", "issue", "ticket", "item", "bug", "question", "phase", "size", "exam", "invoice",
    "scale", "python", "firmware",
];

/// What stands behind a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// Nothing but tags and priorities.
    End,
    /// Another phrase that means something.
    Phrase,
    /// Punctuation.
    Break,
    /// The word at that place.
    Word(usize),
}

/// The phrases, with whether each of them means something.
#[derive(Debug)]
pub(crate) struct Accepted<'c> {
    text: &'c Text<'c>,
    all: &'c [Candidate],
    pub(crate) taken: Vec<bool>,
    /// Whether nothing but phrases stands before each.
    at_head: Vec<bool>,
}

/// What a sentence can say once.
#[derive(Debug, Default)]
struct Once {
    day: bool,
    clock: bool,
    part: bool,
    rule: bool,
    end: bool,
}

impl<'c> Accepted<'c> {
    /// Decides about each phrase; those that are `barred` mean nothing.
    pub(crate) fn of(text: &'c Text<'c>, all: &'c [Candidate], barred: &[bool]) -> Self {
        let mut accepted = Self {
            text,
            all,
            taken: vec![false; all.len()],
            at_head: heads(text, all),
        };
        let mut said = Once::default();
        for index in (0..all.len()).rev() {
            let fits = !barred[index] && accepted.stands_right(index) && accepted.is_wanted(index);
            accepted.taken[index] = fits && said.takes(&all[index].said);
        }
        accepted
    }

    /// The accepted phrases with their places.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &'c Candidate)> + '_ {
        self.all.iter().enumerate().filter(|(index, _)| self.taken[*index])
    }

    /// Whether the title holds without the phrase: the word before it does not want it.
    fn is_wanted(&self, index: usize) -> bool {
        let candidate = &self.all[index];
        let touches = index > 0 && self.all[index - 1].to == candidate.from;
        if touches || candidate.from == 0 || matches!(candidate.said, Said::Tag(_) | Said::Priority(_) | Said::Remind(_)) {
            return true;
        }
        let Some(before) = self.text.word(candidate.from - 1) else {
            return true;
        };
        let wants = WANTING.contains(&before) || (self.is_bare_number(candidate) && NUMBERED.contains(&before));
        !wants || self.joins_phrase(index)
    }

    /// Whether the phrase is digits and signs alone, as in `3:16` and `5/7`.
    fn is_bare_number(&self, candidate: &Candidate) -> bool {
        let is_sign = |byte: u8| byte.is_ascii_digit() || b":/.".contains(&byte);
        let word = |at: usize| self.text.word(at).unwrap_or_default();
        (candidate.from..candidate.to).all(|at| word(at).bytes().all(is_sign))
    }

    /// Whether "and" before the phrase joins it to another one.
    fn joins_phrase(&self, index: usize) -> bool {
        let joint = self.all[index].from - 1;
        index > 0 && self.text.word(joint) == Some("and") && self.all[index - 1].to == joint
    }

    /// Whether the phrase can mean something in front of what is behind it.
    fn stands_right(&self, index: usize) -> bool {
        let firm = self.all[index].firm;
        // What is sure needs no look at what follows, which may be a long row of tags.
        if firm == Firm::Sure {
            return true;
        }
        let Behind::Word(word) = self.behind(index) else {
            return true;
        };
        let connects = self.text.word(word).is_some_and(|word| CONNECTORS.contains(&word));
        let capital = self.text.is_capital(word);
        let last = self.all[index].to - 1;
        let at_head = self.at_head[index] && !(capital && self.text.is_capital(last));
        match firm {
            Firm::Sure => true,
            Firm::Firmer => !capital || connects || at_head,
            Firm::Firm => connects || at_head,
            // "friday at 5 call Ann": the day before it makes the hour one.
            Firm::Loose => self.at_head[index] && self.follows_day(index) && !capital && !connects,
        }
    }

    fn follows_day(&self, index: usize) -> bool {
        let Said::When(when) = &self.all[index].said else {
            return false;
        };
        let before = index.checked_sub(1).map(|before| &self.all[before]);
        let is_day = |said: &Said| match said {
            Said::When(when) => when.day.is_some(),
            said => matches!(said, Said::Rule(_)),
        };
        when.clock.is_some() && before.is_some_and(|before| before.to == self.all[index].from && is_day(&before.said))
    }

    fn behind(&self, index: usize) -> Behind {
        let (mut at, mut next, mut parted) = (self.all[index].to, index + 1, false);
        while let Some(token) = self.text.tokens.get(at) {
            match self.all.get(next).filter(|candidate| candidate.from == at) {
                Some(candidate) if self.taken[next] && matches!(candidate.said, Said::Tag(_) | Said::Priority(_)) => {
                    (at, next) = (candidate.to, next + 1);
                    continue;
                }
                Some(_) if self.taken[next] => return Behind::Phrase,
                _ => {}
            }
            let joins = self
                .all
                .get(next)
                .is_some_and(|candidate| self.taken[next] && candidate.from == at + 1);
            match token.shape {
                Shape::Mark(mark) if ",;:.!?)]—–-…".contains(mark) => parted = true,
                // An emoji or another sign is no part of a name.
                Shape::Word if !self.text.written(*token).contains(char::is_alphanumeric) => parted = true,
                Shape::Word if joins && self.text.word(at) == Some("and") => return Behind::Phrase,
                _ if parted => return Behind::Break,
                _ => return Behind::Word(at),
            }
            at += 1;
        }
        Behind::End
    }
}

/// Whether nothing but phrases and punctuation stands before each phrase.
fn heads(text: &Text<'_>, all: &[Candidate]) -> Vec<bool> {
    let mut end = 0;
    let mut is_head = true;
    let each = all.iter().map(|candidate| {
        is_head &= text.tokens[end..candidate.from]
            .iter()
            .all(|token| matches!(token.shape, Shape::Mark(_)));
        end = candidate.to;
        is_head
    });
    each.collect()
}

impl Once {
    /// Takes what a phrase says, unless a later one has said it.
    fn takes(&mut self, said: &Said) -> bool {
        let claims = match said {
            Said::When(when) => [when.day.is_some(), when.clock.is_some(), when.part.is_some(), false, false],
            Said::Rule(_) => [false, false, false, true, false],
            Said::Bound(bound) => [bound.first_day().is_some(), false, false, false, bound.ends()],
            Said::Remind(_) | Said::Tag(_) | Said::Priority(_) => [false; 5],
        };
        let slots = [&mut self.day, &mut self.clock, &mut self.part, &mut self.rule, &mut self.end];
        let mut slots = slots.map(|slot| slot);
        let is_free = claims.iter().zip(&slots).all(|(claim, slot)| !(*claim && **slot));
        if is_free {
            for (slot, claim) in slots.iter_mut().zip(claims) {
                **slot |= claim;
            }
        }
        is_free
    }
}
