//! The settings of a person, read and changed within a unit of work or a view.

use rondo_domain::{Person, UserId};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::entity::user;
use crate::{Error, rows};

pub(crate) async fn load(db: &impl ConnectionTrait, id: UserId) -> Result<user::Model, Error> {
    user::Entity::find_by_id(id.uuid()).one(db).await?.ok_or(Error::NoSuchUser)
}

pub(crate) async fn save(db: &impl ConnectionTrait, person: &Person) -> Result<(), Error> {
    let row = rows::user(person, load(db, person.id).await?);
    user::Entity::update(row.into_active_model().reset_all()).exec(db).await?;
    Ok(())
}
