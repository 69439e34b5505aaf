//! Logs on the standard error.

use std::env;
use std::io::stderr;

use tracing::Subscriber;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, fmt};

use crate::traces::{Traces, is_wanted};
use crate::{Error, Format};

/// Makes them the logs of this process, with its traces beside them.
pub(crate) fn install(filter: EnvFilter, format: Format, traces: Option<Traces>) -> Result<(), Error> {
    let traces = traces.map(|traces| traces.with_filter(filter_fn(is_wanted)));
    Registry::default()
        .with(traces)
        .with(logs(filter, format, stderr))
        .try_init()
        .map_err(|_| Error::AlreadyStarted)
}

fn logs<S, W>(filter: EnvFilter, format: Format, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_writer(writer);
    match format {
        // https://no-color.org: any value but the empty one.
        Format::Human => lines
            .with_ansi(env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()))
            .with_filter(filter)
            .boxed(),
        Format::Json => lines
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .with_filter(filter)
            .boxed(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use serde_json::Value;

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no test panics while it writes").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_of_json_holds_level_message_and_fields() {
        let page = Page::default();
        let writer = page.clone();
        let logs = logs(EnvFilter::new("info"), Format::Json, move || writer.clone());
        tracing::subscriber::with_default(Registry::default().with(logs), || {
            tracing::info!(user = 7, "two\nlines");
            tracing::debug!("not wanted");
        });
        let written = page.0.lock().expect("no test panics while it writes").clone();
        let text = String::from_utf8(written).expect("logs are text");
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: Value = serde_json::from_str(&text).expect("a line is JSON");
        assert_eq!(
            (&line["level"], &line["message"], &line["user"]),
            (&"INFO".into(), &"two\nlines".into(), &7.into())
        );
    }
}
