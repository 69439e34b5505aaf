//! What requests carry, for the description alone: the application reads them, field by field, so that
//! every wrong one is named at once. A test holds these names against what the application knows.
#![expect(dead_code, reason = "these describe JSON; nothing is ever put into them")]

use utoipa::{IntoParams, ToSchema};

/// A new account.
#[derive(ToSchema)]
pub(crate) struct RegisterRequest {
    /// The address to log in with.
    #[schema(format = Email, max_length = 254)]
    pub(crate) email: String,
    #[schema(format = Password, min_length = 8, max_length = 200)]
    pub(crate) password: String,
    /// What to call you; the part of the address before the @ when absent.
    #[schema(min_length = 1, max_length = 100)]
    pub(crate) name: Option<String>,
    /// Where you live (IANA); UTC when absent.
    #[schema(example = "Europe/Berlin")]
    pub(crate) time_zone: Option<String>,
    /// How you write dates (BCP 47).
    #[schema(example = "en-GB")]
    pub(crate) locale: Option<String>,
}

/// A login.
#[derive(ToSchema)]
pub(crate) struct LoginRequest {
    #[schema(format = Email)]
    pub(crate) email: String,
    #[schema(format = Password)]
    pub(crate) password: String,
}

/// A new password.
#[derive(ToSchema)]
pub(crate) struct PasswordRequest {
    #[schema(format = Password)]
    pub(crate) current_password: String,
    #[schema(format = Password, min_length = 8, max_length = 200)]
    pub(crate) new_password: String,
}

/// Changed settings: absent is unchanged.
#[derive(ToSchema)]
pub(crate) struct SettingsPatch {
    pub(crate) name: Option<String>,
    /// Where you live (IANA).
    pub(crate) time_zone: Option<String>,
    /// How you write dates (BCP 47).
    pub(crate) locale: Option<String>,
    /// `monday` to `sunday`.
    pub(crate) week_start: Option<String>,
    /// The reminders of a task that names none (RFC 5545 durations).
    #[schema(example = json!(["PT24H", "PT1H"]), max_items = 20)]
    pub(crate) reminder_defaults: Option<Vec<String>>,
    /// The time of day from which the reminders of a task without time count.
    #[schema(example = "09:00")]
    pub(crate) all_day_reminder_time: Option<String>,
}

/// A new personal access token.
#[derive(ToSchema)]
pub(crate) struct TokenRequest {
    /// What you call it.
    #[schema(min_length = 1, max_length = 100)]
    pub(crate) name: String,
    /// What it is good for: `read`, `write`, `calendar`.
    pub(crate) scopes: Vec<String>,
    /// Until when; until it is revoked when absent.
    #[schema(format = DateTime)]
    pub(crate) expires_at: Option<String>,
}

/// A new task.
#[derive(ToSchema)]
pub(crate) struct TaskRequest {
    #[schema(min_length = 1, max_length = 255, example = "Water the plants")]
    pub(crate) title: String,
    #[schema(max_length = 10000)]
    pub(crate) description: Option<String>,
    /// `high`, `medium` (the default) or `low`.
    pub(crate) priority: Option<String>,
    /// The day on which it is due.
    #[schema(format = Date, example = "2026-03-10")]
    pub(crate) due_date: Option<String>,
    /// The time of day at which it is due, only with a date or a recurrence.
    #[schema(example = "09:00")]
    pub(crate) due_time: Option<String>,
    /// The IANA zone it is fixed to; null floats with you.
    pub(crate) time_zone: Option<String>,
    /// `daily`, `weekly`, `monthly` or `yearly`; month ends clamp.
    #[schema(example = "daily")]
    pub(crate) recurrence_frequency: Option<String>,
    /// A rule (RFC 5545 RRULE), obeyed to the letter.
    pub(crate) recurrence: Option<String>,
    /// Whether it recurs; true needs one of the two above.
    pub(crate) is_recurring: Option<bool>,
    /// `due_date` (the default) or `completion_date`.
    pub(crate) recurrence_basis: Option<String>,
    /// `next` (the default: missed ones are skipped) or `each` (they are owed).
    pub(crate) catch_up: Option<String>,
    /// Letters, digits, spaces, `-` and `_`, in any language.
    #[schema(max_items = 50)]
    pub(crate) tags: Option<Vec<String>>,
    /// Your defaults when absent, none when empty.
    #[schema(max_items = 20)]
    pub(crate) reminders: Option<Vec<ReminderRequest>>,
    /// Whether it is done already.
    pub(crate) is_completed: Option<bool>,
}

