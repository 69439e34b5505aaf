//! The application and who asks something of it.

use std::sync::Arc;

use rondo_domain::{Actor, Origin, UserId};
use rondo_store::{Scope, Scopes, Store, Token, View, Work};

use crate::Error;
use crate::chat::Model;
use crate::limits::Limits;
use crate::secrets::Passwords;

/// Whether strangers may make themselves an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUp {
    /// They may.
    #[default]
    Open,
    /// Only the very first account can be made.
    Closed,
}

/// Everything that commands need. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    pub(crate) sign_up: SignUp,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) model: Option<Arc<dyn Model>>,
}

/// Who asks, through what, and with which rights.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Whose tasks are meant: the token's owner, never an argument.
    pub user: UserId,
    /// Through what.
    pub actor: Actor,
    /// The W3C `traceparent` of the request.
    pub trace: Option<String>,
    /// By which token.
    pub token: Token,
}

impl App {
    /// The application on that database.
    pub fn new(store: Store, sign_up: SignUp) -> Self {
        Self {
            store,
            sign_up,
            passwords: Arc::new(Passwords::new()),
            limits: Arc::new(Limits::new()),
            model: None,
        }
    }

    /// The same with a language model that drives the chat.
    #[must_use]
    pub fn with_model(self, model: Option<Arc<dyn Model>>) -> Self {
        Self { model, ..self }
    }

    /// A unit of work for the caller, who must be allowed to write.
    pub(crate) async fn write(&self, caller: &Caller) -> Result<Work, Error> {
        caller.may(Scope::Write)?;
        let origin = Origin {
            actor: caller.actor,
            trace: caller.trace.clone(),
        };
        Ok(self.store.write(caller.user, origin).await?)
    }

    /// What the caller sees, who must be allowed to read.
    pub(crate) async fn view(&self, caller: &Caller) -> Result<View, Error> {
        caller.may(Scope::Read)?;
        Ok(self.store.view(caller.user).await?)
    }
}

impl Caller {
    /// Whether the caller's token is good for that.
    pub fn may(&self, scope: Scope) -> Result<(), Error> {
        let scopes: &Scopes = &self.token.scopes;
        if scopes.allow(scope) {
            Ok(())
        } else {
            Err(Error::Forbidden(scope))
        }
    }
}
