//! Import and export: files in, files out, with a report of what could not be kept.

mod export;
mod import;
mod landing;
mod report;

pub use export::{Export, ExportReport, calendar, export, export_report};
pub use import::{ImportOptions, import};
pub use report::{FindingView, ImportReport};
