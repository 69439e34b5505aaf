//! `rondo user`: the accounts, on the database.

use std::io::IsTerminal;

use anyhow::Context;
use rondo_application::accounts::{self, UserView};
use rondo_application::{App, SignUp};

use crate::arguments::User;
use crate::consumers::open;
use crate::output::say;
use crate::settings::Settings;

/// Does what it is told with the accounts.
pub(crate) async fn run(settings: &Settings, command: User) -> anyhow::Result<()> {
    let app = App::new(open(settings).await?, SignUp::Closed);
    match command {
        User::List { json } => list(&accounts::list_accounts(&app).await?, json),
        User::ResetPassword { email } => {
            let account = accounts::reset_password(&app, &email, &new_password()?).await?;
            say(format!("{} has a new password; its logins have ended", account.email))
        }
        User::Promote { email } => {
            let account = accounts::promote(&app, &email).await?;
            say(format!("{} runs this server", account.email))
        }
    }
}

fn list(users: &[UserView], as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return say(serde_json::to_string_pretty(users)?);
    }
    if users.is_empty() {
        return say("There are no accounts.");
    }
    for user in users {
        let mark = if user.is_operator { " operator" } else { "" };
        say(format!(
            "{} {} {} {}{mark}",
            user.id, user.email, user.time_zone, user.created_at
        ))?;
    }
    Ok(())
}

/// Without echo on a terminal, else a line of standard input.
fn new_password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password("New password: ").context("cannot ask for the password");
    }
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .context("cannot read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
