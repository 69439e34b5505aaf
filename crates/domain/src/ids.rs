//! The ids of what a person owns, one type each so that they cannot be mixed up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these bits.
            pub const fn from_u128(bits: u128) -> Self {
                Self(Uuid::from_u128(bits))
            }

            /// The same id as a plain UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// An id that follows from this one and a name: the same ones always give the same id
            /// (UUIDv5, RFC 9562 section 5.5).
            pub fn derive(self, name: &str) -> Uuid {
                Uuid::new_v5(&self.0, name.as_bytes())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A person with an account.
    UserId
);
id!(
    /// A task: UUIDv7, except that an occurrence's follows from its series and number.
    TaskId
);
id!(
    /// A series of occurrences of one recurring task.
    SeriesId
);
id!(
    /// A reminder of a task: follows from the task and what the reminder says.
    ReminderId
);
id!(
    /// An event, equal to the CloudEvents `id`.
    EventId
);
