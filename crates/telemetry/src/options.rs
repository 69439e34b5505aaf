//! What to log, and how.

use std::env;
use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::Error;

const FILTER_VARIABLES: [&str; 2] = ["RONDO_LOG", "RUST_LOG"];
const USUAL_FILTER: &str = "info,sqlx=warn,sea_orm=warn,hyper=warn,rmcp=warn";

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, coloured where that is welcome.
    Human,
    /// One JSON object a line.
    Json,
}

/// What to log, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// How a line looks.
    pub format: Format,
    /// The filter, with the name of the variable that it came from.
    pub filter: Option<(&'static str, String)>,
    /// The name of this process in traces, unless `OTEL_SERVICE_NAME` gives it another.
    pub service: &'static str,
}

impl Options {
    /// What the environment says: the filter of `RONDO_LOG` or `RUST_LOG`, and lines for people when
    /// the standard error is a terminal.
    pub fn from_env() -> Self {
        let format = if std::io::stderr().is_terminal() {
            Format::Human
        } else {
            Format::Json
        };
        let named = |name: &'static str| Some((name, env::var(name).ok().filter(|text| !text.trim().is_empty())?));
        Self {
            format,
            filter: FILTER_VARIABLES.into_iter().find_map(named),
            service: "rondo",
        }
    }

    /// With that name in traces.
    #[must_use]
    pub fn service(self, service: &'static str) -> Self {
        Self { service, ..self }
    }

    pub(crate) fn into_filter(self) -> Result<EnvFilter, Error> {
        let (variable, text) = self.filter.unwrap_or_else(|| ("", USUAL_FILTER.to_owned()));
        EnvFilter::builder().parse(text).map_err(|error| Error::Filter {
            variable,
            reason: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_cannot_be_read_names_its_variable() {
        let filtered = |text: &str| {
            Options {
                format: Format::Json,
                filter: Some(("RONDO_LOG", text.to_owned())),
                service: "rondo",
            }
            .into_filter()
        };
        assert!(filtered("info,rondo_store=debug").is_ok());
        let error = filtered("rondo=loud").expect_err("no such level").to_string();
        assert!(error.starts_with("RONDO_LOG is no filter"), "{error}");
    }
}
