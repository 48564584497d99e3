//! What commands begin with: settings, then the log.

use std::path::Path;

use super::failure::Failure;
use crate::config::{Log, Purpose, Settings, logging};

pub(super) fn load(config: Option<&Path>, purpose: Purpose) -> Result<Settings, Failure> {
    let settings = Settings::load(config, purpose)?;
    start_log(&settings.log)?;
    Ok(settings)
}

pub(super) fn start_log(log: &Log) -> Result<(), Failure> {
    Ok(logging::start(log)?)
}
