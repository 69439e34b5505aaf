//! Whole topics, read by Kafka's own tools: what is really there, whoever wrote it.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Kafka;

/// Between the fields of a record, and after each: no text of ours holds them.
const FIELD: char = '\u{1f}';
const RECORD: char = '\u{1e}';

/// What a record without a key or value shows.
const NOTHING: &str = "\u{1}";

/// A record of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The partition that it lies in.
    pub partition: u32,
    /// Its place in the partition.
    pub offset: u64,
    /// When it was written, in milliseconds since 1970.
    pub written: u64,
    /// Its key.
    pub key: Option<String>,
    /// Its value, as written.
    pub value: String,
}

impl Record {
    /// The class of Kafka's tools, and its arguments, that print what [`Record::all`] reads.
    pub fn reading(brokers: &str, topic: &str, count: u64) -> (&'static str, Vec<String>) {
        (
            "org.apache.kafka.tools.consumer.ConsoleConsumer",
            arguments(brokers, topic, count),
        )
    }

    /// The class of Kafka's tools, and its arguments, that print the offsets of a topic's partitions.
    pub fn counting(brokers: &str, topic: &str, time: &str) -> (&'static str, Vec<String>) {
        let arguments = ["--bootstrap-server", brokers, "--topic", topic, "--time", time];
        ("org.apache.kafka.tools.GetOffsetShell", arguments.map(str::to_owned).into())
    }

    /// The sum of the offsets that were printed.
    pub fn sum(listed: &str) -> Result<u64> {
        let offsets = listed
            .lines()
            .filter_map(|line| line.rsplit_once(':'))
            .map(|(_, offset)| offset.trim());
        offsets
            .map(|offset| offset.parse::<u64>().with_context(|| format!("the offset {offset}")))
            .sum()
    }

    /// Every record that was printed, by partition and offset.
    pub fn all(text: &str) -> Result<Vec<Self>> {
        let mut records = text.split_terminator(RECORD).map(record).collect::<Result<Vec<_>>>()?;
        records.sort_by_key(|record| (record.partition, record.offset));
        Ok(records)
    }

    /// Its value, an event.
    pub fn event(&self) -> Value {
        serde_json::from_str(&self.value).unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.value))
    }
}

impl Kafka {
    /// How many records the topic holds.
    pub async fn count(&self, topic: &str) -> Result<u64> {
        let (first, end) = tokio::try_join!(self.offsets(topic, "earliest"), self.offsets(topic, "latest"))?;
        Ok(end.saturating_sub(first))
    }

    /// The sum of a topic's offsets over its partitions.
    async fn offsets(&self, topic: &str, time: &str) -> Result<u64> {
        let (class, arguments) = Record::counting(&self.brokers(), topic, time);
        Record::sum(&self.jars().run(class, arguments).await?)
    }

    /// Every record that the topic holds now, by partition and offset.
    ///
    /// Those that are written while it is read may be among them or not.
    pub async fn records(&self, topic: &str) -> Result<Vec<Record>> {
        let count = self.count(topic).await?;
        if count == 0 {
            return Ok(Vec::new());
        }
        let (class, arguments) = Record::reading(&self.brokers(), topic, count);
        let records = Record::all(&self.jars().run(class, arguments).await?);
        let records = records.with_context(|| format!("read {topic}"))?;
        let found = records.len();
        ensure!(found as u64 == count, "{topic} holds {count} records, and {found} were read");
        Ok(records)
    }
}

fn arguments(brokers: &str, topic: &str, count: u64) -> Vec<String> {
    let mut arguments = ["--bootstrap-server", brokers, "--topic", topic, "--from-beginning"]
        .map(str::to_owned)
        .to_vec();
    // It ends with the last record; if one cannot be had, after 20 s without any.
    arguments.extend([
        "--max-messages".to_owned(),
        count.to_string(),
        "--timeout-ms".to_owned(),
        "20000".to_owned(),
    ]);
    arguments.extend(["--consumer-property", "enable.auto.commit=false"].map(str::to_owned));
    for shown in [
        "print.timestamp=true",
        "print.partition=true",
        "print.offset=true",
        "print.key=true",
    ] {
        arguments.extend(["--property", shown].map(str::to_owned));
    }
    for (name, value) in [("key.separator", FIELD.to_string()), ("line.separator", RECORD.to_string())] {
        arguments.extend(["--property".to_owned(), format!("{name}={value}")]);
    }
    arguments.extend(["--property".to_owned(), format!("null.literal={NOTHING}")]);
    arguments
}

/// `CreateTime:…`, `Partition:…`, `Offset:…`, the key, the value.
fn record(text: &str) -> Result<Record> {
    let mut fields = text.splitn(5, FIELD);
    let mut field = |name: &str| fields.next().with_context(|| format!("no {name} in {text:?}"));
    let (written, partition, offset) = (field("time")?, field("partition")?, field("offset")?);
    let (key, value) = (field("key")?, field("value")?);
    Ok(Record {
        partition: number(partition)?,
        offset: number(offset)?,
        written: number(written)?,
        key: (key != NOTHING).then(|| key.to_owned()),
        value: value.to_owned(),
    })
}

fn number<N: std::str::FromStr>(field: &str) -> Result<N> {
    let digits = field.rsplit_once(':').map(|(_, digits)| digits);
    digits
        .and_then(|digits| digits.parse().ok())
        .with_context(|| format!("a number in {field:?}"))
}

#[cfg(test)]
mod tests {
    use super::{Record, record};

    #[test]
    fn a_record_is_taken_apart() {
        let text = "CreateTime:17\u{1f}Partition:3\u{1f}Offset:5\u{1f}ann\u{1f}{\"a\":\n\"\u{1f}\"}";
        let expected = Record {
            partition: 3,
            offset: 5,
            written: 17,
            key: Some("ann".to_owned()),
            value: "{\"a\":\n\"\u{1f}\"}".to_owned(),
        };
        assert_eq!(record(text).expect("a record"), expected);
        assert_eq!(
            record("CreateTime:1\u{1f}Partition:0\u{1f}Offset:0\u{1f}\u{1}\u{1f}x")
                .expect("a record")
                .key,
            None
        );
    }
}
