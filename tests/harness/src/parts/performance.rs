//! How fast the broker takes records, by Kafka's own tool.

use anyhow::{Context, Result};

use super::Kafka;

const TOOL: &str = "org.apache.kafka.tools.ProducerPerformance";

impl Kafka {
    /// Writes so many records of so many bytes as fast as it can, each acknowledged by all replicas; gives
    /// the records a second.
    pub async fn producer_speed(&self, topic: &str, records: u32, bytes: usize) -> Result<f64> {
        let server = format!("bootstrap.servers={}", self.brokers());
        let (records, bytes) = (records.to_string(), bytes.to_string());
        let mut arguments = vec!["--topic", topic, "--num-records", &records, "--record-size", &bytes];
        arguments.extend(["--throughput", "-1", "--producer-props", &server, "acks=all"]);
        let said = self.jars().run(TOOL, arguments).await?;
        speed(&said).with_context(|| format!("no speed in what {TOOL} says: {said}"))
    }
}

/// By its last line: `50000 records sent, 33600.2 records/sec (…)`.
fn speed(said: &str) -> Option<f64> {
    let (_, rest) = said
        .lines()
        .rfind(|line| line.contains("records sent"))?
        .split_once("sent, ")?;
    rest.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::speed;

    #[test]
    fn the_last_line_says_the_speed() {
        let said = "7 records sent, 1.4 records/sec (0 MB/sec)\n50000 records sent, 33600.2 records/sec (15.3 MB/sec)\n";
        assert_eq!(speed(said), Some(33_600.2));
        assert_eq!(speed("nothing"), None);
    }
}
