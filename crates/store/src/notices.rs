//! Notices of commits from process to process, on Postgres: LISTEN on a connection of its own, NOTIFY
//! after the commit.
//!
//! A NOTIFY inside a transaction would make commits wait for one another, so it goes out after it, by
//! a task that takes together whatever was committed meanwhile. It names the users, so that nobody has
//! to look at every line for one of them (decision 0010). It may be lost: whoever waits looks at all
//! lines each second as well.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rondo_domain::UserId;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use uuid::Uuid;

use crate::signal::Signal;

const CHANNEL: &str = "rondo_commits";

/// The users that one notice names at most; more are told as everything. A payload may have 8,000
/// bytes.
const NAMED: usize = 150;

/// Between tries to listen again.
const PAUSE: Duration = Duration::from_millis(500);

/// What this process tells others, and hears of them.
#[derive(Debug)]
pub(crate) struct Notices {
    told: Arc<Told>,
    /// By whom a notice is: one's own are known already.
    sender: Uuid,
    direct: PgConnectOptions,
    signal: Signal,
    telling: AbortHandle,
    listening: OnceLock<AbortHandle>,
}

/// What is to be told next.
#[derive(Debug, Default)]
struct Told {
    pending: Mutex<Pending>,
    more: Notify,
}

#[derive(Debug, Default)]
struct Pending {
    users: HashSet<UserId>,
    everything: bool,
}

impl Notices {
    pub(crate) fn start(direct: PgConnectOptions, db: DatabaseConnection, signal: Signal) -> Self {
        let told = Arc::new(Told::default());
        let sender = Uuid::from_u128(rand::random());
        let telling = tokio::spawn(tell(Arc::clone(&told), db, sender)).abort_handle();
        Self {
            told,
            sender,
            direct,
            signal,
            telling,
            listening: OnceLock::new(),
        }
    }

    /// Somebody committed for that user.
    pub(crate) fn tell(&self, user: UserId) {
        self.told.add(|pending| {
            if pending.users.len() < NAMED {
                pending.users.insert(user);
            } else {
                pending.everything = true;
            }
        });
    }

    /// Something that concerns all happened.
    pub(crate) fn tell_everything(&self) {
        self.told.add(|pending| pending.everything = true);
    }

    /// Hears of other processes from now on.
    pub(crate) fn listen(&self) {
        self.listening
            .get_or_init(|| tokio::spawn(hear(self.direct.clone(), self.signal.clone(), self.sender)).abort_handle());
    }
}

impl Drop for Notices {
    fn drop(&mut self) {
        self.telling.abort();
        if let Some(listening) = self.listening.get() {
            listening.abort();
        }
    }
}

impl Told {
    fn add(&self, change: impl FnOnce(&mut Pending)) {
        change(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner));
        self.more.notify_one();
    }

    fn take(&self) -> Pending {
        std::mem::take(&mut self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn tell(told: Arc<Told>, db: DatabaseConnection, sender: Uuid) {
    loop {
        told.more.notified().await;
        let payload = write(sender, &told.take());
        let notify = "SELECT pg_notify($1, $2)";
        let values = [CHANNEL.into(), payload.into()];
        let statement = Statement::from_sql_and_values(DatabaseBackend::Postgres, notify, values);
        if let Err(error) = db.query_one_raw(statement).await {
            tracing::debug!(%error, "a notice was lost; others find out by looking");
        }
    }
}

async fn hear(direct: PgConnectOptions, signal: Signal, sender: Uuid) {
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(direct);
    loop {
        if let Err(error) = listen(&pool, &signal, sender).await {
            tracing::debug!(%error, "no notices for a while");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Listens until the connection is lost.
async fn listen(pool: &sqlx::PgPool, signal: &Signal, sender: Uuid) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    // Whatever was told while nobody listened.
    signal.everything();
    while let Some(notice) = listener.try_recv().await? {
        match read(notice.payload(), sender) {
            Heard::Own => {}
            Heard::Everything => signal.everything(),
            Heard::Users(users) => users.into_iter().for_each(|user| signal.committed(user)),
        }
    }
    Ok(())
}

/// What a notice says.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    Own,
    Users(Vec<UserId>),
    Everything,
}

/// The sender, and the users unless everything is meant.
fn write(sender: Uuid, pending: &Pending) -> String {
    let users = pending.users.iter().filter(|_| !pending.everything);
    let ids = std::iter::once(sender).chain(users.map(|user| user.uuid()));
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

fn read(payload: &str, own: Uuid) -> Heard {
    let mut ids = payload.split(' ').map(str::parse::<Uuid>);
    if ids.next() == Some(Ok(own)) {
        return Heard::Own;
    }
    match ids.collect::<Result<Vec<Uuid>, _>>() {
        Ok(users) if !users.is_empty() => Heard::Users(users.into_iter().map(UserId::from).collect()),
        _ => Heard::Everything,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(count: u128, everything: bool) -> Pending {
        Pending {
            users: (0..count).map(UserId::from_u128).collect(),
            everything,
        }
    }

    #[test]
    fn a_notice_names_its_users_and_fits_into_a_payload() {
        let (own, other) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let longest = write(own, &pending(NAMED as u128, false));
        assert!(longest.len() < 8000);
        assert_eq!(read(&longest, own), Heard::Own);
        let one = write(own, &pending(1, false));
        assert_eq!(read(&one, other), Heard::Users(vec![UserId::from_u128(0)]));
    }

    #[test]
    fn too_many_users_and_what_cannot_be_read_mean_everything() {
        let (own, other) = (Uuid::from_u128(7), Uuid::from_u128(8));
        assert_eq!(read(&write(own, &pending(3, true)), other), Heard::Everything);
        assert_eq!(read("", other), Heard::Everything);
    }
}
