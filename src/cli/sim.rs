//! `wpp-panel sim`

use std::{
    io::{self, Write as _},
    net::SocketAddr,
};

use clap::Args;

use super::{failure::Failure, parts, settings, stop};
use crate::config::{Environment, Log};

#[derive(Args)]
pub(super) struct SimArguments {
    /// Where it listens, on loopback only; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4000", value_parser = loopback)]
    listen: SocketAddr,
}

pub(super) async fn run(arguments: &SimArguments) -> Result<(), Failure> {
    settings::start_log(&Log::of_environment(&Environment::of_process()?)?)?;
    let asked_to_stop = stop::listen();
    let sim = parts::start_sim(arguments.listen).await?;
    writeln!(io::stdout(), "http://{}", sim.addr()).map_err(Failure::Output)?;
    asked_to_stop.await;
    Ok(())
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let addr: SocketAddr = text.parse().map_err(|_| "an IP address and a port, like 127.0.0.1:4000".to_owned())?;
    // it answers everybody: no credentials, no tenants
    if addr.ip().is_loopback() { Ok(addr) } else { Err("the simulator answers on a loopback address only".to_owned()) }
}
