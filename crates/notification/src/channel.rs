//! Through what a reminder reaches a person.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use crate::Notice;

/// A way to a person.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Its name in the ledger.
    fn name(&self) -> &'static str;

    /// Sends a notice. It may be sent again: whoever kills the process after it and before the ledger
    /// knows makes it so.
    async fn send(&self, notice: &Notice) -> io::Result<()>;
}

/// The console: a line a reminder.
pub struct Console(Arc<Mutex<dyn Write + Send>>);

impl Console {
    /// The standard output of this process.
    pub fn stdout() -> Self {
        Self::to(io::stdout())
    }

    /// Another writer in its place.
    pub fn to(writer: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(writer)))
    }
}

#[async_trait]
impl Channel for Console {
    fn name(&self) -> &'static str {
        "console"
    }

    /// One write a line, so that lines of several processes do not mix.
    async fn send(&self, notice: &Notice) -> io::Result<()> {
        let (line, writer) = (format!("{notice}\n"), Arc::clone(&self.0));
        // Whoever reads the console may be slow.
        let written = tokio::task::spawn_blocking(move || {
            let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.write_all(line.as_bytes())?;
            writer.flush()
        });
        written.await.map_err(io::Error::other)?
    }
}
