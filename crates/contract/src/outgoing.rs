//! From a decision of the domain to the event that is stored and published.

use rondo_domain::{
    self as domain, Actor, Cause, Change, EventId, Fired, Person, Reminding, Series, Task, TaskId, Timestamp,
};
use uuid::Uuid;

use crate::{
    CloudEvent, EventActor, EventCause, Frequency, Priority, Recipient, RemindedTask, ReminderEvent, ReminderEventType,
    ReminderType, TaskEvent, TaskEventType, TaskState, Topic,
};

/// Where an event stands: what the unit of work stamps on it.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Whose it is.
    pub person: &'a Person,
    /// Its number in the user's line.
    pub sequence: i64,
    /// The trace of the request.
    pub trace: Option<&'a str>,
}

/// An event ready to be stored and published, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: EventId,
    /// Where it goes.
    pub topic: Topic,
    /// Its CloudEvents type.
    pub kind: &'static str,
    /// The task it is about.
    pub task: TaskId,
    /// When it happened.
    pub at: Timestamp,
    /// The CloudEvent, as JSON.
    pub payload: String,
}

impl Outgoing {
    /// The event of a change.
    pub fn of_change(id: EventId, change: &Change, place: &Place<'_>) -> Self {
        let (kind, event_type) = kind_of(change.kind());
        let data = TaskEvent {
            event_id: id.uuid(),
            event_type,
            event_timestamp: change.at().to_string(),
            user_id: place.person.id.uuid(),
            task: TaskState::of(change.task(), place.person),
            user_sequence: place.sequence,
            changed: change.fields().iter().map(|field| field.name().to_owned()).collect(),
            actor: actor_of(change.actor()),
            cause: cause_of(change.cause()),
        };
        let (task, at) = (change.task().id, change.at());
        let payload = payload(
            data,
            id.uuid(),
            Topic::TaskEvents,
            source(change.actor()),
            kind,
            task,
            at,
            place,
        );
        Self {
            id,
            topic: Topic::TaskEvents,
            kind,
            task,
            at,
            payload,
        }
    }

    /// The event of a reminder that fired; `None` when none did.
    pub fn of_reminding(reminding: &Reminding, place: &Place<'_>) -> Option<Self> {
        let fired = reminding.fired()?;
        let (task, id, kind) = (reminding.task(), fired.event(), "reminder.due_soon");
        let data = reminder_data(task, fired, place);
        let payload = payload(
            data,
            id.uuid(),
            Topic::Reminders,
            source(Actor::Scheduler),
            kind,
            task.id,
            fired.at,
            place,
        );
        Some(Self {
            id,
            topic: Topic::Reminders,
            kind,
            task: task.id,
            at: fired.at,
            payload,
        })
    }
}

#[expect(clippy::too_many_arguments, reason = "one envelope has that many attributes")]
fn payload<T: serde::Serialize>(
    data: T,
    id: Uuid,
    topic: Topic,
    source: &str,
    kind: &str,
    task: TaskId,
    at: Timestamp,
    place: &Place<'_>,
) -> String {
    let event = CloudEvent {
        specversion: "1.0".to_owned(),
        id,
        source: source.to_owned(),
        kind: kind.to_owned(),
        subject: task.uuid(),
        time: at.to_string(),
        dataschema: topic.data_schema(),
        datacontenttype: "application/json".to_owned(),
        partitionkey: place.person.id.uuid(),
        traceparent: place.trace.map(str::to_owned),
        data,
    };
    serde_json::to_string(&event).expect("plain structs with text keys are always JSON")
}

fn reminder_data(task: &Task, fired: &Fired, place: &Place<'_>) -> ReminderEvent {
    let person = place.person;
    ReminderEvent {
        event_id: fired.event().uuid(),
        event_type: ReminderEventType::DueSoon,
        event_timestamp: fired.at.to_string(),
        user_id: person.id.uuid(),
        task: RemindedTask {
            id: task.id.uuid(),
            title: task.title.to_string(),
            description: task.description.to_string(),
            due_date: task.due_text(person),
            priority: priority_of(task.priority),
            time_zone: zone_name(task),
        },
        reminder_type: match fired.kind {
            domain::ReminderKind::DayBefore => ReminderType::DayBefore,
            domain::ReminderKind::HourBefore => ReminderType::HourBefore,
            domain::ReminderKind::Custom => ReminderType::Custom,
        },
        reminder_id: fired.reminder.uuid(),
        remind_at: fired.remind_at.to_string(),
        late: fired.is_late(),
        recipient: Recipient {
            name: person.name.clone(),
            time_zone: person.zone.name().to_owned(),
        },
        user_sequence: place.sequence,
    }
}

