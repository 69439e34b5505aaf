//! `cargo xtask fuzz`: what is searched for, and how, says `crates/recurrence/fuzz/src/main.rs`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step::{Step, root};

const FUZZ: &str = "crates/recurrence/fuzz";

/// What makes rustc count for libFuzzer which branches an input takes. All of it is stable.
const COVERAGE: &str = "-Cpasses=sancov-module \
     -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long to search
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Only try this file, such as one that an earlier search has left behind
    input: Option<PathBuf>,
}

/// Searches for a text that breaks the parser of rules, or for a rule that breaks a promise.
pub(crate) fn run(options: &Options) -> Result<()> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder));
    let (found, kept) = (target.join("fuzz/found"), target.join("fuzz/corpus"));
    for folder in [&found, &kept] {
        fs::create_dir_all(folder).with_context(|| format!("make the folder {}", folder.display()))?;
    }
    program("build", &target)
        .run("Building the fuzzer, apart from everything else")
        .context("it needs a C++ compiler, for libFuzzer")?;
    let what = match &options.input {
        Some(input) => format!("Trying {}", input.display()),
        None => format!("Fuzzing the parser of rules for {} seconds", options.seconds),
    };
    let arguments = match &options.input {
        Some(input) => vec![env::current_dir()?.join(input).into()],
        None => search(options.seconds, &found, &kept),
    };
    let fuzzer = program("run", &target).arguments(["--"]).arguments(arguments);
    fuzzer.run(&what).with_context(|| {
        let found = found.display();
        format!("a fault, which is shown above; its input is in {found}: try it again with `cargo xtask fuzz FILE`")
    })
}

/// Cargo with the fuzzer, which has other compiler flags and so a folder of its own.
fn program(command: &str, target: &Path) -> Step {
    let manifest = format!("{FUZZ}/Cargo.toml");
    Step::cargo([command, "--release", "--locked", "--manifest-path", &manifest])
        // With a target that is named, the flags are not those of build scripts too.
        .arguments(["--target", "host-tuple"])
        .arguments(["--target-dir".as_ref(), target.join("fuzz").as_os_str()])
        .env("RUSTFLAGS", COVERAGE)
}

/// libFuzzer's arguments: it keeps what is new to it in the first folder, and reads both.
fn search(seconds: u32, found: &Path, kept: &Path) -> Vec<OsString> {
    vec![
        format!("-max_total_time={seconds}").into(),
        "-timeout=10".into(),
        // A text of 300 bytes, and the moments behind it.
        "-max_len=320".into(),
        "-print_final_stats=1".into(),
        format!("-dict={FUZZ}/rule.dict").into(),
        format!("-artifact_prefix={}/", found.display()).into(),
        kept.into(),
        format!("{FUZZ}/seeds").into(),
    ]
}
