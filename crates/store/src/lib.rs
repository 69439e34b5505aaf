//! The database, by units of work.
//!
//! A [`Work`] is one transaction of one user. It holds the user's line (so that whoever else writes
//! for that user waits), reads and changes that user's rows alone, and takes changes only as
//! [`rondo_domain::Change`], each of which brings its event: what is committed and what is told are
//! the same. A [`View`] reads without holding anything.
//!
//! ```no_run
//! # async fn example(store: rondo_store::Store, user: rondo_domain::UserId, id: rondo_domain::TaskId)
//! # -> Result<(), rondo_store::Error> {
//! use rondo_domain::{Actor, Completion, Origin};
//!
//! let mut work = store.write(user, Origin::of(Actor::Rest)).await?;
//! if let Some(task) = work.task(id).await? {
//!     if let Completion::Done(change) = task.complete(work.context()) {
//!         work.apply(change).await?;
//!     }
//! }
//! work.commit().await?; // wakes whoever waits for events
//! # Ok(()) }
//! ```
//!
//! SQLite and Postgres run the same code, picked by the URL. The rest of the crate is what whole
//! processes need: [`accounts`](Store::accounts), the [`log`](Store::log) that the in-process bus
//! reads, [`leases`](Store::leases), and the [signal](Store::commits) of commits.

mod accounts;
mod browse;
mod clock;
mod conversations;
mod database;
mod entity;
mod error;
mod filter;
mod history;
mod housekeeping;
mod idempotency;
mod inspect;
mod leases;
mod ledger;
mod letters;
mod lock;
mod log;
mod name;
mod notices;
mod open;
mod outbox;
mod people;
mod progress;
mod reminders;
mod rows;
mod signal;
mod tags;
mod tasks;
mod tokens;
mod view;
mod work;

pub use accounts::{Account, Accounts, NewAccount};
pub use browse::Range;
pub use clock::Clock;
pub use conversations::{Conversation, Conversations, Message, Role};
pub use database::{Options, Store, TestTime, Use};
pub use error::Error;
pub use filter::{Cursor, DueFilter, Page, Sort, SortBy, Status, TaskFilter};
pub use history::Recorded;
pub use idempotency::Replay;
pub use inspect::Holders;
pub use leases::{Lease, Leases, SLOTS, Slots, slot_of};
pub use ledger::{Claim, LedgerEntry, LedgerPage, LedgerState};
pub use log::{Behind, DeadLetter, Log, LogEvent};
pub use name::Name;
pub use outbox::Mark;
pub use progress::{Lag, RELAY, Wanted};
pub use reminders::DueTask;
pub use signal::{Commits, Wake};
pub use tags::TagCount;
pub use tokens::{NewToken, Scope, Scopes, Token, TokenKind, Tokens};
pub use view::View;
pub use work::Work;
