//! What carries the events can do at most, with events of the same size on a topic of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use futures::future::try_join_all;
use reqwest::{Client, RequestBuilder};
use rondo_harness::parts::{Daprd, Life, PARTITIONS, Place, Sidecar};
use serde_json::json;

use crate::figure::Unit::{EventsASecond, Milliseconds};
use crate::figure::{Figure, Sheet};
use crate::sample::Sample;
use crate::say;
use crate::stage::Stage;
use crate::subscriber::Subscriber;

const TOPIC: &str = "bench-ceiling";
const HOUR: Duration = Duration::from_hours(1);

/// As many calls at once as the relay makes, with as many events.
const BULK_CALLERS: usize = 4;
const BULK: usize = 100;
const SINGLE_CALLERS: usize = 64;
const COMMITS: usize = 300;

/// Events a second that daprd carries with nobody else at work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ceilings {
    pub(crate) bulk: f64,
    pub(crate) delivery: f64,
}

pub(crate) async fn measure(stage: &Stage<'_>, sheet: &mut Sheet) -> Result<Ceilings> {
    stage.stack.kafka().make_topic(TOPIC, PARTITIONS, HOUR).await?;
    let events = stage
        .sql
        .texts("SELECT payload FROM events WHERE kind LIKE 'task.%' LIMIT 1")
        .await;
    let event: Arc<str> = events.into_iter().next().context("an event")?.into();
    let during = stage.options.at_the_ceiling();
    say(&format!(
        "Measuring what carries the events, {during:?} each, with events of {} bytes",
        event.len()
    ));
    let (bulk, single) = (bulk(stage, &event).await?, single(stage, &event).await?);
    let delivery = delivery(stage).await?;
    let commit = Figure::new("ceiling: one commit alone, which waits for the disk, p50", Milliseconds);
    sheet.note(commit, commits(stage).await.at(0.5));
    let kafka = stage
        .stack
        .kafka()
        .producer_speed(TOPIC, stage.options.records(), event.len())
        .await?;
    for (name, rate) in [
        (
            format!("ceiling: daprd, publishing in bulk, {BULK_CALLERS} callers, {BULK} events a call"),
            bulk,
        ),
        (
            format!("ceiling: daprd, publishing one by one, {SINGLE_CALLERS} callers"),
            single,
        ),
        (
            format!("ceiling: daprd, ordinary delivery, {PARTITIONS} partitions"),
            delivery,
        ),
        ("ceiling: Kafka's ProducerPerformance, acks=all".to_owned(), kafka),
    ] {
        sheet.note(Figure::new(name, EventsASecond), rate);
    }
    Ok(Ceilings { bulk, delivery })
}

async fn bulk(stage: &Stage<'_>, event: &Arc<str>) -> Result<f64> {
    let url = format!("/v1.0-alpha1/publish/bulk/pubsub-kafka/{TOPIC}?metadata.rawPayload=true");
    let calls = each_for_a_while(stage, BULK_CALLERS, |http, caller, _| {
        let entry = |number: usize| {
            let key = format!("person-{caller}-{number}");
            json!({"entryId": number.to_string(), "event": &**event, "contentType": "text/plain", "metadata": {"partitionKey": key}})
        };
        let entries: Vec<_> = (0..BULK).map(entry).collect();
        post(stage, http, &url).json(&entries)
    });
    Ok(calls.await? * 100.0)
}

async fn single(stage: &Stage<'_>, event: &Arc<str>) -> Result<f64> {
    let url = format!("/v1.0/publish/pubsub-kafka/{TOPIC}?metadata.rawPayload=true&metadata.partitionKey=person");
    let calls = each_for_a_while(stage, SINGLE_CALLERS, |http, caller, turn| {
        let request = post(stage, http, &format!("{url}-{caller}-{turn}"));
        request
            .header("content-type", "application/cloudevents+json")
            .body(event.to_string())
    });
    calls.await
}

fn post(stage: &Stage<'_>, http: &Client, path: &str) -> RequestBuilder {
    let sidecar = stage.stack.sidecar("relay");
    let request = http.post(format!("{}{path}", sidecar.url()));
    request.header("dapr-api-token", &stage.stack.tokens().dapr)
}

/// Calls a second, when each of so many callers calls again as soon as it is answered.
async fn each_for_a_while(
    stage: &Stage<'_>,
    callers: usize,
    request: impl Fn(&Client, usize, usize) -> RequestBuilder,
) -> Result<f64> {
    let (http, begun) = (Client::builder().no_proxy().build()?, Instant::now());
    let callers = (0..callers).map(async |caller| {
        let mut calls = 0;
        while begun.elapsed() < stage.options.at_the_ceiling() {
            let answer = request(&http, caller, calls).send().await?;
            let status = answer.status();
            ensure!(status.is_success(), "daprd answers {status}: {}", answer.text().await?);
            calls += 1;
        }
        Ok(calls)
    });
    let calls: usize = try_join_all(callers).await?.into_iter().sum();
    Ok(f64::from(u32::try_from(calls)?) / begun.elapsed().as_secs_f64())
}

/// How long it takes to commit next to nothing, again and again.
async fn commits(stage: &Stage<'_>) -> Sample {
    let mut waits = Vec::new();
    stage.sql.execute("CREATE TABLE bench_commits (number BIGINT)").await;
    for _ in 0..COMMITS {
        let begun = Instant::now();
        stage.sql.execute("INSERT INTO bench_commits VALUES (1)").await;
        waits.push(begun.elapsed());
    }
    stage.sql.execute("DROP TABLE bench_commits").await;
    Sample::of_durations(waits)
}

/// Deliveries a second of what is on the topic now to somebody who only counts.
async fn delivery(stage: &Stage<'_>) -> Result<f64> {
    let folder = tempfile::Builder::new().prefix("rondo-bench-").tempdir()?;
    let subscriber = Subscriber::to(TOPIC).await?;
    let place = Place::new(folder.path(), Life::Bound);
    let told = Sidecar::of("bench-subscriber", &stage.stack.kafka().brokers()).app(subscriber.port());
    let sidecar = Daprd::new(&place, &told)?;
    sidecar.start().await?;
    let all = stage.stack.kafka().count(TOPIC).await?;
    let rate = subscriber.rate(all, stage.options.at_the_ceiling()).await;
    sidecar.stop().await?;
    rate
}
