//! `cargo xtask cluster`: a real Kubernetes cluster of one node on this machine, with Dapr's own control plane,
//! and Rondo on it by its chart. It lives in a network of its own, takes no port of the machine, and leaves
//! nothing behind but what is in the cache.

mod certificates;
mod command;
mod control_plane;
mod daemon;
mod dapr;
mod deploy;
mod down;
mod images;
mod install;
mod node;
mod place;
mod render;
mod status;
mod test;
mod up;

use std::ffi::OsString;

use anyhow::Result;

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Install what the cluster is made of, without starting it: the first time takes some ten minutes
    Install,
    /// Start the cluster, with Dapr
    Up,
    /// Put Rondo on it, with Postgres and Kafka
    Deploy(deploy::Options),
    /// Show what runs
    Status,
    /// `kubectl` for it
    #[command(disable_help_flag = true)]
    Kubectl {
        /// What kubectl is told
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Write kubernetes/ anew from the chart
    Render(render::Options),
    /// Everything: up, deploy, the stories, down
    Test(test::Options),
    /// End it, and remove everything that it left
    Down,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    match &options.command {
        Command::Install => install::everything(),
        Command::Up => up::up(),
        Command::Deploy(options) => deploy::deploy(options),
        Command::Status => status::status(),
        Command::Kubectl { arguments } => command::show(&mut command::kubectl(arguments)?),
        Command::Render(options) => render::render(options),
        Command::Test(options) => test::test(options),
        Command::Down => down::down(),
    }
}
