//! Who works for which users.
//!
//! Users fall into 64 fixed slots. On Postgres, which several processes may share, each purpose
//! (a consumer, the scheduler) has a lease on each slot: ten seconds long by the database's clock,
//! renewed every three, with an epoch that grows with each new holder. What a holder marks, it marks
//! only while the epoch is still its own. Slots spread over the live holders; those of a dead one
//! move once its leases have run out. A SQLite file has one process, which holds everything.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rondo_domain::UserId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Value};
use uuid::Uuid;

use crate::{Clock, Error, Store};

/// Into how many slots users fall.
pub const SLOTS: i16 = 64;

const LENGTH: Duration = Duration::from_secs(10);

/// The database's clock, in microseconds.
const NOW: &str = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

/// The slot of a user.
pub fn slot_of(user: UserId) -> i16 {
    // The last bits of a UUIDv7 are random.
    let last = user.uuid().into_bytes()[15];
    i16::from(last & 63)
}

/// Some of the slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slots {
    /// Every user's.
    All,
    /// These.
    Some(Vec<i16>),
}

impl Slots {
    /// The condition that a row of `lines` falls into one of them.
    pub(crate) fn condition(&self) -> String {
        match self {
            Self::All => "1 = 1".to_owned(),
            Self::Some(slots) if slots.is_empty() => "1 = 0".to_owned(),
            Self::Some(slots) => {
                let slots: Vec<String> = slots.iter().map(ToString::to_string).collect();
                format!("lines.slot IN ({})", slots.join(", "))
            }
        }
    }
}

/// The right to work for the users of a slot.
#[derive(Clone, Debug)]
pub enum Lease {
    /// Nobody else can.
    Sole,
    /// One of several processes.
    Held {
        /// For what.
        purpose: String,
        /// On which slot.
        slot: i16,
        /// By whom.
        holder: Uuid,
        /// Which holding of the slot this is.
        epoch: i64,
    },
}

impl Lease {
    /// The condition under which it still holds, with its parameters from number `first` on.
    pub(crate) fn fence(&self, first: usize) -> (String, Vec<Value>) {
        match self {
            Self::Sole => ("1 = 1".to_owned(), Vec::new()),
            Self::Held {
                purpose,
                slot,
                holder,
                epoch,
            } => {
                let [a, b, c, d] = [first, first + 1, first + 2, first + 3];
                let sql = format!(
                    "EXISTS (SELECT 1 FROM leases WHERE purpose = ${a} AND slot = ${b} AND holder = ${c} AND epoch = ${d})"
                );
                (
                    sql,
                    vec![purpose.clone().into(), (*slot).into(), (*holder).into(), (*epoch).into()],
                )
            }
        }
    }
}

/// What one process holds for one purpose.
#[derive(Debug)]
pub struct Leases {
    store: Store,
    purpose: String,
    holder: Uuid,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    epochs: HashMap<i16, i64>,
    until: Option<Instant>,
}

impl Store {
    /// The leases of this process for a purpose; none is held before the first [`Leases::renew`].
    pub fn leases(&self, purpose: &str) -> Leases {
        Leases {
            store: self.clone(),
            purpose: purpose.to_owned(),
            holder: Self::new_id(Clock::machine()),
            held: Mutex::default(),
        }
    }
}

impl Leases {
    /// How often to renew.
    pub const EVERY: Duration = Duration::from_secs(3);

    /// The lease for working for that user, if this process holds it for at least `needed` more.
    pub fn of(&self, user: UserId, needed: Duration) -> Option<Lease> {
        if !self.store.is_shared() {
            return Some(Lease::Sole);
        }
        let slot = slot_of(user);
        let held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let lasts = held.until.is_some_and(|until| until > Instant::now() + needed);
        let epoch = *held.epochs.get(&slot).filter(|_| lasts)?;
        Some(Lease::Held {
            purpose: self.purpose.clone(),
            slot,
            holder: self.holder,
            epoch,
        })
    }

    /// The slots that are held for at least `needed` more.
    pub fn slots(&self, needed: Duration) -> Slots {
        if !self.store.is_shared() {
            return Slots::All;
        }
        let held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let lasts = held.until.is_some_and(|until| until > Instant::now() + needed);
        Slots::Some(if lasts {
            held.epochs.keys().copied().collect()
        } else {
            Vec::new()
        })
    }

    /// Renews what is held, gives up what is too much, and takes what is free. `true` when slots
    /// came that were not held before: whoever is behind there is this process's business now.
    pub async fn renew(&self) -> Result<bool, Error> {
        if !self.store.is_shared() {
            return Ok(false);
        }
        let until = Instant::now() + LENGTH;
        let tx = self.store.begin().await?;
        let share = self.fair_share(&tx).await?;
        let mut epochs = self.prolong(&tx).await?;
        self.give_up(&tx, &mut epochs, share).await?;
        let taken = self.take_free(&tx, share.saturating_sub(epochs.len())).await?;
        tx.commit().await?;
        let grew = !taken.is_empty();
        epochs.extend(taken);
        *self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Held {
            epochs,
            until: Some(until),
        };
        Ok(grew)
    }

