//! The real stack: Kafka, daprd, Postgres and our roles as processes of their own.

/// Tells each of these stories on the stack.
macro_rules! on_both_engines {
    ($($story:ident),+ $(,)?) => {
        mod on_the_stack {
            $(
                #[tokio::test]
                async fn $story() {
                    super::$story(crate::house::Engine).await;
                }
            )+
        }
    };
}

mod accounting;
mod deliveries;
mod faults;
mod house;
mod load;
#[path = "../embedded/main_job.rs"]
mod main_job;
mod parts;
mod subscriber;
mod turn;
