//! Passwords and tokens: made, hashed, compared. None of them is ever in a log or an error.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// How many passwords are hashed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

/// The hashing of passwords (Argon2id, OWASP's parameters), off the threads that serve requests.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Semaphore,
    /// What a password for an unknown address is compared with, so that it takes as long.
    nobody: tokio::sync::OnceCell<String>,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            turns: Semaphore::new(AT_ONCE),
            nobody: tokio::sync::OnceCell::new(),
        }
    }

    /// The hash of a password, in PHC form.
    pub(crate) async fn hash(&self, password: String) -> String {
        self.in_turn(move || {
            let hash: PasswordHash = Argon2::default()
                .hash_password(password.as_bytes())
                .expect("the default parameters and a fresh salt are valid");
            hash.to_string()
        })
        .await
    }

    /// Whether the password belongs to the hash; with no hash it takes as long and says no.
    pub(crate) async fn matches(&self, password: String, hash: Option<String>) -> bool {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => self
                .nobody
                .get_or_init(|| self.hash("nobody's password".to_owned()))
                .await
                .clone(),
        };
        let same = self
            .in_turn(move || {
                let parsed = PasswordHash::new(&hash);
                parsed.is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await;
        known && same
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let _turn = self.turns.acquire().await.expect("the semaphore is never closed");
        tokio::task::spawn_blocking(work)
            .await
            .expect("hashing does not panic and is not cancelled")
    }
}

/// A new token: 256 random bits behind a prefix by which scanners for leaked secrets know it.
pub(crate) fn new_token() -> String {
    let bits: [u8; 32] = rand::random();
    format!("rondo_{}", BASE64_URL_SAFE_NO_PAD.encode(bits))
}

/// What is stored of a token, or compared of a request.
pub(crate) fn fingerprint(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}
