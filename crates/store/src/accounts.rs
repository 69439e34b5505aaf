//! Accounts: what is known before anybody has a line.

use rondo_domain::{Person, Timestamp, UserId, Zone};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

use crate::entity::{line, task, token, user};
use crate::leases::slot_of;
use crate::{Clock, Error, Store, Work, people, rows};

/// Somebody's account.
#[derive(Clone)]
pub struct Account {
    /// Whose, with their settings.
    pub person: Person,
    /// The address they log in with, in small letters.
    pub email: String,
    /// The hash of their password, in PHC form.
    pub password_hash: String,
    /// Whether they run this Rondo.
    pub is_operator: bool,
    /// Since when.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.person.id).finish_non_exhaustive()
    }
}

/// A new account.
#[derive(Clone)]
pub struct NewAccount {
    /// The address, in small letters.
    pub email: String,
    /// The hash of the password, in PHC form.
    pub password_hash: String,
    /// What to call the person.
    pub name: String,
    /// Where they live.
    pub zone: Zone,
    /// How they write dates.
    pub locale: String,
}

/// The accounts of a database.
#[derive(Clone, Debug)]
pub struct Accounts(Store);

impl Store {
    /// The accounts.
    pub fn accounts(&self) -> Accounts {
        Accounts(self.clone())
    }
}

impl Accounts {
    /// Makes an account. `None` when the address has one. The first of a database is its operator.
    pub async fn create(&self, new: NewAccount) -> Result<Option<Account>, Error> {
        let tx = self.0.begin().await?;
        let now = Clock::machine();
        let id = UserId::from(Store::new_id(now));
        let person = Person {
            locale: new.locale,
            ..Person::new(id, &new.name, new.zone)
        };
        let account = user::Model {
            id: id.uuid(),
            email: new.email,
            password_hash: new.password_hash,
            name: String::new(),
            time_zone: String::new(),
            locale: String::new(),
            week_start: String::new(),
            reminder_defaults: String::new(),
            all_day_reminder_time: String::new(),
            is_operator: user::Entity::find().one(&tx).await?.is_none(),
            created_at: now.micros(),
        };
        let row = rows::user(&person, account);
        let taken = OnConflict::column(user::Column::Email).do_nothing().to_owned();
        let insert = user::Entity::insert(row.clone().into_active_model()).on_conflict(taken);
        if insert.exec_without_returning(&tx).await? == 0 {
            return Ok(None);
        }
        let line = line::ActiveModel {
            user_id: Set(id.uuid()),
            slot: Set(slot_of(id)),
            last_seq: Set(0),
        };
        line::Entity::insert(line).exec_without_returning(&tx).await?;
        tx.commit().await?;
        account_of(&row).map(Some)
    }

    /// Whether there is any account.
    pub async fn any(&self) -> Result<bool, Error> {
        Ok(user::Entity::find().one(self.0.readers()).await?.is_some())
    }

    /// Every account, oldest first.
    pub async fn all(&self) -> Result<Vec<Account>, Error> {
        let all = user::Entity::find().order_by_asc(user::Column::Id);
        all.all(self.0.readers()).await?.iter().map(account_of).collect()
    }

    /// Has the user run this Rondo.
    pub async fn make_operator(&self, id: UserId) -> Result<(), Error> {
        let row = user::ActiveModel {
            id: Set(id.uuid()),
            is_operator: Set(true),
            ..Default::default()
        };
        user::Entity::update(row).exec(self.0.writer()).await?;
        Ok(())
    }

    /// The account with that address, in small letters.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>, Error> {
        let found = user::Entity::find()
            .filter(user::Column::Email.eq(email))
            .one(self.0.readers())
            .await?;
        found.as_ref().map(account_of).transpose()
    }

    /// The account of that user.
    pub async fn by_id(&self, id: UserId) -> Result<Option<Account>, Error> {
        let found = user::Entity::find_by_id(id.uuid()).one(self.0.readers()).await?;
        found.as_ref().map(account_of).transpose()
    }

    /// Sets the password, and ends every session but the one with that token's id.
    pub async fn set_password(&self, id: UserId, hash: String, keep: Option<uuid::Uuid>) -> Result<(), Error> {
        let tx = self.0.begin().await?;
        let row = user::ActiveModel {
            id: Set(id.uuid()),
            password_hash: Set(hash),
            ..Default::default()
        };
        user::Entity::update(row).exec(&tx).await?;
        let mut ended = token::Entity::delete_many()
            .filter(token::Column::UserId.eq(id.uuid()))
            .filter(token::Column::Kind.eq("session"));
        if let Some(kept) = keep {
            ended = ended.filter(token::Column::Id.ne(kept));
        }
        ended.exec(&tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Work {
    /// Stores the person's settings; the rest of the unit of work decides by them.
    pub async fn save_person(&mut self, person: Person) -> Result<(), Error> {
        people::save(&self.tx, &person).await?;
        self.person = person;
        Ok(())
    }

    /// Removes the account with everything that belongs to it. The line and its events stay for whoever
    /// has yet to hear that the tasks are gone.
    pub async fn remove_account(&self) -> Result<(), Error> {
        let id = self.person.id.uuid();
        // Tasks point at their series, so they go first.
        task::Entity::delete_many()
            .filter(task::Column::UserId.eq(id))
            .exec(&self.tx)
            .await?;
        user::Entity::delete_by_id(id).exec(&self.tx).await?;
        Ok(())
    }

    /// Removes the person's events before those of this unit of work.
    pub async fn forget_events(&self, before: i64) -> Result<(), Error> {
        let sql = "DELETE FROM events WHERE user_id = $1 AND user_seq < $2";
        self.tx
            .execute_raw(self.store.sql(sql, [self.person.id.uuid().into(), before.into()]))
            .await?;
        Ok(())
    }
}

fn account_of(row: &user::Model) -> Result<Account, Error> {
    Ok(Account {
        person: rows::person(row)?,
        email: row.email.clone(),
        password_hash: row.password_hash.clone(),
        is_operator: row.is_operator,
        created_at: rows::timestamp(row.created_at)?,
    })
}
