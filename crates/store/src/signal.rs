//! The signal of commits: how whoever waits for events is woken, without the store knowing them.

use rondo_domain::UserId;
use tokio::sync::broadcast;

/// How many commits a sleeper may miss one by one; after more it is told to look at everything.
const KEPT: usize = 1024;

/// What there is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// This user's line grew.
    User(UserId),
    /// Any may have.
    Everything,
}

#[derive(Clone, Debug)]
pub(crate) struct Signal(broadcast::Sender<Option<UserId>>);

impl Signal {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(KEPT))
    }

    /// Somebody committed for that user; nobody listening is no fault.
    pub(crate) fn committed(&self, user: UserId) {
        drop(self.0.send(Some(user)));
    }

    /// Something that concerns all happened, as the test clock moving on.
    pub(crate) fn everything(&self) {
        drop(self.0.send(None));
    }

    pub(crate) fn listen(&self) -> Commits {
        Commits(self.0.subscribe())
    }
}

/// The commits from now on.
#[derive(Debug)]
pub struct Commits(broadcast::Receiver<Option<UserId>>);

impl Commits {
    /// Waits for the next commit. Bounded: who is too slow is told to look at everything.
    pub async fn next(&mut self) -> Wake {
        match self.0.recv().await {
            Ok(Some(user)) => Wake::User(user),
            Ok(None) | Err(broadcast::error::RecvError::Lagged(_)) => Wake::Everything,
            // The store is gone, and with it whoever could commit.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }

    /// A commit that has happened already, if there is one.
    pub fn pending(&mut self) -> Option<Wake> {
        match self.0.try_recv() {
            Ok(Some(user)) => Some(Wake::User(user)),
            Ok(None) | Err(broadcast::error::TryRecvError::Lagged(_)) => Some(Wake::Everything),
            Err(broadcast::error::TryRecvError::Empty | broadcast::error::TryRecvError::Closed) => None,
        }
    }
}
