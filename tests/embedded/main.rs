//! `rondo serve` as people run it: one process, an empty folder or an empty Postgres database.
//!
//! Every story is told on both. A story whose name begins with a letter and a number (`r01_…`) is a
//! report of a user of some program of this kind, with the answer that is right.

/// Tells each of these stories on SQLite and on Postgres.
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test]
                async fn $story() {
                    super::$story(rondo_harness::Engine::Sqlite).await;
                }
            )+
        }

        mod on_postgres {
            $(
                #[tokio::test]
                async fn $story() {
                    super::$story(rondo_harness::Engine::Postgres).await;
                }
            )+
        }
    };
}

mod accounts;
mod bad_accounts;
mod bad_files;
mod bad_input;
mod bad_queries;
mod bad_requests;
mod calendar_feed;
mod chat;
mod chat_gate;
mod chat_model;
mod command_line;
mod command_line_files;
mod concurrency;
mod crash;
mod dates;
mod ends;
mod events;
mod exchange;
mod following;
mod lifecycle;
mod lists;
mod main_job;
mod mcp;
mod merge_patch;
mod pause;
mod preview;
mod quick;
mod recurrence;
mod reminders;
mod scopes;
mod series;
mod sharing;
mod shutdown;
mod skip;
mod start_faults;
mod two_completions_200;
mod vectors;
mod wrong_tasks;
mod zones;
