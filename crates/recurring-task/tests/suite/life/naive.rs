//! What comes next, found by walking through a rule's dates one by one from its start.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use rondo_domain::recurrence::{End, Every, Slots, Unit};
use rondo_domain::{Basis, CatchUp, Series, Slot, Timestamp, Zone};

/// How an occurrence came to its end, and when.
#[derive(Clone, Copy, Debug)]
pub(super) enum Closed {
    Completed(Timestamp),
    GivenUp(Timestamp),
}

/// The slot of occurrence `number`, after the slot `after` that is closed.
pub(super) fn next(series: &Series, number: u32, after: Slot, closed: Closed, zone: &Zone) -> Option<Slot> {
    let (Closed::Completed(at) | Closed::GivenUp(at)) = closed;
    let now = at.in_zone(zone);
    if series.basis == Basis::CompletionDate {
        let from = if matches!(closed, Closed::GivenUp(_)) {
            now.max(after)
        } else {
            now
        };
        return counted(series, from).filter(|slot| allows(series, number, *slot));
    }
    let is_over = |slot: Slot| match (series.catch_up, closed) {
        (CatchUp::Each, _) => false,
        (CatchUp::Next, _) if series.rule.has_times() => slot <= now,
        (CatchUp::Next, Closed::Completed(_)) => slot.date() <= now.date(),
        (CatchUp::Next, Closed::GivenUp(_)) => slot.date() < now.date(),
    };
    slots(series).iter().find(|slot| *slot > after && !is_over(*slot))
}

/// Every slot of a series.
pub(super) fn slots(series: &Series) -> Slots {
    Slots {
        start: series.start,
        rule: series.rule.clone(),
        exdates: series.exdates.clone(),
        rdates: series.rdates.clone(),
    }
}

/// Whether a series may have an occurrence of that number on that slot.
pub(super) fn allows(series: &Series, number: u32, slot: Slot) -> bool {
    let reaches = || match series.rule.end() {
        End::Never => true,
        End::Count(count) => number < series.counts_from + count,
        End::Until(until) | End::UntilUtc(until) => slot <= until,
    };
    match series.basis {
        Basis::DueDate => slots(series).iter().take_while(|given| *given <= slot).last() == Some(slot),
        Basis::CompletionDate => reaches() && !series.exdates.contains(&slot),
    }
}

fn counted(series: &Series, from: Slot) -> Option<Slot> {
    if let Some(every) = series.rule.as_every(series.start.date()) {
        let mut day = step(from.date(), every)?;
        while series.exdates.contains(&day.to_datetime(Time::midnight())) {
            day = step(day, every)?;
        }
        return Some(day.to_datetime(Time::midnight()));
    }
    let start = if series.rule.has_times() {
        from.with().second(0).subsec_nanosecond(0).build().ok()?
    } else {
        from.date().to_datetime(Time::midnight())
    };
    let endless = Slots {
        start,
        rule: series.rule.clone().with_end(End::Never),
        exdates: series.exdates.clone(),
        ..Slots::new(start, series.rule.clone())
    };
    endless.iter().find(|slot| *slot > start)
}

fn step(day: Date, every: Every) -> Option<Date> {
    let count = i64::from(every.interval);
    let span = match every.unit {
        Unit::Day => count.days(),
        Unit::Week => count.weeks(),
        Unit::Month => count.months(),
        Unit::Year => count.years(),
    };
    day.checked_add(span).ok()
}
