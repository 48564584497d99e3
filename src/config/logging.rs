//! Starts the log of this process.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::{EnvFilter, fmt};

use super::log::{Log, LogFormat};

/// The log could not be started.
#[derive(Debug, thiserror::Error)]
pub enum LoggingError {
    /// The filter does not parse; settings that were loaded do.
    #[error("the log filter cannot be used: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Somebody started one before.
    #[error("a log was started already: {0}")]
    Started(Box<dyn std::error::Error + Send + Sync>),
}

/// Sends the log of the whole process to the standard error stream: standard output belongs to the commands' results.
///
/// # Errors
/// [`LoggingError`], in a second call above all.
pub fn start(log: &Log) -> Result<(), LoggingError> {
    let filter = EnvFilter::builder().parse(&log.filter)?;
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.format {
        LogFormat::Readable => lines.with_ansi(io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    }
    .map_err(LoggingError::Started)
}
