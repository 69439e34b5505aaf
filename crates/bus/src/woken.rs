//! For whom to work next, and when to look for others.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use rondo_domain::{Timestamp, UserId};
use rondo_store::{Behind, Clock, Commits, Wake};
use tokio::time::Instant;

/// A queue that holds each user once, and only so many of them: when it is full the rest is found by
/// looking at all lines. One for whom somebody works at present waits until that is done.
#[derive(Debug)]
pub(crate) struct Woken {
    queue: VecDeque<UserId>,
    known: HashSet<UserId>,
    room: usize,
    /// For whom somebody works, and whether more came for them meanwhile.
    busy: HashMap<UserId, bool>,
    /// Whether there may be more than the queue holds.
    pub(crate) more: bool,
    /// When to look at all lines next, and how often.
    scan_at: Instant,
    scan_every: Duration,
}

impl Woken {
    /// Nobody known yet, so anybody may be behind.
    pub(crate) fn new(room: usize, scan_every: Duration) -> Self {
        Self {
            queue: VecDeque::new(),
            known: HashSet::new(),
            room,
            busy: HashMap::new(),
            more: true,
            scan_at: Instant::now(),
            scan_every,
        }
    }

    pub(crate) fn push(&mut self, user: UserId) {
        if self.known.contains(&user) {
            return;
        }
        if self.queue.len() == self.room {
            self.more = true;
            return;
        }
        self.known.insert(user);
        self.queue.push_back(user);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// The next one for whom nobody works.
    pub(crate) fn pop(&mut self) -> Option<UserId> {
        loop {
            let user = self.queue.pop_front()?;
            self.known.remove(&user);
            match self.busy.get_mut(&user) {
                Some(again) => *again = true,
                None => return Some(user),
            }
        }
    }

    /// Somebody works for that user from now on.
    pub(crate) fn begin(&mut self, user: UserId) {
        self.busy.insert(user, false);
    }

    /// Nobody does any more; if more came meanwhile, it is their turn again.
    pub(crate) fn end(&mut self, user: UserId) {
        if self.busy.remove(&user) == Some(true) {
            self.push(user);
        }
    }

    pub(crate) fn is_busy(&self, user: UserId) -> bool {
        self.busy.contains_key(&user)
    }

    /// Takes note of a commit and of those that have happened already.
    pub(crate) fn hear(&mut self, first: Wake, commits: &mut Commits) {
        let mut wake = Some(first);
        while let Some(heard) = wake {
            match heard {
                Wake::Everything => self.more = true,
                Wake::User(user) => match self.busy.get_mut(&user) {
                    Some(again) => *again = true,
                    None => self.push(user),
                },
            }
            wake = commits.pending();
        }
    }

    /// Takes in what a look at all lines brought, of at most `asked`, and when the first of those who
    /// wait is to be tried again.
    pub(crate) fn scanned(&mut self, found: &[Behind], asked: usize, next_try: Option<Timestamp>) {
        // A full answer may not be all of it.
        self.more = found.len() == asked;
        for place in found {
            if !self.is_busy(place.user) {
                self.push(place.user);
            }
        }
        self.scan_at = Instant::now() + self.scan_every;
        if let Some(at) = next_try {
            self.scan_by(at);
        }
    }

    /// Looks at all lines by then.
    pub(crate) fn scan_by(&mut self, at: Timestamp) {
        let wait = u64::try_from(at.micros() - Clock::machine().micros()).unwrap_or(0);
        self.scan_at = self.scan_at.min(Instant::now() + Duration::from_micros(wait));
    }

    pub(crate) fn scan_at(&self) -> Instant {
        self.scan_at
    }

    /// If it is time, all lines are to be looked at.
    pub(crate) fn wake(&mut self) {
        if self.scan_at <= Instant::now() {
            self.more = true;
            self.scan_at = Instant::now() + self.scan_every;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_once_and_no_more_than_there_is_room() {
        let mut woken = Woken::new(2, Duration::from_secs(1));
        woken.more = false;
        let [ann, bob, eve] = [1, 2, 3].map(UserId::from_u128);
        for user in [ann, bob, ann] {
            woken.push(user);
        }
        assert!(!woken.more);
        woken.push(eve);
        assert!(woken.more, "somebody was left out");
        assert_eq!([woken.pop(), woken.pop(), woken.pop()], [Some(ann), Some(bob), None]);
    }

    #[test]
    fn one_for_whom_somebody_works_waits_for_the_end_of_that() {
        let mut woken = Woken::new(2, Duration::from_secs(1));
        let [ann, bob] = [1, 2].map(UserId::from_u128);
        woken.begin(ann);
        woken.begin(bob);
        woken.push(ann);
        assert_eq!(woken.pop(), None);
        woken.end(bob);
        assert!(woken.is_empty(), "nothing came for him");
        woken.end(ann);
        assert_eq!(woken.pop(), Some(ann));
    }
}
