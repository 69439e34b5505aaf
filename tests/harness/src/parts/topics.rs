//! The topics, made before anybody uses them.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use futures::future::try_join_all;

use super::Kafka;

const COMMAND: &str = "org.apache.kafka.tools.TopicCommand";

/// How many partitions each topic has, for ever: the partition of a user follows from it.
pub const PARTITIONS: u32 = 12;

const WEEK: Duration = Duration::from_hours(7 * 24);
const MONTH: Duration = Duration::from_hours(30 * 24);

/// The topics of the contract, each with how long it keeps an event.
pub const TOPICS: [(&str, Duration); 4] = [
    ("task-events", WEEK),
    ("reminders", WEEK),
    ("task-events-dlq-recurring-task-service", MONTH),
    ("reminders-dlq-notification-service", MONTH),
];

impl Kafka {
    /// Makes those of the contract's topics that are not there.
    ///
    /// Asking takes as long as making, so what was made is noted beside the data.
    pub async fn make_topics(&self) -> Result<()> {
        let (note, wanted) = (self.folder().join("topics"), format!("{TOPICS:?}"));
        if fs::read_to_string(&note).is_ok_and(|noted| noted == wanted) {
            return Ok(());
        }
        try_join_all(TOPICS.map(|(name, kept)| self.make_topic(name, PARTITIONS, kept))).await?;
        fs::write(&note, wanted).context("note the topics")
    }

    /// Makes one topic, unless it is there.
    pub async fn make_topic(&self, name: &str, partitions: u32, kept: Duration) -> Result<()> {
        let arguments = vec![
            "--bootstrap-server".to_owned(),
            self.brokers(),
            "--create".to_owned(),
            "--if-not-exists".to_owned(),
            "--topic".to_owned(),
            name.to_owned(),
            "--partitions".to_owned(),
            partitions.to_string(),
            "--replication-factor".to_owned(),
            "1".to_owned(),
            "--config".to_owned(),
            format!("retention.ms={}", kept.as_millis()),
        ];
        self.jars().run(COMMAND, arguments).await?;
        Ok(())
    }

    /// The names of its topics.
    pub async fn topics(&self) -> Result<BTreeSet<String>> {
        let arguments = vec!["--bootstrap-server".to_owned(), self.brokers(), "--list".to_owned()];
        let listed = self.jars().run(COMMAND, arguments).await?;
        Ok(listed.lines().map(|line| line.trim().to_owned()).collect())
    }
}
