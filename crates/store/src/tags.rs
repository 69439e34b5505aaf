//! Tags as people first wrote them, and how many tasks have each.

use std::collections::HashMap;

use rondo_domain::{Tag, Tags};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::tag;
use crate::{Error, View, Work};

/// A tag and the number of tasks that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagCount {
    /// As it was first written.
    pub name: String,
    /// How many tasks have it.
    pub task_count: i64,
}

impl Work {
    /// The same tags, each as this person first wrote it.
    pub async fn as_first_written(&self, tags: Tags) -> Result<Tags, Error> {
        let keys: Vec<String> = tags.iter().map(Tag::key).collect();
        if keys.is_empty() {
            return Ok(tags);
        }
        let known = tag::Entity::find()
            .filter(tag::Column::UserId.eq(self.person.id.uuid()))
            .filter(tag::Column::Key.is_in(keys))
            .all(&self.tx)
            .await?;
        let known: HashMap<String, String> = known.into_iter().map(|row| (row.key, row.name)).collect();
        Ok(tags.shown_as(|tag| known.get(&tag.key()).and_then(|name| Tag::new(name).ok())))
    }
}

impl View {
    /// The tags that any task has, by name.
    pub async fn tags(&self) -> Result<Vec<TagCount>, Error> {
        let sql = "SELECT tags.name AS name, count(*) AS task_count
                   FROM task_tags JOIN tags ON tags.user_id = task_tags.user_id AND tags.key = task_tags.key
                   WHERE task_tags.user_id = $1 GROUP BY tags.key, tags.name ORDER BY tags.key";
        let rows = self
            .db()
            .query_all_raw(self.store().sql(sql, [self.person().id.uuid().into()]))
            .await?;
        let count = |row: sea_orm::QueryResult| {
            Ok(TagCount {
                name: row.try_get("", "name")?,
                task_count: row.try_get("", "task_count")?,
            })
        };
        rows.into_iter().map(count).collect()
    }
}
