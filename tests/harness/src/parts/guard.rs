//! A broker's other ports, on which it asks who is there.

use anyhow::Result;
use serde_json::{Value, json};

use super::{Certificates, KafkaPorts, Place, port};

const USER: &str = "rondo";

/// A port for whoever has a user's password (SASL over TLS), and one for whoever has a certificate.
#[derive(Debug)]
pub struct Guard {
    certificates: Certificates,
    password: String,
    sasl: u16,
    tls: u16,
}

impl Guard {
    /// With keys and a password of its own.
    pub fn new(place: &Place) -> Result<Self> {
        let certificates = Certificates::new(&place.part("certificates")?)?;
        certificates.authority("ca", "/CN=brokers")?;
        certificates.signed("ca", "broker", "/CN=broker", "IP:127.0.0.1")?;
        certificates.signed("ca", "client", "/CN=rondo", "")?;
        Ok(Self {
            certificates,
            password: format!("{:032x}", rand::random::<u128>()),
            sasl: port::free(),
            tls: port::free(),
        })
    }

    /// Where a password is asked for, `host:port`.
    pub fn sasl(&self) -> String {
        format!("127.0.0.1:{}", self.sasl)
    }

    /// Where a certificate is.
    pub fn tls(&self) -> String {
        format!("127.0.0.1:{}", self.tls)
    }

    /// The secrets that the components of `dapr/production` name.
    pub fn secrets(&self) -> Result<Value> {
        let read = |file| self.certificates.read(file);
        Ok(json!({
            "rondo-kafka": {"username": USER, "password": self.password, "ca.crt": read("ca.crt")?},
            "rondo-kafka-tls": {"ca.crt": read("ca.crt")?, "tls.crt": read("client.crt")?, "tls.key": read("client.key")?},
        }))
    }

    /// The files that the settings name.
    pub(super) fn files(&self) -> Result<[(&'static str, String); 2]> {
        let read = |file| self.certificates.read(file);
        Ok([
            ("broker.pem", read("broker.key")? + &read("broker.crt")?),
            ("ca.crt", read("ca.crt")?),
        ])
    }

    /// How the storage is formatted, so that the user is there from the start.
    pub(super) fn user(&self) -> [String; 2] {
        let user = format!("SCRAM-SHA-512=[name={USER},password={}]", self.password);
        ["--add-scram".to_owned(), user]
    }

    /// What is said after a broker's other settings: of two lines for the same the later one holds.
    pub(super) fn settings(&self, ports: KafkaPorts) -> String {
        let KafkaPorts { clients, quorum } = ports;
        let open = format!("PLAINTEXT://127.0.0.1:{clients}");
        let guarded = format!("SASL_SSL://{},SSL://{}", self.sasl(), self.tls());
        format!(
            "\
listeners={open},CONTROLLER://127.0.0.1:{quorum},{guarded}
advertised.listeners={open},{guarded}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL
ssl.keystore.type=PEM
ssl.keystore.location=broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=ca.crt
listener.name.ssl.ssl.client.auth=required
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
"
        )
    }
}
