//! A series of occurrences.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) start: String,
    pub(crate) rule: String,
    pub(crate) counts_from: i64,
    pub(crate) basis: String,
    pub(crate) catch_up: String,
    pub(crate) time_zone: Option<String>,
    pub(crate) exdates: String,
    pub(crate) rdates: String,
    pub(crate) state: String,
    pub(crate) deleted: bool,
    pub(crate) template: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
