//! On what was measured.

use std::fs;

use rondo_harness::now;

/// The machine, by what matters to figures and nothing else of it.
#[derive(Debug)]
pub(crate) struct Machine {
    cores: usize,
    memory_gib: u64,
    date: String,
    /// The load average of a minute when each run began.
    loads: Vec<String>,
}

impl Machine {
    /// Looks at it.
    pub(crate) fn look() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gib: memory_kib() / (1024 * 1024),
            date: now().strftime("%Y-%m-%d %H:%M UTC").to_string(),
            loads: Vec::new(),
        }
    }

    /// Notes what else goes on when a run begins.
    pub(crate) fn begin_run(&mut self) {
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().filter(|load| !load.is_empty());
        self.loads.push(load.unwrap_or("unknown").to_owned());
    }
}

impl std::fmt::Display for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let loads = self.loads.join(", ");
        write!(
            f,
            "{}; {} cores, {} GiB of memory, everything on them, the load included; load average before each run: {loads}",
            self.date, self.cores, self.memory_gib
        )
    }
}

fn memory_kib() -> u64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    total
        .and_then(|total| total.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
