//! The sidecar of a role: how it is found, and how it does.

use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use rondo_bus::dapr::{Settings, Sidecar, Token};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The usual port of the relay's sidecar.
pub(crate) const OF_RELAY: u16 = 3500;

/// How often it is asked how it does.
const EVERY: Duration = Duration::from_secs(2);

/// How the sidecar did when it was last asked.
pub(crate) type Health = Arc<watch::Receiver<Result<(), String>>>;

/// What is wrong in a pod without the sidecar that it asks for.
pub(crate) const MISSING: &str =
    "no sidecar was injected into this pod: Dapr is not installed, or was not when the pod was made";
/// And the mend.
pub(crate) const MEND: &str = "install Dapr with `helm install dapr dapr/dapr -n dapr-system --create-namespace --wait`, then make the pods anew with `kubectl rollout restart deployment`";

/// Whether this process runs on Kubernetes.
pub(crate) fn in_pod() -> bool {
    variable("KUBERNETES_SERVICE_HOST").is_some()
}

/// Whether the chart asks for a sidecar in this pod.
pub(crate) fn is_wanted() -> bool {
    variable("RONDO_PUBSUB").is_some()
}

/// Whether this pod has no sidecar, though the injector names the port of each.
pub(crate) fn is_missing() -> bool {
    in_pod() && variable("DAPR_HTTP_PORT").is_none() && variable("DAPR_HTTP_ENDPOINT").is_none()
}

/// The sidecar that Dapr's own variables name, else on its usual port on this machine.
pub(crate) fn from_env(port: u16, pubsub: &str) -> anyhow::Result<Sidecar> {
    let port = match variable("DAPR_HTTP_PORT") {
        Some(text) => match text.parse() {
            Ok(port) => port,
            Err(_) => bail!("DAPR_HTTP_PORT is {text:?}; it must be the port of the sidecar's HTTP interface"),
        },
        None => port,
    };
    let local = Settings::local(port);
    let endpoint = variable("DAPR_HTTP_ENDPOINT").map(|text| text.trim_end_matches('/').to_owned());
    if let Some(endpoint) = &endpoint
        && !endpoint.starts_with("http://")
    {
        bail!("DAPR_HTTP_ENDPOINT is {endpoint:?}; it must look like http://127.0.0.1:3500");
    }
    Ok(Sidecar::new(Settings {
        endpoint: endpoint.unwrap_or(local.endpoint),
        token: token("DAPR_API_TOKEN"),
        pubsub: pubsub.to_owned(),
    }))
}

/// The sidecar on that port of this machine.
pub(crate) fn local(port: u16, pubsub: &str) -> Sidecar {
    Sidecar::new(Settings {
        token: token("DAPR_API_TOKEN"),
        pubsub: pubsub.to_owned(),
        ..Settings::local(port)
    })
}

/// The token that this variable holds.
pub(crate) fn token(name: &str) -> Option<Token> {
    variable(name).and_then(|text| Token::new(text.trim()))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty())
}

/// Asks the sidecar how it does, from time to time. A role is ready without it: only this tells.
pub(crate) fn watched(sidecar: Sidecar, shutdown: CancellationToken) -> Health {
    if is_missing() {
        tracing::error!(mend = MEND, "{MISSING}");
    }
    let (told, health) = watch::channel(Err("not asked yet".to_owned()));
    tokio::spawn(async move {
        loop {
            let now = sidecar.health().await;
            metrics::gauge!("rondo_sidecar_up").set(if now.is_ok() { 1.0 } else { 0.0 });
            told.send_if_modified(|before| {
                let changed = before.is_ok() != now.is_ok();
                if changed {
                    match &now {
                        Ok(()) => tracing::info!("the sidecar answers"),
                        Err(reason) => tracing::warn!(reason, endpoint = sidecar.endpoint(), "the sidecar does not answer"),
                    }
                }
                *before = now;
                changed
            });
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    });
    Arc::new(health)
}
