//! `rondo import`

use std::fmt::Write;
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use reqwest::Method;
use rondo_application::{Format, Part, cut};
use serde_json::{Value, json};

use super::arguments::Import;
use super::failure::Failure;
use super::output::{Output, plain};
use super::server::Server;

/// How long the server may work on a file.
const PATIENCE: Duration = Duration::from_mins(5);

/// Has the server make tasks of a file, in parts where it is larger than the server takes, and shows the
/// report.
pub(super) async fn run(asked: Import) -> Result<(), Failure> {
    let (server, output) = (Server::of(&asked.common.to)?, Output::of(&asked.common));
    let file = read(&asked.file)?;
    let format = asked
        .format
        .clone()
        .or_else(|| ending(&asked.file))
        .ok_or_else(|| Failure::Here("what kind of file is it? Say --format json, ics, csv or todoist".to_owned()))?;
    let mut query = vec![("format", format), ("dry_run", asked.dry_run.to_string())];
    query.extend(
        asked
            .project
            .clone()
            .or_else(|| stem(&asked.file))
            .map(|name| ("project", name)),
    );
    let parts = parts(&query[0].1, file);
    let (bar, mut report) = (bar(&parts), Value::Null);
    let outcome = send(&server, &query, parts, &bar, &mut report).await;
    bar.finish_and_clear();
    if !report.is_null() {
        output.show(&report, |_| text(&report))?;
        if outcome.is_err() {
            eprintln!("rondo: it broke off there; run again, it goes on with the rest");
        }
    }
    outcome?;
    match count(&report, "failed") {
        0 => Ok(()),
        failed => Err(Failure::Partly(format!("{failed} could not be made; the report says why"))),
    }
}

fn parts(format: &str, file: Vec<u8>) -> Vec<Part> {
    match Format::parse(format) {
        Some(format) => cut(format, file, rondo_chat_api::LARGEST_FILE),
        // The server says which formats there are.
        None => vec![Part { file, ..Part::default() }],
    }
}

/// Sends one part after the other; `report` is of those that were answered.
async fn send(
    server: &Server,
    query: &[(&str, String)],
    parts: Vec<Part>,
    bar: &ProgressBar,
    report: &mut Value,
) -> Result<(), Failure> {
    for part in parts {
        let request = server.request(Method::POST, "/api/import")?;
        let (records, lines, size) = (part.records_before, part.lines_before, part.file.len());
        let mut of_part = server.answer(request.query(query).body(part.file).timeout(PATIENCE)).await?;
        for finding in of_part["findings"].as_array_mut().into_iter().flatten() {
            shift(&mut finding["record"], records);
            shift(&mut finding["line"], lines);
        }
        *report = joined(report, of_part);
        bar.inc(bytes(size));
    }
    Ok(())
}

fn bytes(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// A number of a part as that of the whole file.
fn shift(number: &mut Value, by: usize) {
    if let Some(in_part) = number.as_u64() {
        *number = json!(in_part.saturating_add(bytes(by)));
    }
}

/// The report of one part after that of those before it.
fn joined(before: &Value, mut part: Value) -> Value {
    if before.is_null() {
        return part;
    }
    for name in ["created", "skipped", "failed", "more_findings"] {
        part[name] = json!(count(before, name) + count(&part, name));
    }
    let findings = [before, &part].map(|report| report["findings"].as_array().cloned().unwrap_or_default());
    part["findings"] = Value::Array(findings.concat());
    part
}

fn count(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_default()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failure::Here(format!("cannot read {}: {error}", path.display())))
}

/// The format that a file's name ends with.
pub(super) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "json" | "csv" | "ics" => Some(ending),
        "ical" | "ifb" | "icalendar" => Some("ics".to_owned()),
        _ => None,
    }
}

fn stem(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    (stem != "-").then(|| stem.to_owned())
}

/// How far the server is, where somebody looks: in bytes when there are several parts, else that it works.
fn bar(parts: &[Part]) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = match parts {
        [_, _, ..] => ProgressBar::new(parts.iter().map(|part| bytes(part.file.len())).sum()).with_style(style()),
        _ => ProgressBar::new_spinner(),
    };
    bar.enable_steady_tick(Duration::from_millis(100));
    bar.with_message("importing")
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg} {wide_bar} {bytes} of {total_bytes}").expect("a template of ours")
}

/// The report in lines: what came of the file, then each finding with its place.
fn text(report: &Value) -> String {
    let count = |name: &str| count(report, name);
    let would = if report["dry_run"] == true { "would be " } else { "" };
    let mut text = format!(
        "{} {would}created, {} there before, {} failed\n",
        count("created"),
        count("skipped"),
        count("failed")
    );
    for finding in report["findings"].as_array().map_or(&[][..], Vec::as_slice) {
        let part = |name: &str| plain(finding[name].as_str().unwrap_or_default());
        let line = finding["line"]
            .as_u64()
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let task = finding["task"]
            .as_str()
            .map(|task| format!("{}: ", plain(task)))
            .unwrap_or_default();
        let field = Some(part("field"))
            .filter(|field| !field.is_empty())
            .map(|field| format!("{field} "));
        let kind = part("kind").replace('_', " ");
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "  {line}{task}{}{} ({kind})",
            field.unwrap_or_default(),
            part("message")
        );
    }
    if count("more_findings") > 0 {
        let _ = writeln!(text, "  and {} more", count("more_findings"));
    }
    text
}
