//! How much is measured.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};

/// Measure how fast events go through the real stack, beside the ceilings of daprd and Kafka.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask bench pipeline")]
pub(crate) struct Options {
    /// Little of everything, to see that it works: figures of a short run are rough
    #[arg(long)]
    pub(crate) short: bool,
    /// How many runs, each on a stack of its own
    #[arg(long, default_value_t = 1)]
    pub(crate) runs: usize,
    /// How many events wait when the outage ends (100,000; short: 5,000)
    #[arg(long)]
    backlog: Option<u64>,
    /// For how many seconds 100 events/s are kept up (600; short: 20)
    #[arg(long)]
    sustained: Option<u64>,
    /// Measure one part alone
    #[arg(long, value_enum, conflicts_with = "write")]
    pub(crate) only: Option<Part>,
    /// Put the table into docs/measurements.md
    #[arg(long)]
    pub(crate) write: bool,
    /// The optimised binary of the services
    #[arg(long, hide = true)]
    pub(crate) program: PathBuf,
}

/// What can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// How long events take at a steady rate
    Delay,
    /// How the API answers while Kafka is away
    Api,
    /// 100 events/s for a long time
    Sustained,
    /// The ceilings, and what has gathered during an outage
    Backlog,
}

impl Options {
    /// Whether that part is to be measured.
    pub(crate) fn includes(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    /// How many events wait when the outage ends.
    pub(crate) fn backlog(&self) -> u64 {
        self.backlog.unwrap_or(self.either(5_000, 100_000))
    }

    /// For how long 100 events/s are kept up.
    pub(crate) fn sustained(&self) -> Duration {
        Duration::from_secs(self.sustained.unwrap_or(self.either(20, 600)))
    }

    /// How many people work. A registration costs a tenth of a second of a processor, and an address
    /// has only so many of them.
    pub(crate) fn people(&self) -> usize {
        self.either(240, 480)
    }

    /// For how long delays are measured at one rate.
    pub(crate) fn at_a_rate(&self) -> Duration {
        Duration::from_secs(self.either(10, 30))
    }

    /// For how long the API is watched, well and during an outage.
    pub(crate) fn watched(&self) -> Duration {
        Duration::from_secs(self.either(10, 30))
    }

    /// For how long each ceiling is measured.
    pub(crate) fn at_the_ceiling(&self) -> Duration {
        Duration::from_secs(self.either(4, 10))
    }

    /// How many records Kafka's own tool writes.
    pub(crate) fn records(&self) -> u32 {
        self.either(50_000, 200_000)
    }

    /// The command that measures the same.
    pub(crate) fn command(&self) -> String {
        let mut words = vec!["cargo xtask bench pipeline".to_owned()];
        words.extend(self.short.then(|| "--short".to_owned()));
        let only = self.only.and_then(|part| part.to_possible_value());
        words.extend(only.map(|part| format!("--only {}", part.get_name())));
        words.extend((self.runs > 1).then(|| format!("--runs {}", self.runs)));
        words.extend(self.backlog.map(|events| format!("--backlog {events}")));
        words.extend(self.sustained.map(|seconds| format!("--sustained {seconds}")));
        words.join(" ")
    }

    fn either<T>(&self, short: T, full: T) -> T {
        if self.short { short } else { full }
    }
}
