//! The users that are to be looked at.

use std::collections::{HashSet, VecDeque};

use rondo_domain::UserId;

/// A queue that holds each user once, and only so many of them: when it is full the rest is found by
/// looking at all lines.
#[derive(Debug)]
pub(crate) struct Woken {
    queue: VecDeque<UserId>,
    known: HashSet<UserId>,
    room: usize,
    /// Whether there may be more than the queue holds.
    pub(crate) more: bool,
}

impl Woken {
    /// Nobody known yet, so anybody may be behind.
    pub(crate) fn new(room: usize) -> Self {
        Self {
            queue: VecDeque::new(),
            known: HashSet::new(),
            room,
            more: true,
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

    pub(crate) fn pop(&mut self) -> Option<UserId> {
        let user = self.queue.pop_front()?;
        self.known.remove(&user);
        Some(user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_once_and_no_more_than_there_is_room() {
        let mut woken = Woken::new(2);
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
}
