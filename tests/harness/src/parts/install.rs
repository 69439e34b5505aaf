//! The parts that are not ours, from the package registries alone.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::cache;
use super::tool::{GO, JAVA, MAVEN, NODE, NPM};

/// The version of the sidecar.
pub const DAPR: &str = "1.16.0";
/// The version of Kafka, which keeps its own quorum (KRaft).
pub const KAFKA: &str = "4.1.1";
/// The version of Kafka that still runs with ZooKeeper.
pub const KAFKA_WITH_ZOOKEEPER: &str = "3.9.1";
/// The version of ZooKeeper that belongs to it.
pub const ZOOKEEPER: &str = "3.8.4";
/// The version of the client of MCP, as `tools/mcp-client/package.json` has it.
pub const MCP_CLIENT: &str = "1.32.2";

/// The sidecar's program, built from its Go module.
pub fn daprd() -> Result<PathBuf> {
    let folder = cache::folder(&format!("daprd-{DAPR}"), |place| {
        say(&format!(
            "Building daprd {DAPR} from its Go module; the first time takes some minutes"
        ));
        GO.at_least([1, 24])?;
        build_daprd(&place.join("daprd"))
    })?;
    Ok(folder.join("daprd"))
}

fn build_daprd(target: &Path) -> Result<()> {
    let names = [
        "github.com/dapr/dapr/pkg/buildinfo.version",
        "github.com/dapr/kit/logger.DaprVersion",
    ];
    let flags = format!("-s -w {}", names.map(|name| format!("-X {name}={DAPR}")).join(" "));
    let mut command = GO.command();
    command.current_dir(tools("dapr"));
    command
        .env("CGO_ENABLED", "0")
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    command.env("GOFLAGS", "-buildvcs=false -trimpath -mod=readonly");
    // Without one of its component tags daprd panics when it starts.
    command.args(["build", "-tags", "stablecomponents", "-ldflags", &flags, "-o"]);
    command.arg(target).arg("github.com/dapr/dapr/cmd/daprd");
    GO.run(&mut command).context("build daprd")
}

/// The jars of Kafka, with its tools.
pub fn kafka() -> Result<PathBuf> {
    jars(&format!("kafka-{KAFKA}"), &format!("Kafka {KAFKA}"), "kafka")
}

/// The jars of the Kafka that runs with ZooKeeper, with its tools and ZooKeeper.
pub fn kafka_with_zookeeper() -> Result<PathBuf> {
    jars(
        &format!("kafka-{KAFKA_WITH_ZOOKEEPER}-zookeeper-{ZOOKEEPER}"),
        &format!("Kafka {KAFKA_WITH_ZOOKEEPER} and ZooKeeper {ZOOKEEPER}"),
        "kafka-zookeeper",
    )
}

/// The official client of the Model Context Protocol: its folder of modules.
pub fn mcp_client() -> Result<PathBuf> {
    NODE.at_least([18, 0])?;
    let folder = cache::folder(&format!("mcp-client-{MCP_CLIENT}"), |place| {
        say(&format!("Fetching the client of MCP {MCP_CLIENT}"));
        NPM.at_least([9, 0])?;
        for file in ["package.json", "package-lock.json"] {
            std::fs::copy(tools("mcp-client").join(file), place.join(file)).context("copy what pins the client")?;
        }
        let mut command = NPM.command();
        command.current_dir(place);
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        NPM.run(&mut command).context("fetch the client of MCP")
    })?;
    Ok(folder.join("node_modules"))
}

fn jars(name: &str, what: &str, tool: &str) -> Result<PathBuf> {
    JAVA.at_least([17, 0])?;
    cache::folder(name, |place| {
        say(&format!("Fetching the jars of {what}"));
        MAVEN.at_least([3, 6])?;
        let mut command = MAVEN.command();
        command
            .args(["--quiet", "--batch-mode", "--file"])
            .arg(tools(tool).join("pom.xml"));
        command.arg(format!("-DoutputDirectory={}", place.display()));
        command.args(["-DincludeScope=runtime", "dependency:copy-dependencies"]);
        MAVEN.run(&mut command).with_context(|| format!("fetch {what}"))
    })
}

fn tools(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tools").join(name)
}

fn say(what: &str) {
    eprintln!("==> {what}");
}
