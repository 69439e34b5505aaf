//! The settings of Kafka and ZooKeeper on one machine.

use super::KafkaPorts;

/// What holds with either quorum. Topics are made beforehand and never by accident.
const BROKER: &str = "\
log.dirs=data
auto.create.topics.enable=false
num.partitions=12
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
# A consumer that joins a new group waits for no others (the default is 3 s).
group.initial.rebalance.delay.ms=0
num.network.threads=2
num.io.threads=4
num.recovery.threads.per.data.dir=2
# Small index files: after a SIGKILL each is mapped and checked anew.
log.index.size.max.bytes=1048576
";

/// A broker that is its own controller.
pub(super) fn kraft(ports: KafkaPorts) -> String {
    let KafkaPorts { clients, quorum } = ports;
    format!(
        "\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{quorum}
listeners=PLAINTEXT://127.0.0.1:{clients},CONTROLLER://127.0.0.1:{quorum}
advertised.listeners=PLAINTEXT://127.0.0.1:{clients}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
# A broker that was killed comes back as another one, once the quorum has given up the first (9 s by default).
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
{BROKER}"
    )
}

/// A broker whose controller is elected through ZooKeeper.
pub(super) fn zookeeper_mode(clients: u16, zookeeper: u16) -> String {
    format!(
        "\
broker.id=1
listeners=PLAINTEXT://127.0.0.1:{clients}
advertised.listeners=PLAINTEXT://127.0.0.1:{clients}
zookeeper.connect=127.0.0.1:{zookeeper}
zookeeper.connection.timeout.ms=60000
# A broker that was killed holds its name until its session is over.
zookeeper.session.timeout.ms=6000
{BROKER}"
    )
}

/// ZooKeeper, alone.
pub(super) fn zookeeper(port: u16) -> String {
    format!(
        "\
dataDir=data
clientPort={port}
clientPortAddress=127.0.0.1
admin.enableServer=false
maxClientCnxns=0
tickTime=2000
"
    )
}

/// Logging of Kafka 4.
pub(super) const LOGGING_4: &str = r#"Configuration:
  status: WARN
  Appenders:
    Console:
      name: STDOUT
      PatternLayout:
        pattern: "[%d] %p %m (%c)%n"
  Loggers:
    Root:
      level: WARN
      AppenderRef:
        - ref: STDOUT
    Logger:
      - name: kafka.server.KafkaRaftServer
        level: INFO
"#;

/// Logging of Kafka 3 and ZooKeeper.
pub(super) const LOGGING_3: &str = "\
log4j.rootLogger=WARN, stdout
log4j.logger.kafka.server.KafkaServer=INFO, stdout
log4j.additivity.kafka.server.KafkaServer=false
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
";
