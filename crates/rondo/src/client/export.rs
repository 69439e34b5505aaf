//! `rondo export`

use std::io::Write;

use reqwest::Method;

use super::arguments::Export;
use super::failure::Failure;
use super::import::ending;
use super::server::Server;

/// Writes every task to a file, or to standard output.
pub(super) async fn run(asked: Export) -> Result<(), Failure> {
    let server = Server::of(&asked.to)?;
    let by_name = || asked.file.as_deref().and_then(ending);
    let format = asked.format.clone().or_else(by_name).unwrap_or_else(|| "json".to_owned());
    let query = [("format", format.clone())];
    let response = server.send(server.request(Method::GET, "/api/export")?.query(&query)).await?;
    let status = response.status();
    let body = response.bytes().await;
    let body = body.map_err(|error| Failure::Unreachable(format!("the file broke off: {error}")))?;
    if !status.is_success() {
        let problem = serde_json::from_slice(&body).unwrap_or_default();
        return Err(Failure::of(status.as_u16(), &problem));
    }
    match &asked.file {
        None => std::io::stdout().lock().write_all(&body)?,
        Some(path) => std::fs::write(path, &body)
            .map_err(|error| Failure::Here(format!("cannot write {}: {error}", path.display())))?,
    }
    if format != "json" {
        let report = server
            .get("/api/export", &[("format", format), ("report", "true".to_owned())])
            .await?;
        let told = report["findings"].as_array().map_or(0, Vec::len);
        let untold = report["more_findings"].as_u64().unwrap_or_default();
        let what_is_lost = match u64::try_from(told).unwrap_or(u64::MAX).saturating_add(untold) {
            0 => return Ok(()),
            1 => "1 thing has".to_owned(),
            several => format!("{several} things have"),
        };
        eprintln!("rondo: {what_is_lost} no place in that format; json keeps everything");
    }
    Ok(())
}
