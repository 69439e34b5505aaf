//! Accounts: a file a command.

mod authenticate;
pub(crate) mod fields;
mod login;
mod me;
mod operate;
mod password;
mod register;
mod remove;
mod tokens;
mod view;

pub use authenticate::authenticate;
pub use login::{login, logout};
pub use me::{edit_me, me};
pub use operate::{list_accounts, promote, reset_password};
pub use password::set_password;
pub use register::register;
pub use remove::remove_me;
pub use tokens::{NewTokenView, TokenView, list_tokens, make_token, revoke_token};
pub use view::{SessionView, UserView};
