//! `wpp-panel probe`: whether the server of these settings is ready. For who has no curl, as an image without a shell.

use super::{arguments::ConfigArguments, failure::Failure, settings};
use crate::{
    config::{HttpAddress, Purpose},
    http::probe::{Found, ready_at},
};

pub(super) async fn run(arguments: &ConfigArguments) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.as_deref(), Purpose::Real)?;
    let address = HttpAddress::of_socket(settings.site.addr);
    match ready_at(address.as_str()).await {
        Found::Panel => Ok(()),
        Found::Other(status) => Err(Failure::NotReady(format!("{address}/readyz answers {status}"))),
        Found::Nobody(why) => Err(Failure::NotReady(format!("nobody answers at {address}: {why}"))),
    }
}
