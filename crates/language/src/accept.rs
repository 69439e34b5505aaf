//! Which of the phrases that could mean something do.
//!
//! It is decided from the right to the left, because what stands behind a phrase tells most: the end of
//! the sentence, another phrase that means something, or a word that makes both a name.

mod neighbours;

use crate::candidate::{Candidate, Said};
use crate::text::{Shape, Text};

/// The phrases, with whether each of them means something.
#[derive(Debug)]
pub(crate) struct Accepted<'c> {
    text: &'c Text<'c>,
    all: &'c [Candidate],
    pub(crate) taken: Vec<bool>,
    /// Those that were taken and cannot be meant beside the others: to be barred, and decided anew.
    pub(crate) at_odds: Vec<usize>,
    /// Whether nothing but phrases stands before each.
    at_head: Vec<bool>,
    /// The row of phrases that each belongs to: those that touch, or that "and", "to" or a comma joins.
    rows: Vec<usize>,
}

/// What a sentence can say once, and the phrase that says it: a day, a clock's time, a part of the day, a
/// rule, an end.
#[derive(Debug, Default)]
struct Once([Option<usize>; 5]);

impl<'c> Accepted<'c> {
    /// Decides about each phrase; those that are `barred` mean nothing.
    pub(crate) fn of(text: &'c Text<'c>, all: &'c [Candidate], barred: &[bool]) -> Self {
        let mut accepted = Self {
            text,
            all,
            taken: vec![false; all.len()],
            at_odds: Vec::new(),
            at_head: heads(text, all),
            rows: rows(text, all),
        };
        let (mut said, mut odd_rows) = (Once::default(), vec![false; all.len()]);
        for index in (0..all.len()).rev() {
            if all[index].is_idle() || barred[index] || !accepted.stands_right(index) {
                continue;
            }
            if !accepted.is_wanted(index) {
                odd_rows[accepted.rows[index]] |= accepted.is_choice(index);
                continue;
            }
            if let Some(later) = said.taken_by(&all[index].said) {
                accepted.contradict(index, later, &mut odd_rows);
                continue;
            }
            said.take(index, &all[index].said);
            accepted.taken[index] = true;
        }
        for index in 0..all.len() {
            let is_odd = (odd_rows[accepted.rows[index]] && all[index].is_about_when()) || accepted.leans_on_nothing(index);
            if !barred[index] && is_odd {
                accepted.at_odds.push(index);
            }
        }
        accepted.at_odds.extend(accepted.astray(&said));
        accepted
    }

    /// Of two phrases that say the same the later one counts; but neither does where they stand in one row
    /// and the earlier is as sure, as in "tomorrow or friday", nor a later rule that is less sure.
    fn contradict(&mut self, earlier: usize, later: usize, odd_rows: &mut [bool]) {
        let (one, other) = (&self.all[earlier], &self.all[later]);
        if self.rows[earlier] == self.rows[later] && one.firm >= other.firm {
            odd_rows[self.rows[earlier]] = true;
        } else if matches!((&one.said, &other.said), (Said::Rule(_), Said::Rule(_))) && one.firm > other.firm {
            self.at_odds.push(later);
        }
    }

    /// Whether the phrase before says the same, as in "this friday or next friday".
    fn is_choice(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let (one, other) = (claims(&self.all[before].said), claims(&self.all[index].said));
        self.rows[before] == self.rows[index] && one.iter().zip(other).any(|(one, other)| *one && other)
    }

    /// Whether the phrase was taken for the sake of the one before it, which was not.
    fn leans_on_nothing(&self, index: usize) -> bool {
        let is_alone = index == 0 || !self.taken[index - 1];
        is_alone && self.taken[index] && (self.leans(index) || (self.joins_phrase(index) && self.is_dangling(index)))
    }

    /// A time alone beside a day that was not taken: it is that day's, and not today's.
    fn astray(&self, said: &Once) -> Option<usize> {
        let [None, Some(clock), _, None, _] = said.0 else {
            return None;
        };
        let is_day = |at: usize| {
            let day = self.all.get(at).filter(|_| !self.taken[at] && self.touch(at.min(clock)));
            day.is_some_and(|day| day.names_day() && !self.is_bare_number(day))
        };
        let is_beside = clock.checked_sub(1).is_some_and(is_day) || is_day(clock + 1);
        (is_beside || self.is_no_date_before(self.all[clock].from)).then_some(clock)
    }

    /// Whether the phrase touches the next one.
    fn touch(&self, index: usize) -> bool {
        self.all.get(index + 1).is_some_and(|next| next.from == self.all[index].to)
    }

    /// The accepted phrases with their places.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &'c Candidate)> + '_ {
        self.all.iter().enumerate().filter(|(index, _)| self.taken[*index])
    }
}

/// Whether nothing but phrases, punctuation and other signs stands before each phrase.
fn heads(text: &Text<'_>, all: &[Candidate]) -> Vec<bool> {
    let mut end = 0;
    let mut is_head = true;
    let is_sign = |at: usize| match text.tokens[at].shape {
        Shape::Mark(_) => true,
        Shape::Word => !text.written(text.tokens[at]).contains(char::is_alphanumeric),
        Shape::Quoted | Shape::Tag => false,
    };
    let each = all.iter().map(|candidate| {
        is_head &= (end..candidate.from).all(is_sign);
        end = candidate.to;
        is_head
    });
    each.collect()
}

/// The row that each phrase belongs to.
fn rows(text: &Text<'_>, all: &[Candidate]) -> Vec<usize> {
    let joins = |at: usize| match text.tokens[at].shape {
        Shape::Mark(mark) => ",-–—/&+(".contains(mark),
        _ => text
            .word(at)
            .is_some_and(|word| ["and", "or", "to", "till", "until", "through"].contains(&word)),
    };
    let mut row = 0;
    let each = all.iter().enumerate().map(|(index, candidate)| {
        let end = index.checked_sub(1).map_or(0, |before| all[before].to);
        if candidate.from > end + 2 || !(end..candidate.from).all(joins) {
            row = index;
        }
        row
    });
    each.collect()
}

impl Once {
    /// A later phrase that has said what this one says.
    fn taken_by(&self, said: &Said) -> Option<usize> {
        let mut taken = claims(said).into_iter().zip(&self.0);
        taken.find_map(|(claim, by)| by.filter(|_| claim))
    }

    fn take(&mut self, index: usize, said: &Said) {
        for (by, _) in self.0.iter_mut().zip(claims(said)).filter(|(_, claim)| *claim) {
            *by = Some(index);
        }
    }
}

/// What a phrase says of those things that a sentence can say once.
const fn claims(said: &Said) -> [bool; 5] {
    match said {
        Said::When(when) => [when.day.is_some(), when.clock.is_some(), when.part.is_some(), false, false],
        Said::Rule(_) => [false, false, false, true, false],
        Said::Bound(bound) => [bound.first_day().is_some(), false, false, false, bound.ends()],
        Said::Remind(_) | Said::Tag(_) | Said::Priority(_) | Said::Except(_) | Said::Span | Said::Days => [false; 5],
    }
}
