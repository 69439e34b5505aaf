//! `cargo xtask stack logs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{folder, supervise};
use crate::step::say;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only those whose names contain this
    part: Option<String>,
    /// How many lines of each
    #[arg(long, short = 'n', default_value_t = 40)]
    lines: usize,
}

/// Shows the end of each log; also when the stack is down.
pub(super) fn run(options: &Options) -> Result<()> {
    let mut logs = vec![supervise::log()];
    logs.extend(
        fs::read_dir(folder())
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|part| log_in(&part.path())),
    );
    logs.sort();
    let wanted = options.part.as_deref().unwrap_or_default();
    for log in logs.iter().filter(|log| log.is_file() && name(log).contains(wanted)) {
        show(log, options.lines)?;
    }
    Ok(())
}

fn log_in(part: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(part).ok()?.flatten().map(|file| file.path());
    let mut logs = files.filter(|file| file.extension().is_some_and(|extension| extension == "log"));
    logs.next()
}

fn name(log: &Path) -> String {
    log.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn show(log: &Path, lines: usize) -> Result<()> {
    let text = fs::read(log).with_context(|| format!("read {}", log.display()))?;
    let text = String::from_utf8_lossy(&text);
    let all: Vec<_> = text.lines().collect();
    say(&format!("{}, the last lines of {}", name(log), log.display()));
    for line in &all[all.len().saturating_sub(lines)..] {
        println!("{line}");
    }
    Ok(())
}
