//! A bus at work, and consumers that do as they are told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use rondo_bus::embedded::{Bus, Options};
use rondo_bus::{Backoff, Delivery, Failure, Handler, Outcome, Subscription};
use rondo_contract::Topic;
use rondo_domain::UserId;
use rondo_fixture::eventually;
use rondo_store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub(crate) const CONSUMER: &str = "a-consumer";
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Failures are tried again within milliseconds.
pub(crate) fn options(store: &Store) -> Options {
    let backoff = Backoff {
        first: Duration::from_millis(5),
        short: Duration::from_millis(20),
        quick_tries: 5,
        longest: Duration::from_millis(40),
    };
    Options {
        backoff,
        ..Options::of(store)
    }
}

/// A bus that runs.
pub(crate) struct Running {
    shutdown: CancellationToken,
    pub(crate) task: JoinHandle<()>,
}

impl Running {
    pub(crate) fn with(store: &Store, options: Options, handler: &Arc<impl Handler + 'static>) -> Self {
        let handler: Arc<dyn Handler> = handler.clone();
        let subscription = Subscription {
            consumer: CONSUMER,
            topic: Topic::TaskEvents,
            kinds: &["task.created", "task.completed"],
            route: "/it",
            handler,
        };
        let shutdown = CancellationToken::new();
        let bus = Bus::new(store.clone(), options).subscribe(subscription);
        Self {
            task: tokio::spawn(bus.run(shutdown.clone())),
            shutdown,
        }
    }

    pub(crate) fn on(store: &Store, handler: &Arc<impl Handler + 'static>) -> Self {
        Self::with(store, options(store), handler)
    }

    pub(crate) fn begin_to_stop(&self) {
        self.shutdown.cancel();
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.expect("the bus does not panic");
    }

    /// Ends it as a kill does.
    pub(crate) async fn kill(self) {
        self.task.abort();
        drop(self.task.await);
    }
}

/// Waits until the consumer is done with everything.
pub(crate) async fn settled(store: &Store) {
    let done = || async {
        store
            .log()
            .is_settled(CONSUMER)
            .await
            .expect("the log can be read")
            .then_some(())
    };
    eventually("the consumer is at the head of every line", PATIENCE, done).await;
}

type Answer = dyn Fn(&Delivery) -> Result<Outcome, Failure> + Send + Sync;

/// A consumer that notes what it gets and answers as it is told.
pub(crate) struct Scripted {
    pub(crate) seen: Mutex<Vec<Delivery>>,
    answer: Box<Answer>,
}

impl Scripted {
    pub(crate) fn new(answer: impl Fn(&Delivery) -> Result<Outcome, Failure> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            seen: Mutex::default(),
            answer: Box::new(answer),
        })
    }

    pub(crate) fn willing() -> Arc<Self> {
        Self::new(|_| Ok(Outcome::Done))
    }

    /// The numbers of what it got of a user, with which try each was.
    pub(crate) fn of(&self, user: UserId) -> Vec<(i64, u32)> {
        let seen = self.seen.lock().expect("nobody panics with it");
        let of_user = seen.iter().filter(|delivery| delivery.user == user);
        of_user.map(|delivery| (delivery.sequence, delivery.attempt)).collect()
    }
}

#[async_trait]
impl Handler for Scripted {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        self.seen.lock().expect("nobody panics with it").push(delivery.clone());
        (self.answer)(delivery)
    }
}
