//! What a database says of those who work on it.

use rondo_domain::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{Error, Store, rows};

/// Who works for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders {
    /// For what.
    pub purpose: String,
    /// How many processes live.
    pub processes: i64,
    /// How many of the slots they hold.
    pub slots: i64,
}

impl Store {
    /// Who holds leases, for each purpose that ever had some. None on a database of one process.
    pub async fn holders(&self) -> Result<Vec<Holders>, Error> {
        if !self.is_shared() {
            return Ok(Vec::new());
        }
        let sql = "SELECT purpose, count(DISTINCT holder) FILTER (WHERE expires_at > clock.now) AS processes,
                          count(*) FILTER (WHERE expires_at > clock.now) AS slots
                   FROM leases, (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now) AS clock
                   GROUP BY purpose ORDER BY purpose";
        let rows = self.readers().query_all_raw(self.sql(sql, [])).await?;
        rows.iter()
            .map(|row| {
                Ok(Holders {
                    purpose: row.try_get("", "purpose")?,
                    processes: row.try_get("", "processes")?,
                    slots: row.try_get("", "slots")?,
                })
            })
            .collect()
    }

    /// The clock of the database's server; none where the database is a file of this machine.
    pub async fn server_time(&self) -> Result<Option<Timestamp>, Error> {
        if !self.is_shared() {
            return Ok(None);
        }
        let sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now";
        let row = self.readers().query_one_raw(self.sql(sql, [])).await?;
        let now: Option<i64> = row.map(|row| row.try_get("", "now")).transpose()?;
        now.map(rows::timestamp).transpose()
    }
}
