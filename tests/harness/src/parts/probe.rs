//! Whether a part answers, asked from any process.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::call::client;

const PATIENCE: Duration = Duration::from_secs(3);

/// How a part is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// It answers a GET of this URL with success.
    Http(String),
    /// It takes connections on this port of loopback.
    Tcp(u16),
}

impl Probe {
    /// Whether it answers now.
    pub async fn answers(&self) -> bool {
        let asked = async {
            match self {
                Self::Http(url) => client()
                    .get(url)
                    .send()
                    .await
                    .is_ok_and(|answer| answer.status().is_success()),
                Self::Tcp(port) => TcpStream::connect(("127.0.0.1", *port)).await.is_ok(),
            }
        };
        timeout(PATIENCE, asked).await.unwrap_or(false)
    }
}
