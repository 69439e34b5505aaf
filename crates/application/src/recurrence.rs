//! What a rule comes to, before anything is made.

use rondo_domain::{Invalid, Zone, preview as slots};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::input::{Fields, integer};
use crate::tasks::fields;
use crate::{App, Caller, Error};

/// A rule, in words and by its first dates.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The rule in canonical form (RFC 5545 RRULE).
    pub recurrence: String,
    /// The rule in words.
    pub text: String,
    /// Its first dates.
    pub dates: Vec<PreviewDate>,
    /// Whether the rule has no more than these.
    pub ended: bool,
}

/// One date of a rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PreviewDate {
    /// The day.
    #[schema(format = Date)]
    pub date: String,
    /// The time of day, `HH:MM`.
    pub time: Option<String>,
    /// The instant, when there is a time (RFC 3339, with the zone's offset).
    #[schema(format = DateTime)]
    pub instant: Option<String>,
    /// What is special about it: clamped to a month's end, in the gap or the fold of a change of
    /// clocks, or the last.
    pub note: Option<String>,
}

/// The first dates of `{recurrence or recurrence_frequency, due_date?, due_time?, time_zone?, count?}`,
/// the same as creating the task would give.
pub async fn preview(app: &App, caller: &Caller, body: Value) -> Result<Preview, Error> {
    let view = app.view(caller).await?;
    let mut fields = Fields::of(body)?;
    let date = fields.optional("due_date", fields::date);
    let time = fields.optional("due_time", fields::time);
    let zone = fields
        .optional("time_zone", fields::zone)
        .unwrap_or_else(|| view.person().zone.clone());
    let count = fields.optional("count", integer(1..=100)).unwrap_or(5);
    let (repeat, word) = fields::repeat(&mut fields, None);
    if repeat.choice.set().is_none() {
        fields.refuse("recurrence", "is required, or a recurrence_frequency");
    }
    fields.finish()?;
    let repeat = repeat.begin()?.ok_or_else(|| Invalid::field("recurrence", "is required"))?;
    let count = usize::try_from(count).unwrap_or(5);
    let (slots, dates, ended) = slots(&repeat, date, time, &zone, view.now(), count)?;
    let has_times = slots.rule.has_times();
    let last = dates.len();
    let shown = dates.iter().enumerate().map(|(index, slot)| {
        let time = if has_times { Some(slot.time()) } else { time };
        shown(slot.date(), time, &zone, slots.is_clamped(*slot), ended && index + 1 == last)
    });
    fields::word_agrees(&slots.rule, slots.start.date(), word.as_deref())?;
    Ok(Preview {
        recurrence: slots.rule.to_string(),
        text: slots.rule.in_words(),
        dates: shown.collect(),
        ended,
    })
}

fn shown(
    date: jiff::civil::Date,
    time: Option<jiff::civil::Time>,
    zone: &Zone,
    clamped: bool,
    is_last: bool,
) -> PreviewDate {
    let local = time.map(|time| date.to_datetime(time));
    let instant = local.and_then(|local| zone.instant(local));
    let shifted = local.zip(instant).and_then(|(local, instant)| {
        let shows = instant.in_zone(zone);
        let clock = shows.strftime("%H:%M");
        match shows == local {
            false => Some(format!("does not exist on that day: clocks go forward; comes at {clock}")),
            true if zone.is_repeated(local) => Some("comes twice on that day: clocks go back; the first counts".to_owned()),
            true => None,
        }
    });
    let clamped = clamped.then(|| "moved to the end of a shorter month".to_owned());
    let last = is_last.then(|| "the last one".to_owned());
    let notes: Vec<String> = [clamped, shifted, last].into_iter().flatten().collect();
    PreviewDate {
        date: date.to_string(),
        time: time.map(|time| time.strftime("%H:%M").to_string()),
        instant: instant.map(|instant| instant.with_offset(zone)),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}
