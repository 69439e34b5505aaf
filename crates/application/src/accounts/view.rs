//! An account as its owner sees it.

use rondo_domain::weekday_word;
use rondo_store::Account;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person's account.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserView {
    /// Its id, for ever.
    pub id: Uuid,
    /// The address to log in with.
    pub email: String,
    /// What to call the person.
    pub name: String,
    /// Where "today" is decided and floating times live (IANA).
    pub time_zone: String,
    /// How they write dates (BCP 47).
    pub locale: String,
    /// The day on which their week begins.
    pub week_start: &'static str,
    /// The reminders of a task that names none (RFC 5545 durations).
    pub reminder_defaults: Vec<String>,
    /// The time of day from which the reminders of a task without time count, `HH:MM`.
    pub all_day_reminder_time: String,
    /// Whether they run this server.
    pub is_operator: bool,
    /// Since when (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub created_at: String,
}

/// What a login gives.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Until when it is good (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// For how many seconds it is good.
    pub expires_in: i64,
    /// Whose it is.
    pub user: UserView,
}

impl std::fmt::Debug for SessionView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionView")
            .field("user", &self.user.id)
            .finish_non_exhaustive()
    }
}

impl UserView {
    pub(super) fn of(account: &Account) -> Self {
        let person = &account.person;
        Self {
            id: person.id.uuid(),
            email: account.email.clone(),
            name: person.name.clone(),
            time_zone: person.zone.name().to_owned(),
            locale: person.locale.clone(),
            week_start: weekday_word(person.week_start),
            reminder_defaults: person.reminder_defaults.iter().map(ToString::to_string).collect(),
            all_day_reminder_time: person.all_day_reminder_time.strftime("%H:%M").to_string(),
            is_operator: account.is_operator,
            created_at: account.created_at.to_string(),
        }
    }
}
