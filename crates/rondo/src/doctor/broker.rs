//! The sidecars, their components and subscriptions, and whether the broker takes an event.

use rondo_bus::dapr::Sidecar;
use rondo_contract::Topic;
use serde_json::Value;

use super::finding::Finding;
use crate::roles::consumer::{Consumer, NOTIFICATION, RECURRING_TASK};
use crate::roles::sidecar;
use crate::settings::Settings;

pub(super) async fn examine(settings: &Settings, publish: bool) -> Vec<Finding> {
    if sidecar::in_pod() {
        return of_this_pod(settings, publish).await;
    }
    let mut findings = vec![tokens()];
    let relay = match sidecar::from_env(sidecar::OF_RELAY, &settings.pubsub) {
        Ok(relay) => relay,
        Err(error) => return vec![Finding::wrong("sidecar of relay", error.to_string(), "correct the variable")],
    };
    let (relay_findings, answers) = component("relay", &relay).await;
    findings.extend(relay_findings);
    if publish && answers.is_some() {
        for topic in Topic::ALL {
            findings.push(probe(&relay, topic).await);
        }
    }
    // What the environment says of a sidecar is about one: that of the relay, for this command.
    for (consumer, topic) in [(&RECURRING_TASK, Topic::TaskEvents), (&NOTIFICATION, Topic::Reminders)] {
        let sidecar = sidecar::local(consumer.sidecar, &settings.pubsub);
        let (more, answers) = component(consumer.service, &sidecar).await;
        findings.extend(more);
        if let Some(says) = answers {
            findings.push(subscribed(consumer, topic, &says));
        }
    }
    findings
}

/// A pod sees its own sidecar alone.
async fn of_this_pod(settings: &Settings, publish: bool) -> Vec<Finding> {
    if !sidecar::is_wanted() {
        let says = "this pod needs none; ask again in one of relay, recurring-task-service and notification-service";
        return vec![Finding::fine("sidecar", says)];
    }
    if sidecar::is_missing() {
        return vec![Finding::wrong("sidecar", sidecar::MISSING, sidecar::MEND)];
    }
    let own = match sidecar::from_env(sidecar::OF_RELAY, &settings.pubsub) {
        Ok(own) => own,
        Err(error) => return vec![Finding::wrong("sidecar", error.to_string(), "correct the variable")],
    };
    let (mut findings, says) = component("this pod", &own).await;
    let Some(says) = says else { return findings };
    let consumers = [(&RECURRING_TASK, Topic::TaskEvents), (&NOTIFICATION, Topic::Reminders)];
    match consumers.iter().find(|(consumer, _)| says["id"] == consumer.service) {
        Some((consumer, topic)) => findings.extend([tokens(), subscribed(consumer, *topic, &says)]),
        None if publish => {
            for topic in Topic::ALL {
                findings.push(probe(&own, topic).await);
            }
        }
        None => {}
    }
    findings
}

fn tokens() -> Finding {
    if sidecar::token("APP_API_TOKEN").is_some() {
        return Finding::fine("tokens", "APP_API_TOKEN is set here");
    }
    let mend =
        "set APP_API_TOKEN to the same secret for each consumer and its sidecar; off loopback they do not start without";
    Finding::odd("tokens", "APP_API_TOKEN is not set here", mend)
}

/// Whether a sidecar answers and has the component; and what it says of itself.
async fn component(name: &str, sidecar: &Sidecar) -> (Vec<Finding>, Option<Value>) {
    let part = format!("sidecar of {name}");
    let says = match sidecar.metadata().await {
        Ok(says) => says,
        Err(reason) => {
            let mend = if reason.contains("DAPR_API_TOKEN") {
                "set DAPR_API_TOKEN to what the sidecar was started with"
            } else {
                "start daprd beside the role (it ends when the broker is away at its start), or name it with DAPR_HTTP_PORT"
            };
            let reason = format!("{}: {reason}", sidecar.endpoint());
            return (vec![Finding::wrong(part, reason, mend)], None);
        }
    };
    let mut findings = vec![match sidecar.health().await {
        Ok(()) => Finding::fine(&part, format!("{} answers, as {}", sidecar.endpoint(), says["id"])),
        Err(reason) => Finding::wrong(&part, reason, "see the log of daprd"),
    }];
    let components = says["components"].as_array().map_or(&[][..], Vec::as_slice);
    let there = components.iter().find(|component| component["name"] == sidecar.pubsub());
    findings.push(match there {
        Some(component) => Finding::fine(format!("pub/sub of {name}"), format!("{} is loaded", component["type"])),
        None => Finding::wrong(
            format!("pub/sub of {name}"),
            format!("the component {:?} is not loaded", sidecar.pubsub()),
            "check --resources-path of daprd and the component's scopes; or name the component with --pubsub",
        ),
    });
    (findings, Some(says))
}

/// Whether a consumer's topics are subscribed to.
fn subscribed(consumer: &Consumer, topic: Topic, says: &Value) -> Finding {
    let part = format!("subscriptions of {}", consumer.service);
    let subscriptions = says["subscriptions"].as_array().map_or(&[][..], Vec::as_slice);
    let wanted = [topic.name().to_owned(), format!("{}-dlq-{}", topic.name(), consumer.service)];
    let missing: Vec<&String> = wanted
        .iter()
        .filter(|topic| !subscriptions.iter().any(|subscription| subscription["topic"] == **topic))
        .collect();
    if missing.is_empty() {
        return Finding::fine(part, wanted.join(", "));
    }
    let mend = format!(
        "the sidecar asks once, when its app is ready: start `rondo {}`, then daprd anew",
        consumer.name
    );
    Finding::wrong(part, format!("nobody listens to {missing:?}"), mend)
}

/// Publishes an event that every subscription ignores.
async fn probe(sidecar: &Sidecar, topic: Topic) -> Finding {
    let part = format!("topic {}", topic.name());
    match sidecar.probe(topic.name()).await {
        Ok(()) => Finding::fine(part, "the broker takes events"),
        Err(reason) => Finding::wrong(
            part,
            reason,
            "start the broker; make the topic beforehand; see the log of daprd",
        ),
    }
}
