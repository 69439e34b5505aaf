//! Rondo, as `cargo xtask cluster deploy` puts it on the cluster.

use std::time::Duration;

use anyhow::Result;
use rondo_harness::parts::Record;
use rondo_harness::stack::{Log, Published, settled};
use rondo_harness::{Address, Engine, Sql, User, eventually};

use crate::kubectl::{NAMESPACE, attempt, ours, rolled_out, said};

/// Every Deployment of the chart.
pub(crate) const SERVICES: [&str; 5] = [
    "chat-api-service",
    "relay",
    "recurring-task-service",
    "notification-service",
    "reminder-scheduler",
];

const PATIENCE: Duration = Duration::from_mins(3);
const BROKER: &str = "127.0.0.1:9092";

/// The services, found by the addresses that Kubernetes gave them.
pub(crate) struct Cluster {
    pub(crate) address: Address,
    database: String,
}

impl Cluster {
    /// The one that these tests run in, all of it ready.
    pub(crate) async fn ready() -> Self {
        rolled_out("statefulset/postgres").await;
        rolled_out("statefulset/kafka").await;
        for service in SERVICES {
            rolled_out(&format!("deployment/{service}")).await;
        }
        let secret = ours(&[
            "get",
            "secret",
            "postgres",
            "-o",
            "go-template={{.data.password | base64decode}}",
        ])
        .await;
        let postgres = service("postgres").await;
        let address = Address::default();
        address.set(&format!("http://{}", service("chat-api-service").await));
        Self {
            address,
            database: format!("postgres://rondo:{secret}@{postgres}/rondo"),
        }
    }

    /// Signs somebody up.
    pub(crate) async fn register(&self) -> User {
        User::register(&self.address, "Europe/Berlin").await
    }

    /// The database, read behind the services' back.
    pub(crate) async fn sql(&self) -> Sql {
        Sql::connect(Engine::Postgres, &self.database).await
    }

    /// Waits until everything is published and handled.
    pub(crate) async fn settled(&self) {
        let sql = self.sql().await;
        settled(&sql).await;
        sql.close().await;
    }

    /// Fails unless every event of the log is on its topic.
    pub(crate) async fn published(&self, topic: &str) -> Result<Published> {
        let sql = self.sql().await;
        let log = Log::of(&sql, topic).await;
        sql.close().await;
        let what = format!("{} events are on {topic}", log.count());
        let count = eventually(&what, PATIENCE, || async {
            count(topic).await.ok().filter(|there| *there >= log.count())
        });
        let count = count.await;
        log.account(&records(topic, count).await?)
    }
}

/// The records of a topic that are there now.
pub(crate) async fn topic(topic: &str) -> Vec<Record> {
    let count = count(topic).await.expect("the topic can be counted");
    records(topic, count).await.expect("the topic can be read")
}

async fn records(topic: &str, count: u64) -> Result<Vec<Record>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    Record::all(&tool(Record::reading(BROKER, topic, count)).await?)
}

/// How many records a topic holds.
pub(crate) async fn count(topic: &str) -> Result<u64> {
    let end = Record::sum(&tool(Record::counting(BROKER, topic, "latest")).await?)?;
    let first = Record::sum(&tool(Record::counting(BROKER, topic, "earliest")).await?)?;
    Ok(end.saturating_sub(first))
}

/// Runs one of Kafka's tools beside the broker.
async fn tool((class, arguments): (&str, Vec<String>)) -> Result<String> {
    let java = [
        "exec",
        "kafka-0",
        "-c",
        "kafka",
        "--",
        "java",
        "-XX:-UsePerfData",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
    ];
    let mut command = vec!["-n", NAMESPACE];
    command.extend(java);
    command.extend(["-cp", "/opt/kafka/libs/*", class]);
    command.extend(arguments.iter().map(String::as_str));
    let output = attempt("kubectl", &command, "").await;
    anyhow::ensure!(output.status.success(), "{class}: {}", said(&output));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `address:port` of a Service.
async fn service(name: &str) -> String {
    let template = "jsonpath={.spec.clusterIP}:{.spec.ports[0].port}";
    ours(&["get", "service", name, "-o", template]).await
}
