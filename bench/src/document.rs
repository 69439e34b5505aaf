//! The table in `docs/measurements.md`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::figure::Sheet;
use crate::machine::Machine;
use crate::options::Options;

/// Between these lines stands what this program wrote.
const BEGIN: &str = "<!-- begin: written by `cargo xtask bench pipeline --write` -->\n";
const END: &str = "<!-- end -->\n";

/// The figures, with all that belongs to them.
pub(crate) fn page(options: &Options, machine: &Machine, sheet: &Sheet) -> String {
    format!("`{}`; {machine}.\n\n{}", options.command(), sheet.table())
}

/// Puts them in the place of the ones before.
pub(crate) fn write(page: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/measurements.md");
    let text = fs::read_to_string(&file).with_context(|| format!("read {}", file.display()))?;
    let (before, rest) = text.split_once(BEGIN).context("the table's beginning is not marked")?;
    let (_, after) = rest.split_once(END).context("the table's end is not marked")?;
    fs::write(&file, format!("{before}{BEGIN}\n{page}\n{END}{after}")).context("write the table")
}
