//! For whom to publish next.

use std::time::Duration;

use rondo_domain::UserId;
use rondo_store::{Clock, Error, RELAY};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::carrier::{Carried, Carrier, Parcel};
use super::gate::{Gate, Room};
use crate::absence::Absence;
use crate::woken::Woken;
use crate::{Backoff, Keeper};

/// How many users are known by name at most.
const ROOM: usize = 4096;

/// How many users one look at all lines brings.
const SCAN: usize = 2048;

/// Between tries while the database is away.
const DATABASE_AWAY: Backoff = Backoff {
    first: Duration::from_millis(100),
    short: Duration::from_secs(1),
    quick_tries: u32::MAX,
    longest: Duration::from_secs(1),
};

/// A carriage that came back: for whom, since which turn of the gate, and what came of it.
type Returned = (Vec<UserId>, u64, Result<Carried, Error>);

pub(super) struct Runner {
    carrier: Carrier,
    woken: Woken,
    carriages: JoinSet<Returned>,
    gate: Gate,
    /// The event that the last failing call had in it alone.
    suspect: Option<(Parcel, String)>,
    database: Absence,
}

impl Runner {
    pub(super) fn new(carrier: Carrier) -> Self {
        Self {
            gate: Gate::new(carrier.options.away),
            woken: Woken::new(ROOM, carrier.options.scan_every),
            carrier,
            carriages: JoinSet::new(),
            suspect: None,
            database: Absence::new(DATABASE_AWAY),
        }
    }

    pub(super) async fn run(mut self, shutdown: CancellationToken) {
        // Before the first look at the lines: no commit falls in between.
        let mut commits = self.carrier.store.commits();
        let mut keeper = Keeper::start(&self.carrier.store, RELAY);
        while !shutdown.is_cancelled() {
            self.engage(&keeper).await;
            let wakes_at = self.wakes_at();
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(returned) = self.carriages.join_next() => self.welcome(returned).await,
                wake = commits.next() => self.woken.hear(wake, &mut commits),
                () = keeper.renewed() => self.woken.more = true,
                () = sleep_until(wakes_at) => self.woken.wake(),
            }
        }
        while let Some(returned) = self.carriages.join_next().await {
            self.welcome(returned).await;
        }
        keeper.release().await;
    }

    /// Begins as many carriages as there may be.
    async fn engage(&mut self, keeper: &Keeper) {
        while let Some(most) = self.room() {
            if self.woken.is_empty() && self.woken.more {
                let found = self.scan(keeper).await;
                self.note(found.map(drop));
            }
            let users = self.next_users(most, keeper);
            if users.is_empty() {
                break;
            }
            self.begin(users, keeper);
        }
    }

    /// How many users' events the next call may have; `None` when there is to be none yet.
    fn room(&self) -> Option<usize> {
        if self.database.until().is_some() || self.carriages.len() >= self.carrier.options.calls {
            return None;
        }
        match self.gate.room() {
            Room::Open => Some(self.carrier.options.together),
            // One event, so that a broker that comes back is not met by a crowd.
            Room::Probe => Some(1),
            Room::Shut(_) | Room::Probing => None,
        }
    }

    /// The next users whose slots are held for long enough. Those of others are theirs; one whose lease
    /// runs out is found by the look after its renewal.
    fn next_users(&mut self, most: usize, keeper: &Keeper) -> Vec<UserId> {
        let mut users = Vec::new();
        while users.len() < most {
            let Some(user) = self.woken.pop() else { break };
            if keeper.of(user, self.carrier.needed()).is_some() {
                users.push(user);
            }
        }
        users
    }

    fn begin(&mut self, users: Vec<UserId>, keeper: &Keeper) {
        for user in &users {
            self.woken.begin(*user);
        }
        let (turn, carrier, leases) = (self.gate.begin(), self.carrier.clone(), keeper.leases());
        self.carriages.spawn(async move {
            let outcome = carrier.carry(&users, &leases).await;
            (users, turn, outcome)
        });
    }

    /// Looks at all lines for those with something to publish.
    async fn scan(&mut self, keeper: &Keeper) -> Result<(), Error> {
        let (log, slots) = (self.carrier.store.log(), keeper.slots(self.carrier.needed()));
        let found = log.behind(RELAY, &slots, Clock::machine(), SCAN as u64).await?;
        let next_try = log.next_try(RELAY, &slots).await?;
        self.woken.scanned(&found, SCAN, next_try);
        Ok(())
    }

    async fn welcome(&mut self, returned: Result<Returned, tokio::task::JoinError>) {
        let (users, turn, carried) = returned.expect("a carriage does not panic and is never aborted");
        for user in &users {
            self.woken.end(*user);
        }
        match carried {
            Ok(carried) => {
                self.database.over();
                self.learn(carried, turn, &users).await;
            }
            Err(error) => {
                self.gate.nothing_learnt(turn);
                self.note(Err(error));
            }
        }
    }

    /// What a carriage says about the broker, and who is to go on.
    async fn learn(&mut self, carried: Carried, turn: u64, users: &[UserId]) {
        if carried.answered > 0 {
            self.answered(users).await;
        } else if carried.away.is_none() {
            self.gate.nothing_learnt(turn);
        }
        if let Some(away) = &carried.away {
            metrics::counter!("rondo_relay_failures_total").increment(1);
            if self.gate.away(turn) {
                tracing::warn!(reason = %away, "nothing can be published; events wait in the database");
            }
            metrics::gauge!("rondo_relay_away").set(1.0);
            self.suspect = carried.suspect.map(|parcel| (parcel, away.to_string()));
        }
        for user in carried.more {
            self.woken.push(user);
        }
        if let Some(at) = carried.next_try {
            self.woken.scan_by(at);
        }
    }

    /// Something of these users was answered: if the broker was away, it is back.
    async fn answered(&mut self, users: &[UserId]) {
        if !self.gate.answered() {
            return;
        }
        tracing::info!("events can be published again");
        metrics::gauge!("rondo_relay_away").set(0.0);
        let Some((parcel, reason)) = self.suspect.take() else { return };
        // Others are published and that one was not: it may be its own fault.
        let user = parcel.place.user;
        if !users.contains(&user) && !self.woken.is_busy(user) {
            let next_try = self.carrier.blame(&parcel, reason).await;
            if let Ok(Some(at)) = next_try {
                self.woken.scan_by(at);
            }
            self.note(next_try.map(drop));
        }
    }

    /// Leaves the database alone for a while when it does not answer.
    fn note(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.database.over(),
            Err(error) => {
                let failures = self.database.failed();
                self.woken.more = true;
                tracing::warn!(%error, failures, "the outbox cannot be read or marked");
            }
        }
    }

    fn wakes_at(&self) -> Instant {
        let broker = match self.gate.room() {
            Room::Shut(until) => Some(until),
            _ => None,
        };
        let away = self.database.until().into_iter().chain(broker);
        away.fold(self.woken.scan_at(), Instant::min)
    }
}
