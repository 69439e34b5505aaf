//! What the cluster is made of: packages of Debian, and programs built from their Go modules.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use rondo_harness::parts::install::{DAPR, cached, kafka};

use super::command::{run, succeeds};
use super::place;
use crate::step::say;

/// The version of Kubernetes, which `programs/kubernetes/go.mod` names as well.
pub(super) const KUBERNETES: &str = "1.34.4";

/// The version of KEDA of whose objects we know.
const KEDA: &str = "v2.17.2";

/// The programs of Kubernetes, etcd among them, that are one file.
const PROGRAMS: [&str; 7] = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubelet",
    "kube-proxy",
    "kubectl",
];

/// Packages of Debian, each with a file by which one sees that it is there.
const PACKAGES: [(&str, &str); 10] = [
    ("containerd", "/usr/bin/containerd"),
    ("runc", "/usr/sbin/runc"),
    ("containernetworking-plugins", "/usr/lib/cni/ptp"),
    ("nftables", "/usr/sbin/nft"),
    ("iptables", "/usr/sbin/iptables"),
    ("conntrack", "/usr/sbin/conntrack"),
    ("iproute2", "/bin/ip"),
    ("util-linux", "/usr/bin/nsenter"),
    ("openssl", "/usr/bin/openssl"),
    ("postgresql", "/usr/lib/postgresql"),
];

/// Installs everything that is not there.
pub(super) fn everything() -> Result<()> {
    packages()?;
    kubernetes()?;
    dapr()?;
    kafka()?;
    Ok(())
}

/// The packages, if need be.
pub(super) fn packages() -> Result<()> {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(_, file)| !Path::new(file).exists())
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    ensure!(is_root(), "not installed: {list}; install them: apt-get install {list}");
    say(&format!("Installing {list}"));
    // Nobody else is to start a container runtime of the machine's because of this.
    let quiet = [("DEBIAN_FRONTEND", "noninteractive"), ("RUNLEVEL", "1")];
    run(Command::new("apt-get").args(["-q", "update"]).envs(quiet))?;
    let mut install = Command::new("apt-get");
    install
        .args(["-q", "install", "--yes", "--no-install-recommends"])
        .args(&missing)
        .envs(quiet);
    run(&mut install)?;
    Ok(())
}

/// Fails unless this is root: networks, mounts and containers are root's.
pub(super) fn as_root() -> Result<()> {
    if is_root() {
        return Ok(());
    }
    bail!(
        "a cluster needs root, for networks, mounts and containers: run this as root, or use minikube, kind or k3d (docs/kubernetes.md)"
    )
}

fn is_root() -> bool {
    run(Command::new("id").arg("-u")).is_ok_and(|said| said.trim() == "0")
}

/// The folder of the programs of Kubernetes, `CoreDNS` and Helm.
pub(super) fn kubernetes() -> Result<PathBuf> {
    cached(&format!("kubernetes-{KUBERNETES}"), |folder| {
        say(&format!(
            "Building Kubernetes {KUBERNETES}, CoreDNS and Helm; the first time takes five to ten minutes"
        ));
        let names = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];
        let minor = KUBERNETES.split('.').nth(1).unwrap_or_default();
        let facts = [
            ("gitVersion", format!("v{KUBERNETES}")),
            ("gitMajor", "1".to_owned()),
            ("gitMinor", minor.to_owned()),
        ];
        let flags = names
            .iter()
            .flat_map(|name| facts.iter().map(move |(fact, value)| format!("-X {name}.{fact}={value}")));
        go_build(
            "kubernetes",
            ".",
            &flags.collect::<Vec<_>>().join(" "),
            &folder.join("kubernetes"),
        )?;
        go_build("kubernetes", "./coredns", "", &folder.join("coredns"))?;
        let helm = format!(
            "-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=1 -X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor={minor}"
        );
        go_build("kubernetes", "helm.sh/helm/v3/cmd/helm", &helm, &folder.join("helm"))?;
        for name in PROGRAMS {
            std::os::unix::fs::symlink("kubernetes", folder.join(name))?;
        }
        pause(&folder.join("pause"))
    })
}

/// The program that is all of Dapr's.
pub(super) fn dapr() -> Result<PathBuf> {
    let folder = cached(&format!("dapr-{DAPR}"), |folder| {
        say(&format!(
            "Building Dapr {DAPR}, sidecar and control plane; the first time takes some minutes"
        ));
        let names = [
            "github.com/dapr/dapr/pkg/buildinfo.version",
            "github.com/dapr/kit/logger.DaprVersion",
        ];
        let flags = names.map(|name| format!("-X {name}={DAPR}")).join(" ");
        go_build("dapr", ".", &flags, &folder.join("dapr"))
    })?;
    Ok(folder.join("dapr"))
}

/// The chart that lies in Dapr's module.
pub(super) fn dapr_chart() -> Result<PathBuf> {
    Ok(module("dapr", "github.com/dapr/dapr")?.join("charts/dapr"))
}

/// What KEDA's objects look like: so that the chart's can be checked where KEDA is not.
pub(super) fn keda_objects() -> Result<PathBuf> {
    let module = format!("github.com/kedacore/keda/v2@{KEDA}");
    let facts: serde_json::Value =
        serde_json::from_str(&run(go("kubernetes").args(["mod", "download", "-json", &module]))?)?;
    let folder = facts["Dir"].as_str().context("go says where the module lies")?;
    Ok(Path::new(folder).join("config/crd/bases/keda.sh_scaledobjects.yaml"))
}

/// Where the source of a module lies.
fn module(programs: &str, name: &str) -> Result<PathBuf> {
    run(go(programs).args(["mod", "download", name]))?;
    let folder = run(go(programs).args(["list", "-m", "-f", "{{.Dir}}", name]))?;
    Ok(folder.trim().into())
}

fn go_build(programs: &str, package: &str, flags: &str, target: &Path) -> Result<()> {
    let mut command = go(programs);
    // Without one of its component tags daprd panics when it starts.
    command.args([
        "build",
        "-tags",
        "stablecomponents",
        "-ldflags",
        &format!("-s -w {flags}"),
        "-o",
    ]);
    run(command.arg(target).arg(package)).map(drop)
}

fn go(programs: &str) -> Command {
    // Behind everything else that goes on.
    let mut command = Command::new("nice");
    command
        .args(["-n", "19", "go"])
        .current_dir(place::files().join("programs").join(programs));
    command
        .env("CGO_ENABLED", "0")
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    command.env("GOFLAGS", "-buildvcs=false -trimpath -mod=readonly");
    command
}

/// The process that holds a pod's namespaces, from the source of Kubernetes.
fn pause(target: &Path) -> Result<()> {
    let source = module("kubernetes", "k8s.io/kubernetes")?.join("build/pause/linux/pause.c");
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    ensure!(
        succeeds(Command::new(&compiler).arg("--version")),
        "there is no C compiler: apt-get install build-essential"
    );
    let version = format!("-DVERSION={KUBERNETES}");
    run(Command::new(compiler)
        .args(["-Os", "-static", "-s", &version, "-o"])
        .arg(target)
        .arg(source))
    .context("compile the pause program")
    .map(drop)
}
