//! Everyday English, read into typed values. Pure: no clock, no I/O, no database.
//!
//! **Quick add** reads a sentence into what a new task needs:
//!
//! ```
//! use rondo_domain::{Person, UserId, Zone};
//! use rondo_language::{Setting, read};
//!
//! let ann = Person::new(UserId::from_u128(1), "Ann", Zone::parse("Europe/Berlin").unwrap());
//! let setting = Setting::of(&ann, "2026-03-10T09:00:00Z".parse().unwrap());
//!
//! let reading = read("Pay rent every month on the 1st at 9am #home !high", &setting);
//! assert_eq!(reading.title, "Pay rent");
//! assert_eq!(reading.due.unwrap().date.to_string(), "2026-04-01");
//! ```
//!
//! **Chat** reads a sentence into a [`command::Command`]. What it names is a [`command::Target`] (words,
//! a number of the last list, "it"), which whoever knows the tasks and the conversation resolves:
//!
//! ```
//! # use rondo_domain::{Person, UserId, Zone};
//! # use rondo_language::Setting;
//! use rondo_language::command::{Change, Command, Target, parse};
//!
//! # let ann = Person::new(UserId::from_u128(1), "Ann", Zone::parse("Europe/Berlin").unwrap());
//! # let setting = Setting::of(&ann, "2026-03-10T09:00:00Z".parse().unwrap());
//! let Command::Complete(target) = parse("please tick off the second one", &setting) else { panic!() };
//! assert_eq!(target, Target::Number(2));
//! ```
//!
//! What is not surely understood stays in the title, and text in quotes is never read. The
//! policies, with examples that a test plays, are in `docs/language.md`.

mod accept;
mod candidate;
pub mod command;
mod phrase;
mod preview;
mod read;
mod reading;
mod setting;
mod settle;
mod text;
mod title;
mod wording;
mod words;

pub use read::read;
pub use reading::{Kind, Reading, Understood};
pub use setting::{DateOrder, Setting};