    /// Gives everything back, so that others need not wait for it to run out.
    pub async fn release(&self) -> Result<(), Error> {
        if !self.store.is_shared() {
            return Ok(());
        }
        *self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Held::default();
        let own: [Value; 2] = [self.purpose.clone().into(), self.holder.into()];
        let tx = self.store.begin().await?;
        let free = "UPDATE leases SET expires_at = 0 WHERE purpose = $1 AND holder = $2";
        tx.execute_raw(self.store.sql(free, own.clone())).await?;
        let gone = "DELETE FROM lease_holders WHERE purpose = $1 AND holder = $2";
        tx.execute_raw(self.store.sql(gone, own)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says that this process lives, and how many slots are its share.
    async fn fair_share(&self, tx: &DatabaseTransaction) -> Result<usize, Error> {
        let rows = "INSERT INTO leases (purpose, slot, holder, epoch, expires_at)
                    SELECT $1, generate_series(0, 63), $2, 0, 0 ON CONFLICT DO NOTHING";
        let own: [Value; 2] = [self.purpose.clone().into(), self.holder.into()];
        tx.execute_raw(self.store.sql(rows, own.clone())).await?;
        let alive = format!(
            "INSERT INTO lease_holders (purpose, holder, expires_at) VALUES ($1, $2, {NOW} + {LENGTH})
             ON CONFLICT (purpose, holder) DO UPDATE SET expires_at = excluded.expires_at",
            LENGTH = LENGTH.as_micros()
        );
        tx.execute_raw(self.store.sql(&alive, own)).await?;
        let purpose = || [Value::from(self.purpose.clone())];
        let dead = format!("DELETE FROM lease_holders WHERE purpose = $1 AND expires_at < {NOW}");
        tx.execute_raw(self.store.sql(&dead, purpose())).await?;
        let count = "SELECT count(*) AS holders FROM lease_holders WHERE purpose = $1";
        let row = tx.query_one_raw(self.store.sql(count, purpose())).await?;
        let holders: i64 = row.map(|row| row.try_get("", "holders")).transpose()?.unwrap_or(1);
        let slots = usize::try_from(SLOTS).unwrap_or(64);
        Ok(slots.div_ceil(usize::try_from(holders).unwrap_or(1).max(1)))
    }

    async fn prolong(&self, tx: &DatabaseTransaction) -> Result<HashMap<i16, i64>, Error> {
        let sql = format!(
            "UPDATE leases SET expires_at = {NOW} + {} WHERE purpose = $1 AND holder = $2 AND expires_at > {NOW}
             RETURNING slot, epoch",
            LENGTH.as_micros()
        );
        self.changed(tx, &sql, vec![]).await
    }

    async fn give_up(&self, tx: &DatabaseTransaction, held: &mut HashMap<i16, i64>, share: usize) -> Result<(), Error> {
        let surplus: Vec<i16> = held.keys().copied().skip(share).collect();
        for slot in surplus {
            held.remove(&slot);
            let sql = "UPDATE leases SET expires_at = 0 WHERE purpose = $1 AND holder = $2 AND slot = $3";
            let values: [Value; 3] = [self.purpose.clone().into(), self.holder.into(), slot.into()];
            tx.execute_raw(self.store.sql(sql, values)).await?;
        }
        Ok(())
    }

    async fn take_free(&self, tx: &DatabaseTransaction, wanted: usize) -> Result<HashMap<i16, i64>, Error> {
        if wanted == 0 {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "UPDATE leases SET holder = $2, epoch = epoch + 1, expires_at = {NOW} + {LENGTH}
             WHERE purpose = $1 AND slot IN (
                 SELECT slot FROM leases WHERE purpose = $1 AND expires_at <= {NOW} LIMIT $3 FOR UPDATE SKIP LOCKED)
             RETURNING slot, epoch",
            LENGTH = LENGTH.as_micros()
        );
        self.changed(tx, &sql, vec![i64::try_from(wanted).unwrap_or(64).into()]).await
    }

    async fn changed(&self, tx: &DatabaseTransaction, sql: &str, more: Vec<Value>) -> Result<HashMap<i16, i64>, Error> {
        let own: [Value; 2] = [self.purpose.clone().into(), self.holder.into()];
        let rows = tx.query_all_raw(self.store.sql(sql, own.into_iter().chain(more))).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("", "slot")?, row.try_get("", "epoch")?)))
            .collect()
    }
}
