//! An event in a user's line.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_seq: i64,
    pub(crate) event_id: Uuid,
    pub(crate) topic: String,
    pub(crate) kind: String,
    pub(crate) task_id: Uuid,
    pub(crate) at: i64,
    pub(crate) payload: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