/// A sentence that describes a new task.
#[derive(ToSchema)]
pub(crate) struct QuickRequest {
    #[schema(example = "Pay rent every month on the 1st at 9am #home !high remind me 2 days before")]
    pub(crate) text: String,
    /// Only say what would be made.
    pub(crate) dry_run: Option<bool>,
    /// The order of day and month in it (BCP 47); yours when absent.
    #[schema(example = "en-GB")]
    pub(crate) locale: Option<String>,
}

/// An edit: absent is unchanged, null is cleared.
#[derive(ToSchema)]
pub(crate) struct TaskPatch {
    #[schema(min_length = 1, max_length = 255)]
    pub(crate) title: Option<String>,
    #[schema(max_length = 10000)]
    pub(crate) description: Option<String>,
    /// `high`, `medium` or `low`.
    pub(crate) priority: Option<String>,
    #[schema(format = Date)]
    pub(crate) due_date: Option<String>,
    /// `HH:MM`, only with a date.
    pub(crate) due_time: Option<String>,
    /// The IANA zone it is fixed to; null floats with you.
    pub(crate) time_zone: Option<String>,
    /// `daily`, `weekly`, `monthly` or `yearly`; month ends clamp.
    pub(crate) recurrence_frequency: Option<String>,
    /// A rule (RFC 5545 RRULE); null ends the series after this task.
    pub(crate) recurrence: Option<String>,
    /// False ends the series after this task.
    pub(crate) is_recurring: Option<bool>,
    /// `due_date` or `completion_date`.
    pub(crate) recurrence_basis: Option<String>,
    /// `next` or `each`.
    pub(crate) catch_up: Option<String>,
    #[schema(max_items = 50)]
    pub(crate) tags: Option<Vec<String>>,
    /// Null takes your defaults again.
    #[schema(max_items = 20)]
    pub(crate) reminders: Option<Vec<ReminderRequest>>,
}

/// An edit of a series: absent is unchanged.
#[derive(ToSchema)]
pub(crate) struct SeriesPatch {
    /// A rule (RFC 5545 RRULE), which counts anew from the open occurrence.
    pub(crate) recurrence: Option<String>,
    /// `daily`, `weekly`, `monthly` or `yearly`; month ends clamp.
    pub(crate) recurrence_frequency: Option<String>,
    /// `due_date` or `completion_date`.
    pub(crate) basis: Option<String>,
    /// `next` or `each`.
    pub(crate) catch_up: Option<String>,
    /// The IANA zone it is fixed to; null floats with you.
    pub(crate) time_zone: Option<String>,
    /// Slots that are left out.
    #[schema(max_items = 1000)]
    pub(crate) exdates: Option<Vec<String>>,
    /// Slots beside the rule.
    #[schema(max_items = 1000)]
    pub(crate) rdates: Option<Vec<String>>,
    /// What a new occurrence copies.
    pub(crate) template: Option<TemplatePatch>,
}

/// An edit of what a new occurrence copies: absent is unchanged.
#[derive(ToSchema)]
pub(crate) struct TemplatePatch {
    #[schema(min_length = 1, max_length = 255)]
    pub(crate) title: Option<String>,
    #[schema(max_length = 10000)]
    pub(crate) description: Option<String>,
    /// `high`, `medium` or `low`.
    pub(crate) priority: Option<String>,
    #[schema(max_items = 50)]
    pub(crate) tags: Option<Vec<String>>,
    /// `HH:MM`; null is the whole day.
    pub(crate) due_time: Option<String>,
    /// Durations before the due date (RFC 5545).
    #[schema(max_items = 20)]
    pub(crate) reminders: Option<Vec<String>>,
}

/// Which occurrence is skipped.
#[derive(ToSchema)]
pub(crate) struct SkipRequest {
    /// The slot that you saw.
    #[schema(format = Date)]
    pub(crate) slot: Option<String>,
}

/// A reminder: exactly one of these.
#[derive(ToSchema)]
pub(crate) struct ReminderRequest {
    /// How long before the due date (RFC 5545 duration): hours and minutes are exact, days and weeks
    /// keep the time of day.
    #[schema(example = "PT1H")]
    pub(crate) before: Option<String>,
    /// The same in minutes.
    #[schema(minimum = 0, maximum = 527_040)]
    pub(crate) minutes_before: Option<i64>,
    /// An instant of its own.
    #[schema(format = DateTime)]
    pub(crate) remind_at: Option<String>,
}