impl TaskState {
    /// The task as events carry it.
    pub fn of(task: &Task, person: &Person) -> Self {
        let series = task.recurring();
        let occurrence = task.occurrence.as_ref();
        Self {
            id: task.id.uuid(),
            title: task.title.to_string(),
            description: task.description.to_string(),
            is_completed: task.is_completed(),
            priority: priority_of(task.priority),
            due_date: task.due_text(person),
            is_recurring: series.is_some(),
            recurrence_frequency: series.map(frequency_of),
            tags: task.tags.iter().map(ToString::to_string).collect(),
            created_at: task.created_at.to_string(),
            updated_at: task.updated_at.to_string(),
            version: task.version.0,
            completed_at: task.completed_at.map(|at| at.to_string()),
            due_time: task
                .due
                .and_then(|due| due.time)
                .map(|time| time.strftime("%H:%M").to_string()),
            time_zone: zone_name(task),
            series_id: occurrence.map(|occurrence| occurrence.series.id.uuid()),
            series_state: task.series_state(person).map(|state| state.word().to_owned()),
            occurrence: occurrence.map(|occurrence| occurrence.number),
            slot: occurrence.map(|occurrence| occurrence.series.slot_text(occurrence.slot)),
            recurrence: series.map(|series| series.rule.to_string()),
            recurrence_start: series.map(|series| series.slot_text(series.start)),
            recurrence_basis: series.map(|series| series.basis.word().to_owned()),
            catch_up: series.map(|series| series.catch_up.word().to_owned()),
        }
    }
}

fn zone_name(task: &Task) -> Option<String> {
    task.zone.as_ref().map(|zone| zone.name().to_owned())
}

const fn kind_of(kind: domain::EventKind) -> (&'static str, TaskEventType) {
    match kind {
        domain::EventKind::Created => ("task.created", TaskEventType::Created),
        domain::EventKind::Updated => ("task.updated", TaskEventType::Updated),
        domain::EventKind::Completed => ("task.completed", TaskEventType::Completed),
        domain::EventKind::Deleted => ("task.deleted", TaskEventType::Deleted),
    }
}

/// Who made the change, as CloudEvents `source`.
const fn source(actor: Actor) -> &'static str {
    match actor {
        Actor::Recurrence => "/rondo/recurring-task-service",
        Actor::Scheduler => "/rondo/reminder-scheduler",
        Actor::Rest | Actor::Chat | Actor::Mcp | Actor::Web | Actor::Cli | Actor::Import => "/rondo/chat-api-service",
    }
}

const fn actor_of(actor: Actor) -> EventActor {
    match actor {
        Actor::Rest => EventActor::Rest,
        Actor::Chat => EventActor::Chat,
        Actor::Mcp => EventActor::Mcp,
        Actor::Web => EventActor::Web,
        Actor::Cli => EventActor::Cli,
        // The scheduler fires reminders and changes no task.
        Actor::Recurrence | Actor::Scheduler => EventActor::Recurrence,
        Actor::Import => EventActor::Import,
    }
}

const fn cause_of(cause: Cause) -> EventCause {
    match cause {
        Cause::User => EventCause::User,
        Cause::Completed => EventCause::Completed,
        Cause::Reopened => EventCause::Reopened,
        Cause::Skipped => EventCause::Skipped,
        Cause::SeriesChanged => EventCause::SeriesChanged,
        Cause::SeriesDeleted => EventCause::SeriesDeleted,
        Cause::Restored => EventCause::Restored,
    }
}

const fn priority_of(priority: domain::Priority) -> Priority {
    match priority {
        domain::Priority::High => Priority::High,
        domain::Priority::Medium => Priority::Medium,
        domain::Priority::Low => Priority::Low,
    }
}

fn frequency_of(series: &Series) -> Frequency {
    match series.frequency_word() {
        "daily" => Frequency::Daily,
        "weekly" => Frequency::Weekly,
        "monthly" => Frequency::Monthly,
        "yearly" => Frequency::Yearly,
        _ => Frequency::Custom,
    }
}
