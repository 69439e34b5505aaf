//! Why a command was not carried out.

use rondo_domain::Invalid;
use rondo_store::Scope;

/// Why a command was not carried out. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Some fields are wrong.
    #[error("some fields are wrong: {0}")]
    Invalid(#[from] Invalid),
    /// The caller has no such thing; another person's does not exist for them either.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The task was changed since the caller read it.
    #[error("the task was changed meanwhile: it is at version {0}; read it again")]
    Stale(i64),
    /// The idempotency key came with another request before.
    #[error("this Idempotency-Key was used for another request; use a new one")]
    KeyReused,
    /// The task or series is not in a state in which that can be done.
    #[error("{0}")]
    NotPossible(&'static str),
    /// The address has an account.
    #[error("there is an account with this address; log in, or use another address")]
    EmailTaken,
    /// Strangers cannot make themselves an account here.
    #[error("sign-up is closed; ask the operator of this server")]
    SignUpClosed,
    /// Address and password do not belong together, or there is no such account.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// No token, or one that is not good any more.
    #[error("a valid token is needed; log in with POST /api/auth/login and send it as Authorization: Bearer")]
    Unauthenticated,
    /// The token is not good for that.
    #[error("this token lacks the scope {scope:?}", scope = .0.word())]
    Forbidden(Scope),
    /// Only somebody who has logged in may do that.
    #[error("a personal token cannot do this; log in and use that token")]
    SessionNeeded,
    /// Too many attempts from there, or for that account.
    #[error("too many attempts; try again in {0} s")]
    TooManyAttempts(u64),
    /// The database could not do it.
    #[error(transparent)]
    Store(rondo_store::Error),
}

impl From<rondo_store::Error> for Error {
    fn from(error: rondo_store::Error) -> Self {
        match error {
            // The account went while its token was in use.
            rondo_store::Error::NoSuchUser => Self::Unauthenticated,
            other => Self::Store(other),
        }
    }
}