/// How long a reminder is put off: exactly one of these.
#[derive(ToSchema)]
pub(crate) struct SnoozeRequest {
    /// Until that instant.
    #[schema(format = DateTime)]
    pub(crate) until: Option<String>,
    /// For that many minutes from now.
    #[schema(minimum = 1, maximum = 527_040)]
    pub(crate) minutes: Option<i64>,
}

/// A rule to look at.
#[derive(ToSchema)]
pub(crate) struct PreviewRequest {
    /// `daily`, `weekly`, `monthly` or `yearly`.
    #[schema(example = "monthly")]
    pub(crate) recurrence_frequency: Option<String>,
    /// A rule (RFC 5545 RRULE).
    pub(crate) recurrence: Option<String>,
    /// `due_date` or `completion_date`.
    pub(crate) recurrence_basis: Option<String>,
    /// `next` or `each`.
    pub(crate) catch_up: Option<String>,
    /// Whether it recurs; never false here.
    pub(crate) is_recurring: Option<bool>,
    /// From which day on; today when absent.
    #[schema(format = Date)]
    pub(crate) due_date: Option<String>,
    /// At what time of day.
    pub(crate) due_time: Option<String>,
    /// In which zone (IANA); yours when absent.
    pub(crate) time_zone: Option<String>,
    /// How many dates.
    #[schema(minimum = 1, maximum = 100, default = 5)]
    pub(crate) count: Option<i64>,
}

/// A message to the chat.
#[derive(ToSchema)]
pub(crate) struct ChatRequest {
    /// What you say.
    #[schema(min_length = 1, max_length = 4000, example = "add pay rent every month on the 1st #home")]
    pub(crate) message: String,
    /// The conversation that it belongs to; a new one when absent.
    pub(crate) conversation_id: Option<uuid::Uuid>,
}

/// The test clock's new time.
#[derive(ToSchema)]
pub(crate) struct TestClockRequest {
    #[schema(format = DateTime)]
    pub(crate) now: String,
}

/// Which tasks, in which order.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskParameters {
    /// Text in title, description or tags, without case.
    pub(crate) search: Option<String>,
    /// The beginning or the end of the id (four hexadecimal digits at least), else words of the title.
    pub(crate) name: Option<String>,
    /// `pending` or `completed`, both when absent; or `deleted`, by a person in the last 30 days.
    pub(crate) status: Option<String>,
    /// `high`, `medium` or `low`.
    pub(crate) priority: Option<String>,
    /// Repeat it for several.
    pub(crate) tag: Option<Vec<String>>,
    /// `any` (the default) or `all` of the tags.
    pub(crate) tag_match: Option<String>,
    /// Due on that day or later.
    #[param(format = Date)]
    pub(crate) due_after: Option<String>,
    /// Due on that day or earlier.
    #[param(format = Date)]
    pub(crate) due_before: Option<String>,
    /// `today`, `upcoming` or `none`.
    pub(crate) due: Option<String>,
    /// Open, and due before now: a day is over when it is over where you live.
    pub(crate) overdue: Option<bool>,
    /// Of a series that goes on or is paused.
    pub(crate) is_recurring: Option<bool>,
    /// The occurrences of that series.
    pub(crate) series_id: Option<uuid::Uuid>,
    /// `due_date` (the default), `priority`, `title`, `created_at` or `updated_at`.
    pub(crate) sort_by: Option<String>,
    /// `asc` (the default) or `desc`. Tasks without due date come last in either.
    pub(crate) sort_order: Option<String>,
}

/// Which part of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParameters {
    /// How many at most.
    #[param(minimum = 1, maximum = 500, default = 50)]
    pub(crate) limit: Option<u64>,
    /// The `next_cursor` of the part before.
    pub(crate) cursor: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParameters {
    /// What the file is, where its media type does not say: `json`, `ics`, `csv` or `todoist`.
    pub(crate) format: Option<String>,
    /// Whether to make nothing, and only report what would be made.
    pub(crate) dry_run: Option<bool>,
    /// What the file is about: a tag of each task of a Todoist file, which does not name its project.
    pub(crate) project: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParameters {
    /// `json` (the default), `ics` or `csv`.
    pub(crate) format: Option<String>,
    /// Whether to answer with what the format cannot hold, instead of the file.
    pub(crate) report: Option<bool>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CalendarParameters {
    /// A token with the scope `calendar`.
    pub(crate) token: String,
    /// `tasks` (the default) or `events`.
    pub(crate) r#as: Option<String>,
}
