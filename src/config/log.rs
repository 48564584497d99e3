//! What is logged, and in which form.

use tracing_subscriber::EnvFilter;

use super::{environment::Environment, error::SettingsError, file, given::Given};

/// The log section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// The form of a line.
    pub format: LogFormat,
    /// Directives in the form of `RUST_LOG`; they are known to parse.
    pub filter: String,
}

/// The form of a line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people: one line of text, coloured on a terminal.
    Readable,
    /// For machines: one JSON object a line.
    Json,
}

impl Log {
    /// The log of a command that needs no settings but `APP_LOG` and `RUST_LOG`.
    ///
    /// # Errors
    /// [`SettingsError`] about these two.
    pub fn of_environment(environment: &Environment) -> Result<Self, SettingsError> {
        Self::load(environment, &file::Log::default())
    }

    pub(super) fn load(environment: &Environment, file: &file::Log) -> Result<Self, SettingsError> {
        let default = file::Log::default();
        let format = Given::pick(environment, "APP_LOG", "[log] format", &file.format, &default.format);
        let filter = Given::pick(environment, "RUST_LOG", "[log] filter", &file.filter, &default.filter);
        if EnvFilter::builder().parse(filter.value).is_err() {
            return Err(filter.wrong("directives like info or info,wpp_panel=debug"));
        }
        Ok(Self {
            format: match format.value {
                "readable" => LogFormat::Readable,
                "json" => LogFormat::Json,
                _ => return Err(format.wrong("readable or json")),
            },
            filter: filter.value.to_owned(),
        })
    }
}
