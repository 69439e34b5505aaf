//! A row of the ledger.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) task_id: Uuid,
    pub(crate) reminder_id: Uuid,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) channel: String,
    pub(crate) remind_at: i64,
    pub(crate) late: bool,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) sent_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
