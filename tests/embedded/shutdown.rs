//! SIGTERM: first the probes say no, then what is under way is finished, then it ends.

use std::time::Duration;

use rondo_harness::{Engine, Rondo, eventually};
use serde_json::json;

on_both_engines![on_sigterm_it_serves_on_while_the_probes_say_no, probes_say_yes_while_it_runs];

async fn on_sigterm_it_serves_on_while_the_probes_say_no(engine: Engine) {
    let mut rondo = Rondo::on(engine).start().await;
    let ann = rondo.register("UTC").await;
    let task = ann
        .add(json!({"title": "Run", "due_date": "2030-01-01", "recurrence_frequency": "daily"}))
        .await;

    rondo.process().signal("TERM");
    eventually("the probe says no", Duration::from_secs(3), || async {
        (rondo.call("GET", "/readyz").send().await.status() == 503).then_some(())
    })
    .await;
    ann.complete(&task).await.expect(200);
    let ended = rondo.ended().await;
    assert_eq!(ended.code, Some(0), "{}", ended.said());
    assert!(ended.took < Duration::from_secs(20), "it took {:?}", ended.took);

    rondo.restart().await;
    rondo.settled().await;
    assert_eq!(ann.open_tasks().await.due_dates(), ["2030-01-02"]);
}

async fn probes_say_yes_while_it_runs(engine: Engine) {
    let rondo = Rondo::on(engine).start().await;
    for probe in ["/health", "/healthz", "/readyz"] {
        rondo.call("GET", probe).send().await.expect(200);
    }
    let ann = rondo.register("UTC").await;
    ann.add(json!({"title": "Call"})).await;
    let metrics = rondo.call("GET", "/metrics").send().await.expect(200);
    assert!(metrics.text().lines().any(|line| line.starts_with("# TYPE ")), "{metrics:?}");
    let openapi = rondo.call("GET", "/api/openapi.json").send().await.expect(200).json();
    assert!(
        openapi["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")),
        "{}",
        openapi["openapi"]
    );
    let page = rondo.call("GET", "/api/docs/").send().await.expect(200);
    assert!(
        page.header("content-type").starts_with("text/html") && !page.text().contains("https://cdn"),
        "works without a network"
    );
}
