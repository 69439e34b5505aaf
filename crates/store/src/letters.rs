//! Looking at dead letters, and ending them.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::entity::dead_letter;
use crate::log::letter;
use crate::{DeadLetter, Error, Log};

impl Log {
    /// The dead letters of that event, of one consumer or all: several may have failed with it.
    pub async fn dead_letters_of(&self, event: Uuid, consumer: Option<&str>) -> Result<Vec<DeadLetter>, Error> {
        let mut select = dead_letter::Entity::find().filter(dead_letter::Column::EventId.eq(event));
        if let Some(consumer) = consumer {
            select = select.filter(dead_letter::Column::Consumer.eq(consumer));
        }
        select.all(self.0.readers()).await?.into_iter().map(letter).collect()
    }

    /// Removes a dead letter. `false` when it was gone.
    pub async fn drop_dead_letter(&self, consumer: &str, event: Uuid) -> Result<bool, Error> {
        let deleted = dead_letter::Entity::delete_by_id((consumer.to_owned(), event))
            .exec(self.0.writer())
            .await?;
        Ok(deleted.rows_affected > 0)
    }

    /// How many dead letters each consumer has.
    pub async fn count_dead_letters(&self) -> Result<Vec<(String, i64)>, Error> {
        let sql = "SELECT consumer, count(*) AS letters FROM dead_letters GROUP BY consumer ORDER BY consumer";
        let rows = self.0.readers().query_all_raw(self.0.sql(sql, [])).await?;
        rows.iter()
            .map(|row| Ok((row.try_get("", "consumer")?, row.try_get("", "letters")?)))
            .collect()
    }
}
