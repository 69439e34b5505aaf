//! Dapr's own control plane, installed by its own chart.

use anyhow::Result;
use rondo_harness::parts::install::DAPR;

use super::command::{in_network, run};
use super::{images, install, place};

/// Helm, with what it keeps in the cluster's folder.
pub(super) fn helm() -> Result<std::process::Command> {
    let mut command = in_network(install::kubernetes()?.join("helm"));
    command.env("KUBECONFIG", place::kubeconfig());
    for name in ["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"] {
        command.env(name, place::state().join("helm"));
    }
    Ok(command)
}

/// Installs it, and waits until it is ready.
pub(super) fn install() -> Result<()> {
    images::load_dapr()?;
    let mut command = helm()?;
    command.args(["upgrade", "--install", "dapr"]).arg(install::dapr_chart()?);
    command.args(["--namespace", "dapr-system", "--create-namespace", "--values"]);
    command.arg(place::files().join("dapr-values.yaml"));
    command.args(["--set", &format!("global.tag={DAPR}"), "--wait", "--timeout", "4m"]);
    run(&mut command).map(drop)
}
