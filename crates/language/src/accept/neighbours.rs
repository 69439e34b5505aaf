//! What stands around a phrase: whether the title holds without it, and whether it is part of a name.

use super::Accepted;
use crate::candidate::{Candidate, Said};
use crate::phrase::{Hold, Style, When};
use crate::text::Shape;
use crate::words::{Name, month, ordinal, small, weekday};

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
    "that",
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

/// Words in capitals that end the name of a paper or begin that of a film.
const TITLES: &[&str] = &[
    "today",
    "tonight",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "before",
    "at",
    "on",
    "by",
    "around",
    "in",
];

/// Words that say nothing where they end a sentence.
const FILLING: &[&str] = &["please", "pls", "plz", "thanks", "thx", "ty", "asap", "p1", "p2", "p3", "p4"];

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

impl Accepted<'_> {
    /// Whether the title holds without the phrase: the word before it does not want it.
    pub(super) fn is_wanted(&self, index: usize) -> bool {
        let candidate = &self.all[index];
        let touches = index > 0 && self.all[index - 1].to == candidate.from;
        let is_apart = match candidate.said {
            Said::Tag(_) | Said::Remind(_) => true,
            Said::Priority(_) => candidate.firm == Hold::Sure,
            _ => false,
        };
        if is_apart || candidate.from == 0 {
            return true;
        }
        (touches || !self.is_dangling(index) || self.joins_phrase(index)) && !self.is_name(index)
    }

    /// Whether the title would break off without the phrase.
    pub(super) fn is_dangling(&self, index: usize) -> bool {
        let candidate = &self.all[index];
        let before = candidate.from.checked_sub(1).and_then(|before| self.text.word(before));
        before.is_some_and(|before| {
            WANTING.contains(&before) || (self.is_bare_number(candidate) && NUMBERED.contains(&before))
        }) || (matches!(candidate.said, Said::Rule(_)) && self.is_no_date_before(candidate.from))
    }

    /// Whether a day that no month has stands there: neither a rule nor a time
    /// behind "30 feb" is meant for today.
    pub(super) fn is_no_date_before(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).and_then(|at| self.text.word(at)).unwrap_or_default();
        let is_day = |word: &str| small(word).is_some_and(|day| day > 28) || ordinal(word).is_some_and(|(day, _)| day > 28);
        let is_month = |word: &str| month(word).is_some();
        let first = if word(2) == "of" { word(3) } else { word(2) };
        (is_day(first) && is_month(word(1))) || (is_month(first) && is_day(word(1)))
    }

    /// Whether capitals in a sentence that begins without one make it part of a name: "read USA Today",
    /// "watch Before Midnight".
    fn is_name(&self, index: usize) -> bool {
        let candidate = &self.all[index];
        let (first, last) = (candidate.from, candidate.to - 1);
        let is_small = !self.text.is_capital(0) && self.text.word(0).is_some();
        if !is_small || !self.text.is_capital(first) || !self.text.is_capital(last) {
            return false;
        }
        let is_title = self.text.word(first).is_some_and(|word| TITLES.contains(&word));
        let follows_name = first > 1 && self.text.is_capital(first - 1);
        if first == last { is_title && follows_name } else { is_title }
    }

    /// Whether the phrase is digits and signs alone, as in `3:16` and `5/7`.
    pub(super) fn is_bare_number(&self, candidate: &Candidate) -> bool {
        let is_sign = |byte: u8| byte.is_ascii_digit() || b":/.".contains(&byte);
        let word = |at: usize| self.text.word(at).unwrap_or_default();
        (candidate.from..candidate.to).all(|at| word(at).bytes().all(is_sign))
    }

    /// Whether "and" before the phrase joins it to another one.
    pub(super) fn joins_phrase(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| self.all[before].to);
        before.is_some_and(|joint| joint + 1 == self.all[index].from && self.text.word(joint) == Some("and"))
    }

    /// Whether the phrase can mean something in front of what is behind it.
    pub(super) fn stands_right(&self, index: usize) -> bool {
        let firm = self.all[index].firm;
        // What is sure needs no look at what follows, which may be a long row of tags.
        if firm == Hold::Sure {
            return true;
        }
        let Behind::Word(word) = self.behind(index) else {
            return true;
        };
        let connects = self.connects(word);
        let capital = self.text.is_capital(word) && !self.is_me(word);
        let last = self.all[index].to - 1;
        let at_head = self.at_head[index] && !(capital && self.text.is_capital(last));
        match firm {
            Hold::Sure => true,
            Hold::Firmer => !capital || connects || at_head,
            Hold::Firm => connects || at_head,
            // "friday at 5 call Ann": the day before it makes the hour one.
            Hold::Loose if connects => self.follows_day(index) || self.is_weekday_before(index, word),
            Hold::Loose => self.at_head[index] && !capital && (self.follows_day(index) || self.is_clear_time(index)),
        }
    }

    /// Whether the word there cannot belong to the same name as a phrase before it.
    fn connects(&self, at: usize) -> bool {
        self.text.word(at).is_none_or(|word| CONNECTORS.contains(&word))
    }

    /// "I" is a capital that says nothing.
    fn is_me(&self, at: usize) -> bool {
        const ME: &[&str] = &["i", "i'm", "i'll", "i've", "i’m", "i’ll", "i’ve"];
        self.text.word(at).is_some_and(|word| ME.contains(&word))
    }

    /// Whether the phrase counts only because a day stands before it.
    pub(super) fn leans(&self, index: usize) -> bool {
        let behind = if self.all[index].firm == Hold::Loose {
            self.behind(index)
        } else {
            Behind::End
        };
        let Behind::Word(word) = behind else { return false };
        self.follows_day(index) && !self.is_weekday_before(index, word)
    }

    /// "Thursday with Ann", "Thursday at the pool", "Thursday + cake": a weekday in full before what goes on.
    fn is_weekday_before(&self, index: usize, word: usize) -> bool {
        let candidate = &self.all[index];
        let is_full = |word: &str| weekday(word).is_some_and(|(_, name)| name == Name::Full);
        let adds = !self.text.is_capital(word + 1);
        let goes_on = self.text.word(word).map_or(adds, |word| ["at", "with"].contains(&word));
        goes_on && candidate.names_day() && self.text.word(candidate.to - 1).is_some_and(is_full)
    }

    /// "15:00" at the beginning.
    fn is_clear_time(&self, index: usize) -> bool {
        matches!(&self.all[index].said, Said::When(When { day: None, clock: Some(clock), .. }) if clock.style == Style::Minutes)
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

    /// An emoji or another sign, "please" at the end, `$20` or `555-1234`: no part of a name.
    fn is_apart(&self, at: usize) -> bool {
        let written = self.text.written(self.text.tokens[at]);
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_filling = |at: usize| self.text.word(at).is_none_or(|word| FILLING.contains(&word));
        let filling = |word: &str| FILLING.contains(&word) && (at + 1..at + 4).all(is_filling);
        !written.starts_with(char::is_alphanumeric)
            || (written.contains('-') && written.split('-').all(is_number))
            || self.text.word(at).is_some_and(filling)
    }

    fn behind(&self, index: usize) -> Behind {
        let (mut at, mut next, mut parted) = (self.all[index].to, index + 1, false);
        while let Some(token) = self.text.tokens.get(at) {
            match self.all.get(next).filter(|candidate| candidate.from == at) {
                Some(candidate) if self.taken[next] && candidate.is_mark() => {
                    (at, next) = (candidate.to, next + 1);
                    continue;
                }
                Some(candidate) if self.taken[next] || candidate.is_idle() => return Behind::Phrase,
                _ => {}
            }
            let joins = self
                .all
                .get(next)
                .is_some_and(|candidate| self.taken[next] && candidate.from == at + 1);
            match token.shape {
                Shape::Mark(mark) if ",;:.!?)]—–-…".contains(mark) => parted = true,
                Shape::Mark(mark) if !"&+/".contains(mark) && !self.text.is_glued(at) => parted = true,
                Shape::Quoted => return Behind::Break,
                Shape::Word if self.is_apart(at) => parted = true,
                Shape::Word if joins && self.text.word(at) == Some("and") => return Behind::Phrase,
                _ if parted => return Behind::Break,
                _ => return Behind::Word(at),
            }
            at += 1;
        }
        Behind::End
    }
}
