//! How soon it is there, and how much it holds.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rondo_harness::{Engine, Rondo};

use super::Sample;

const IDLE: Duration = Duration::from_secs(10);

/// From the start of the process until `/readyz` says yes, each time on an empty folder.
pub(crate) async fn times(binary: &Path, count: usize) -> Sample {
    let mut measured = Vec::new();
    for _ in 0..count {
        let setup = Rondo::on(Engine::Sqlite).setup().await.program(binary);
        let begun = Instant::now();
        let rondo = setup.start().await;
        while rondo
            .call("GET", "/readyz")
            .attempt()
            .await
            .is_none_or(|answer| answer.status() != 200)
        {}
        measured.push(begun.elapsed());
    }
    Sample::of(measured)
}

/// The resident memory in MiB of a server that nobody uses.
pub(crate) async fn idle_memory(binary: &Path) -> Result<f64> {
    let rondo = Rondo::on(Engine::Sqlite).setup().await.program(binary).start().await;
    tokio::time::sleep(IDLE).await;
    let status =
        fs::read_to_string(format!("/proc/{}/status", rondo.process().id())).context("memory is read from /proc")?;
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .context("no VmRSS in /proc")?;
    let kib: f64 = resident.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}
