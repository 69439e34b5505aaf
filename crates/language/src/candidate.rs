//! What every place of a sentence could mean.

use rondo_domain::{Priority, Tag};

use crate::phrase::{
    Ahead, Bound, Hold, Repeats, WeekDays, When, bound, every, except, frequency, priority, remind, several_days, span, when,
};
use crate::setting::Setting;
use crate::text::{Shape, Text};

/// A phrase that could mean something, before it is decided whether it does.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Its first token.
    pub(crate) from: usize,
    /// The token behind it.
    pub(crate) to: usize,
    pub(crate) said: Said,
    pub(crate) firm: Hold,
}

/// What a phrase could mean.
#[derive(Debug)]
pub(crate) enum Said {
    Rule(Repeats),
    Bound(Bound),
    /// "except sunday", apart from the rule.
    Except(WeekDays),
    When(When),
    Remind(Ahead),
    Tag(Tag),
    Priority(Priority),
    /// "3pm to 4pm": a task has one time, so that nothing is taken.
    Span,
    /// "mon, wed and fri" without a rule: a task has one day.
    Days,
}

impl Candidate {
    /// Whether it names a day and is no rule.
    pub(crate) const fn names_day(&self) -> bool {
        matches!(&self.said, Said::When(When { day: Some(_), .. }) | Said::Days)
    }

    /// Whether it means nothing, and is no part of a name either.
    pub(crate) const fn is_idle(&self) -> bool {
        matches!(self.said, Said::Span | Said::Days)
    }

    /// Whether it is a tag or `!high`, which may stand anywhere.
    pub(crate) fn is_mark(&self) -> bool {
        matches!(self.said, Said::Tag(_) | Said::Priority(_)) && self.firm == Hold::Sure
    }

    /// Whether it says when the task is due.
    pub(crate) const fn is_about_when(&self) -> bool {
        matches!(self.said, Said::When(_) | Said::Rule(_) | Said::Bound(_) | Said::Except(_))
    }
}

/// Every phrase of the text, in its order; none overlaps another.
pub(crate) fn candidates(text: &Text<'_>, setting: &Setting<'_>) -> Vec<Candidate> {
    let found = phrases(text, setting, false);
    // Without a rule there is nothing to bound, and "starting monday" is a day.
    let recurs = found.iter().any(|candidate| matches!(candidate.said, Said::Rule(_)));
    if recurs { phrases(text, setting, true) } else { found }
}

fn phrases(text: &Text<'_>, setting: &Setting<'_>, bounds: bool) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let candidate = read(text, at, setting, bounds);
        at = candidate.as_ref().map_or(at + 1, |candidate| candidate.to);
        found.extend(candidate);
    }
    found
}

fn read(text: &Text<'_>, at: usize, setting: &Setting<'_>, bounds: bool) -> Option<Candidate> {
    let cursor = text.cursor(at);
    let token = text.tokens[at];
    let candidate = |said, firm, to| {
        Some(Candidate {
            from: at,
            to,
            said,
            firm,
        })
    };
    if token.shape == Shape::Tag {
        let name = text.written(token).trim_start_matches('#').trim_matches('"');
        return candidate(Said::Tag(Tag::new(name).ok()?), Hold::Sure, at + 1);
    }
    if !matches!(token.shape, Shape::Word | Shape::Mark('@' | '~' | '+')) {
        return None;
    }
    if let Some((priority, firm, after)) = priority(cursor) {
        return candidate(Said::Priority(priority), firm, after.at);
    }
    if let Some((ahead, firm, after)) = remind(cursor, setting) {
        return candidate(Said::Remind(ahead), firm, after.at);
    }
    if let Some((rule, firm, after)) = every(cursor).or_else(|| frequency(cursor)) {
        return candidate(Said::Rule(rule), firm, after.at);
    }
    if let Some((bound, after)) = bound(cursor, setting).filter(|_| bounds) {
        return candidate(Said::Bound(bound), Hold::Loose, after.at);
    }
    if let Some((days, after)) = except(cursor).filter(|_| bounds) {
        return candidate(Said::Except(days), Hold::Loose, after.at);
    }
    if let Some(after) = span(cursor) {
        return candidate(Said::Span, Hold::Loose, after.at);
    }
    if let Some(after) = several_days(cursor) {
        return candidate(Said::Days, Hold::Loose, after.at);
    }
    let (when, firm, after) = when(cursor, setting)?;
    candidate(Said::When(when), firm, after.at)
}
