//! Making an account.

use rondo_domain::Zone;
use rondo_store::NewAccount;
use serde_json::Value;

use super::{SessionView, fields, login};
use crate::app::SignUp;
use crate::input::Fields;
use crate::tasks::fields::zone;
use crate::{App, Error};

/// Makes an account of `{email, password, name?, time_zone?, locale?}` and logs it in.
pub async fn register(app: &App, body: Value, client: &str) -> Result<SessionView, Error> {
    let mut read = Fields::of(body)?;
    let email = read.required("email", fields::email);
    let password = read.required("password", fields::new_password);
    let name = read.optional("name", fields::name);
    let zone = read.optional("time_zone", zone).unwrap_or(Zone::UTC);
    let locale = read.optional("locale", fields::locale).unwrap_or_else(|| "en".to_owned());
    let (email, password) = read.finish_as(email.zip(password))?;
    if app.sign_up == SignUp::Closed && app.store.accounts().any().await? {
        return Err(Error::SignUpClosed);
    }
    app.limits.attempt(&email, client)?;
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or(&email).to_owned());
    let password_hash = app.passwords.hash(password).await;
    let new = NewAccount {
        email,
        password_hash,
        name,
        zone,
        locale,
    };
    let account = app.store.accounts().create(new).await?.ok_or(Error::EmailTaken)?;
    login::session(app, &account).await
}
