//! A task.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) priority: i16,
    pub(crate) due_date: Option<String>,
    pub(crate) due_time: Option<String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) tags: String,
    pub(crate) series_id: Option<Uuid>,
    pub(crate) occurrence: Option<i64>,
    pub(crate) slot: Option<String>,
    pub(crate) touched: bool,
    pub(crate) completed_at: Option<i64>,
    pub(crate) deleted_at: Option<i64>,
    pub(crate) deleted_because: Option<String>,
    pub(crate) version: i64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) due_local: Option<String>,
    pub(crate) due_at: Option<i64>,
    pub(crate) title_key: String,
    pub(crate) search_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
