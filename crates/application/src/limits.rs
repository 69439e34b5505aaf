//! How often somebody may try a password: for each account and for each client, in this process.

use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::Error;

const fn quota(burst: u32, a_minute: u32) -> Quota {
    let (burst, a_minute) = (NonZeroU32::new(burst), NonZeroU32::new(a_minute));
    let (Some(burst), Some(a_minute)) = (burst, a_minute) else {
        panic!("both are above zero")
    };
    Quota::per_minute(a_minute).allow_burst(burst)
}

/// Ten at once, then one in six seconds.
const ACCOUNT: Quota = quota(10, 10);
/// A household or an office behind one address, or everybody behind a proxy: five hundred at once,
/// then five a second.
const CLIENT: Quota = quota(500, 300);

/// The limits on attempts.
#[derive(Debug)]
pub(crate) struct Limits {
    accounts: DefaultKeyedRateLimiter<String>,
    clients: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    pub(crate) fn new() -> Self {
        Self {
            accounts: RateLimiter::keyed(ACCOUNT),
            clients: RateLimiter::keyed(CLIENT),
        }
    }

    /// Counts an attempt for that account from that client.
    pub(crate) fn attempt(&self, account: &str, client: &str) -> Result<(), Error> {
        check(&self.clients, client)?;
        check(&self.accounts, account)?;
        // What is full again need not be remembered: memory stays bounded by recent attempts.
        self.accounts.retain_recent();
        self.clients.retain_recent();
        Ok(())
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), Error> {
    limiter.check_key(&key.to_owned()).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Error::TooManyAttempts(wait.as_secs() + 1)
    })
}
