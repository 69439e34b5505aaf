//! The real stack: Kafka, daprd, Postgres and our roles as processes of their own.

/// Tells each of these stories, written for one process, on the stack.
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod on_the_stack {
            $(
                #[tokio::test]
                async fn $story() {
                    super::$story(rondo_harness::Engine::Stack).await;
                }
            )+
        }
    };
}

mod accounting;
#[path = "../accounts.rs"]
mod accounts;
mod command;
#[path = "../console.rs"]
mod console;
mod deliveries;
mod delivery;
mod diary;
mod guarded;

mod load;
#[path = "../embedded/main_job.rs"]
mod main_job;
mod parts;
mod quickstart;
mod subscriber;
mod traces;
mod under_load;
