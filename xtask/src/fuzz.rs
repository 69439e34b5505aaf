//! `cargo xtask fuzz`: what is searched for, and how, say `crates/recurrence/fuzz/src/main.rs`,
//! `crates/language/fuzz/src/main.rs` and `crates/exchange/fuzz/src/main.rs`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::step::{Step, root};

/// A searcher: where it lies, its words, its longest input, and what it begins with beside its seeds.
struct Searcher {
    folder: &'static str,
    words: &'static str,
    longest: u32,
    samples: Option<&'static str>,
    /// What it searches.
    what: &'static str,
}

/// They share the time alike.
const SEARCHERS: [Searcher; 3] = [
    Searcher {
        folder: "crates/recurrence/fuzz",
        words: "rule.dict",
        // A text of 300 bytes, and the moments behind it.
        longest: 320,
        samples: None,
        what: "the parser of rules",
    },
    Searcher {
        folder: "crates/language/fuzz",
        words: "word.dict",
        longest: 400,
        samples: None,
        what: "the reader of sentences",
    },
    Searcher {
        folder: "crates/exchange/fuzz",
        words: "file.dict",
        longest: 2500,
        samples: Some("crates/exchange/samples"),
        what: "the readers of files",
    },
];

/// What makes rustc count for libFuzzer which branches an input takes. All of it is stable.
const COVERAGE: &str = "-Cpasses=sancov-module \
     -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// How long to search, in all
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Only try this file, such as one that an earlier search has left behind in `found/<name>`
    input: Option<PathBuf>,
}

/// Searches for a text or a file that breaks the parser of rules, the reader of sentences or those of files, or
/// a promise of theirs.
pub(crate) fn run(options: &Options) -> Result<()> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder));
    SEARCHERS.iter().try_for_each(|searcher| searcher.run(options, &target))
}

impl Searcher {
    /// The crate that it searches, by which its own folders are named.
    fn name(&self) -> &'static str {
        self.folder.split('/').nth(1).unwrap_or(self.folder)
    }

    fn run(&self, options: &Options, target: &Path) -> Result<()> {
        let place = |kind: &str| target.join("fuzz").join(kind).join(self.name());
        let (found, kept) = (place("found"), place("corpus"));
        if options
            .input
            .as_ref()
            .is_some_and(|input| !input.components().any(|part| part.as_os_str() == self.name()))
        {
            return Ok(());
        }
        for folder in [&found, &kept] {
            fs::create_dir_all(folder).with_context(|| format!("make the folder {}", folder.display()))?;
        }
        self.program("build", target)
            .run("Building a fuzzer, apart from everything else")
            .context("it needs a C++ compiler, for libFuzzer")?;
        let seconds = options.seconds / u32::try_from(SEARCHERS.len()).expect("a few");
        let what = match &options.input {
            Some(input) => format!("Trying {}", input.display()),
            None => format!("Fuzzing {} for {seconds} seconds", self.what),
        };
        let arguments = match &options.input {
            Some(input) => vec![env::current_dir()?.join(input).into()],
            None => self.search(seconds, &found, &kept),
        };
        let fuzzer = self.program("run", target).arguments(["--"]).arguments(arguments);
        fuzzer.run(&what).with_context(|| {
            let found = found.display();
            format!("a fault, which is shown above; its input is in {found}: try it again with `cargo xtask fuzz FILE`")
        })
    }

    /// Cargo with the fuzzer, which has other compiler flags and so a folder of its own.
    fn program(&self, command: &str, target: &Path) -> Step {
        let manifest = format!("{}/Cargo.toml", self.folder);
        Step::cargo([command, "--release", "--locked", "--manifest-path", &manifest])
            // With a target that is named, the flags are not those of build scripts too.
            .arguments(["--target", "host-tuple"])
            .arguments(["--target-dir".as_ref(), target.join("fuzz").as_os_str()])
            .env("RUSTFLAGS", COVERAGE)
    }

    /// libFuzzer's arguments: it keeps what is new to it in the first folder, and reads both.
    fn search(&self, seconds: u32, found: &Path, kept: &Path) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec![
            format!("-max_total_time={seconds}").into(),
            "-timeout=10".into(),
            format!("-max_len={}", self.longest).into(),
            "-print_final_stats=1".into(),
            format!("-dict={}/{}", self.folder, self.words).into(),
            format!("-artifact_prefix={}/", found.display()).into(),
            kept.into(),
            format!("{}/seeds", self.folder).into(),
        ];
        arguments.extend(self.samples.map(OsString::from));
        arguments
    }
}
