//! Free ports on loopback, below the range from which outgoing connections take theirs.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// daprd's customary 50001 lies where any connection of the machine may be using it already, and a part
/// that starts again needs the same port again.
const RANGE: Range<u16> = 20_000..32_768;

/// A port that is free now, and given once only by this process.
pub fn free() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let first = rand::random_range(RANGE);
    let candidates = (first..RANGE.end).chain(RANGE.start..first);
    let port = candidates.into_iter().find(|port| !given.contains(port) && is_free(*port));
    let port = port.expect("twelve thousand ports are never all taken");
    given.insert(port);
    port
}

/// This port if it is free, else another.
pub fn preferably(port: u16) -> u16 {
    if is_free(port) { port } else { free() }
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
