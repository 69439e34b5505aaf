//! A series as it is shown.

use rondo_domain::{Person, Task, When};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The series of a recurring task.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Series)]
pub struct SeriesView {
    /// Its id, for ever.
    pub id: Uuid,
    /// Its first slot (RFC 5545 DTSTART): a date, or a date-time when the rule has times.
    pub start: String,
    /// Its rule (RFC 5545 RRULE), in canonical form.
    pub recurrence: String,
    /// `daily`, `weekly`, `monthly` or `yearly` when the rule is exactly that word's, else `custom`.
    pub recurrence_frequency: &'static str,
    /// The rule in words.
    pub text: String,
    /// `due_date` or `completion_date`.
    pub basis: &'static str,
    /// `next` or `each`.
    pub catch_up: &'static str,
    /// The IANA zone it is fixed to; null floats with its owner.
    pub time_zone: Option<String>,
    /// Slots that are left out.
    pub exdates: Vec<String>,
    /// Slots beside the rule.
    pub rdates: Vec<String>,
    /// `live`, `paused` or `ended` (by somebody, or because the rule has no further date).
    pub state: &'static str,
    /// What a new occurrence copies.
    pub template: TemplateView,
}

/// What a new occurrence copies.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Template)]
pub struct TemplateView {
    /// What to do.
    pub title: String,
    /// The details.
    pub description: String,
    /// `high`, `medium` or `low`.
    pub priority: &'static str,
    /// Its tags.
    pub tags: Vec<String>,
    /// The time of day at which it is due, `HH:MM`; null is the whole day.
    pub due_time: Option<String>,
    /// How long before the due date it reminds (RFC 5545 durations).
    pub reminders: Vec<String>,
}

impl SeriesView {
    /// The series of this occurrence, its latest that stands; `None` for a task without one. Whether it
    /// goes on, the last that was made tells.
    pub(super) fn of(latest: &Task, last: Option<&Task>, person: &Person) -> Option<Self> {
        let series = latest.series()?;
        let template = &series.template;
        let slots = |slots: &std::collections::BTreeSet<_>| slots.iter().map(|slot| series.slot_text(*slot)).collect();
        let before = |when: &When| match when {
            When::Before(before) => Some(before.to_string()),
            When::At(_) => None,
        };
        Some(Self {
            id: series.id.uuid(),
            start: series.slot_text(series.start),
            recurrence: series.rule.to_string(),
            recurrence_frequency: series.frequency_word(),
            text: series.rule.in_words(),
            basis: series.basis.word(),
            catch_up: series.catch_up.word(),
            time_zone: series.zone.as_ref().map(|zone| zone.name().to_owned()),
            exdates: slots(&series.exdates),
            rdates: slots(&series.rdates),
            state: last.unwrap_or(latest).series_state(person).unwrap_or(series.state()).word(),
            template: TemplateView {
                title: template.title.to_string(),
                description: template.description.to_string(),
                priority: template.priority.word(),
                tags: template.tags.iter().map(ToString::to_string).collect(),
                due_time: template.time.map(|time| time.strftime("%H:%M").to_string()),
                reminders: template.reminders.iter().filter_map(before).collect(),
            },
        })
    }
}
