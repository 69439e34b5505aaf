//! What the crate promises about every text, and about every rule from every start.

use std::time::{Duration, Instant};

use jiff::civil::DateTime;
use rondo_recurrence::{End, ParseError, Rule, Slots};

use crate::input::Input;

/// How many dates in a row are looked at.
const DATES: usize = 12;
/// No question takes longer. The hardest take a few milliseconds of optimised code; this code counts
/// its branches and checks its sums, ten times slower, and the machine has other things to do: so it is
/// generous, and still finds what does not end.
const PATIENCE: Duration = Duration::from_secs(2);

/// Panics if something does not hold.
pub(crate) fn hold(input: &Input<'_>) {
    let rule = match input.text.parse::<Rule>() {
        Ok(rule) => rule,
        Err(error) => return points_into(&error, input.text),
    };
    is_written_as_it_reads(&rule);
    is_said_in_english(&rule);
    is_the_step_that_it_says(&rule, input.start);
    let slots = Slots::new(input.start, rule);
    let dates = grow(&slots);
    is_the_next(&slots, input.after);
    are_the_same_written_out(&slots, &dates);
    are_counted(&slots, &dates);
}

/// An error says where in the text it is, and can be shown in one line.
fn points_into(error: &ParseError, text: &str) {
    assert!(text.is_char_boundary(error.position), "{error:?} is not a place in {text:?}");
    assert!(!error.to_string().contains(char::is_control), "{error:?}");
}

/// What was printed reads as the same rule, and prints the same again.
fn is_written_as_it_reads(rule: &Rule) {
    let text = rule.to_string();
    let read: Rule = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(&read, rule, "{text}");
    assert_eq!(read.to_string(), text);
}

fn is_said_in_english(rule: &Rule) {
    let words = rule.in_words();
    let is_plain = words.starts_with("every ") && !words.contains("  ") && !words.ends_with([' ', ',']);
    assert!(is_plain, "{rule}: {words}");
}

/// A rule that claims to be a step from its start is, written out, the rule that this step makes.
fn is_the_step_that_it_says(rule: &Rule, start: DateTime) {
    if let Some(every) = rule.as_every(start.date()) {
        let made = Rule::friendly(every, start.date()).with_end(rule.end());
        assert_eq!(made.with_week_start(rule.week_start()), rule.canonical(start), "{every:?}");
    }
}

/// The first dates grow, none is before the start or after the end, and asking for one after the
/// other gives the same ones.
fn grow(slots: &Slots) -> Vec<DateTime> {
    let dates: Vec<_> = slots.iter().take(DATES).collect();
    assert!(dates.is_sorted_by(|one, next| one < next), "{slots:?}: {dates:?}");
    assert!(
        dates.first().is_none_or(|first| *first >= slots.start),
        "{slots:?}: {dates:?}"
    );
    if let End::Until(end) | End::UntilUtc(end) = slots.rule.end() {
        assert!(dates.last().is_none_or(|last| *last <= end), "{slots:?}: {dates:?}");
    }
    let mut before = DateTime::MIN;
    for date in &dates {
        assert_eq!(
            soon(slots, || slots.next_after(before)),
            Some(*date),
            "{slots:?} after {before}"
        );
        let _ = slots.is_clamped(*date);
        before = *date;
    }
    if dates.len() < DATES {
        assert_eq!(soon(slots, || slots.next_after(before)), None, "{slots:?} after {before}");
    }
    dates
}

/// The date after a moment is later, and there is none between them.
fn is_the_next(slots: &Slots, after: DateTime) {
    let Some(next) = soon(slots, || slots.next_after(after)) else {
        return;
    };
    assert!(next > after, "{slots:?}: {next} after {after}");
    assert_eq!(soon(slots, || slots.first_from(next)), Some(next), "{slots:?}");
    let shortly_before = next
        .checked_sub(jiff::Span::new().nanoseconds(1))
        .expect("it is after a moment");
    assert_eq!(soon(slots, || slots.next_after(shortly_before)), Some(next), "{slots:?}");
}

/// The rule with everything written out that it takes from its start gives the same dates.
fn are_the_same_written_out(slots: &Slots, dates: &[DateTime]) {
    let canonical = slots.rule.canonical(slots.start);
    is_written_as_it_reads(&canonical);
    assert_eq!(canonical.canonical(slots.start), canonical);
    let written_out = Slots::new(slots.start, canonical);
    let found: Vec<_> = written_out.iter().take(DATES).collect();
    assert_eq!(found, dates, "{slots:?} as {written_out:?}");
}

/// COUNT lets through as many dates as it says, wherever the counting is taken up.
fn are_counted(slots: &Slots, dates: &[DateTime]) {
    if let End::Count(count) = slots.rule.end() {
        assert!(dates.len() <= usize::try_from(count).expect("up to a million"), "{slots:?}");
    }
    let [.., before, last] = dates else { return };
    let count = u32::try_from(dates.len()).expect("a few");
    let ended = |count| Slots::new(slots.start, slots.rule.clone().with_end(End::Count(count)));
    let (one_less, all) = (ended(count - 1), ended(count));
    assert_eq!(soon(&one_less, || one_less.next_after(*before)), None, "{one_less:?}");
    assert_eq!(soon(&all, || all.next_after(*before)), Some(*last), "{all:?}");
    assert_eq!(soon(&all, || all.next_after(*last)), None, "{all:?}");
}

/// The answer, which has come in time: once in three, for the machine has other things to do.
fn soon<T>(slots: &Slots, ask: impl Fn() -> T) -> T {
    let mut quickest = Duration::MAX;
    for _ in 0..3 {
        let began = Instant::now();
        let answer = ask();
        quickest = quickest.min(began.elapsed());
        if quickest < PATIENCE {
            return answer;
        }
    }
    panic!("{slots:?} took {quickest:?}");
}
