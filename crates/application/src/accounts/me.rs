//! A person's own settings.

use rondo_domain::{Person, Rezoned};
use rondo_store::Work;
use serde_json::Value;

use super::{UserView, fields};
use crate::input::Fields;
use crate::tasks::fields::{time, zone};
use crate::{App, Caller, Error};

/// The caller's account.
pub async fn me(app: &App, caller: &Caller) -> Result<UserView, Error> {
    caller.may(rondo_store::Scope::Read)?;
    let account = app.store.accounts().by_id(caller.user).await?.ok_or(Error::Unauthenticated)?;
    Ok(UserView::of(&account))
}

/// Edits the caller's settings by a JSON merge patch. Who moves to another zone takes their floating
/// tasks along: their reminders are planned anew, and those with a time publish that they moved.
pub async fn edit_me(app: &App, caller: &Caller, patch: Value) -> Result<UserView, Error> {
    let mut work = app.write(caller).await?;
    let before = work.person().clone();
    let after = read(patch, before.clone())?;
    let moves = after.zone != before.zone;
    let replans = moves || after.all_day_reminder_time != before.all_day_reminder_time;
    work.save_person(after).await?;
    if replans {
        replan(&mut work, moves).await?;
    }
    work.commit().await?;
    me(app, caller).await
}

fn read(patch: Value, person: Person) -> Result<Person, Error> {
    let mut read = Fields::of(patch)?;
    let person = Person {
        name: read.set("name", fields::name).unwrap_or(person.name),
        zone: read.set("time_zone", zone).unwrap_or(person.zone),
        locale: read.set("locale", fields::locale).unwrap_or(person.locale),
        week_start: read.set("week_start", fields::weekday).unwrap_or(person.week_start),
        reminder_defaults: read
            .set("reminder_defaults", fields::reminder_defaults)
            .unwrap_or(person.reminder_defaults),
        all_day_reminder_time: read
            .set("all_day_reminder_time", time)
            .unwrap_or(person.all_day_reminder_time),
        id: person.id,
    };
    for fixed in ["id", "email", "is_operator", "created_at"] {
        if read.raw(fixed).is_some() {
            read.refuse(fixed, "cannot be changed here");
        }
    }
    read.finish()?;
    Ok(person)
}

/// Plans the reminders of open tasks anew, and stores when each is due by the person's new day.
async fn replan(work: &mut Work, moves: bool) -> Result<(), Error> {
    for task in work.open_floating().await? {
        match task.rezone(moves, work.context()) {
            None => {}
            Some(Rezoned::Quietly(reminding)) => work.remind(reminding).await?,
            Some(Rezoned::Announced(change)) => drop(work.apply(change).await?),
        }
    }
    if moves {
        work.refresh_due_days().await?;
    }
    Ok(())
}
