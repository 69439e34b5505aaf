//! For whom to publish next.

use std::collections::HashMap;
use std::time::Duration;

use rondo_domain::{Timestamp, UserId};
use rondo_store::{Clock, Commits, Error, RELAY, Wake};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::carrier::{Carried, Carrier, Parcel};
use super::gate::{Gate, Room};
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
    /// Who has an event under way, and whether their line grew meanwhile.
    busy: HashMap<UserId, bool>,
    carriages: JoinSet<Returned>,
    gate: Gate,
    /// The event that the last failing call had in it alone.
    suspect: Option<(Parcel, String)>,
    scan_at: Instant,
    /// Until when the database is left alone, and after how many failures of it.
    database_away: Option<(Instant, u32)>,
}

impl Runner {
    pub(super) fn new(carrier: Carrier) -> Self {
        Self {
            gate: Gate::new(carrier.options.away),
            carrier,
            woken: Woken::new(ROOM),
            busy: HashMap::new(),
            carriages: JoinSet::new(),
            suspect: None,
            scan_at: Instant::now(),
            database_away: None,
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
                wake = commits.next() => self.hear(wake, &mut commits),
                () = keeper.renewed() => self.woken.more = true,
                () = sleep_until(wakes_at) => self.wake(),
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
        let database_away = self.database_away.is_some_and(|(until, _)| until > Instant::now());
        if database_away || self.carriages.len() >= self.carrier.options.calls {
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
            match self.busy.get_mut(&user) {
                Some(again) => *again = true,
                None if keeper.of(user, self.carrier.needed()).is_some() => users.push(user),
                None => {}
            }
        }
        users
    }

    fn begin(&mut self, users: Vec<UserId>, keeper: &Keeper) {
        self.busy.extend(users.iter().map(|user| (*user, false)));
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
        // A full answer may not be all of it.
        self.woken.more = found.len() == SCAN;
        for place in found {
            if !self.busy.contains_key(&place.user) {
                self.woken.push(place.user);
            }
        }
        self.scan_at = Instant::now() + self.carrier.options.scan_every;
        if let Some(at) = next_try {
            self.scan_by(at);
        }
        Ok(())
    }

    async fn welcome(&mut self, returned: Result<Returned, tokio::task::JoinError>) {
        let (users, turn, carried) = returned.expect("a carriage does not panic and is never aborted");
        for user in &users {
            if self.busy.remove(user) == Some(true) {
                self.woken.push(*user);
            }
        }
        match carried {
            Ok(carried) => {
                self.database_away = None;
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
            self.scan_by(at);
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
        if !users.contains(&user) && !self.busy.contains_key(&user) {
            let next_try = self.carrier.blame(&parcel, reason).await;
            if let Ok(Some(at)) = next_try {
                self.scan_by(at);
            }
            self.note(next_try.map(drop));
        }
    }

    /// Leaves the database alone for a while when it does not answer.
    fn note(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.database_away = None,
            Err(error) => {
                let failures = self.database_away.map_or(1, |(_, failures)| failures.saturating_add(1));
                self.database_away = Some((Instant::now() + DATABASE_AWAY.delay(failures), failures));
                self.woken.more = true;
                tracing::warn!(%error, failures, "the outbox cannot be read or marked");
            }
        }
    }

    /// Takes note of a commit and of those that have happened already.
    fn hear(&mut self, first: Wake, commits: &mut Commits) {
        let mut wake = Some(first);
        while let Some(heard) = wake {
            match heard {
                Wake::Everything => self.woken.more = true,
                Wake::User(user) => match self.busy.get_mut(&user) {
                    Some(again) => *again = true,
                    None => self.woken.push(user),
                },
            }
            wake = commits.pending();
        }
    }

    fn scan_by(&mut self, at: Timestamp) {
        let wait = u64::try_from(at.micros() - Clock::machine().micros()).unwrap_or(0);
        self.scan_at = self.scan_at.min(Instant::now() + Duration::from_micros(wait));
    }

    fn wakes_at(&self) -> Instant {
        let now = Instant::now();
        let database = self.database_away.map(|(until, _)| until).filter(|until| *until > now);
        let broker = match self.gate.room() {
            Room::Shut(until) => Some(until),
            _ => None,
        };
        database.into_iter().chain(broker).chain([self.scan_at]).min().unwrap_or(now)
    }

    fn wake(&mut self) {
        if self.scan_at <= Instant::now() {
            self.woken.more = true;
            self.scan_at = Instant::now() + self.carrier.options.scan_every;
        }
    }
}
