//! The topics that events are published on.

/// A topic; its name is fixed, since other people's services subscribe to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Everything that happens to tasks.
    TaskEvents,
    /// Reminders that have come due.
    Reminders,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 2] = [Self::TaskEvents, Self::Reminders];

    /// Its name on the broker and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TaskEvents => "task-events",
            Self::Reminders => "reminders",
        }
    }

    /// The topic of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }

    /// The name of its data's schema.
    pub const fn schema(self) -> &'static str {
        match self {
            Self::TaskEvents => "task-event",
            Self::Reminders => "reminder-event",
        }
    }

    /// The URI of its data's schema, version 1: a name, not an address.
    pub fn data_schema(self) -> String {
        format!("urn:rondo:schemas/{}/v1.json", self.schema())
    }
}
