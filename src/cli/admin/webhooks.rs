//! `wpp-panel admin release-webhooks` and `take-webhooks`: a line for each session and a sum at the end.

use std::io::{self, Write as _};

use clap::Args;

use crate::{
    cli::{arguments::ConfigArguments, failure::Failure, parts, settings},
    config::{Purpose, Settings},
    connect::{Connect, Moved, ports::Session},
    domain::account::AccountNumber,
};

pub(super) const RELEASE: &str = "\
Register the webhooks of adopted sessions back to APP_FORWARD_WEBHOOK_URL, each with its account and key.

Only sessions that were found in the CRM's database and whose webhook was brought here; those that the panel made keep
theirs. A released webhook stays released: a running server does not take it again, until `admin take-webhooks` is called.
Events that have arrived before are still passed on.";

pub(super) const TAKE: &str = "\
Register the webhooks of adopted sessions here, also of those that `admin release-webhooks` has sent back.

A server takes those that were never released by itself, as soon as APP_FORWARD_WEBHOOK_URL is set.";

#[derive(Args)]
pub(in crate::cli) struct Arguments {
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    config: ConfigArguments,
}

#[derive(Clone, Copy)]
pub(super) enum Direction {
    Release,
    Take,
}

impl Direction {
    fn word(self) -> &'static str {
        match self {
            Self::Release => "released",
            Self::Take => "taken",
        }
    }
}

pub(super) async fn run(arguments: &Arguments, direction: Direction) -> Result<(), Failure> {
    let settings = settings::load(arguments.config.config.as_deref(), Purpose::Real)?;
    settings.required_gateway()?;
    let (stores, connect) = parts::open_connect(&settings).await?;
    let done = match (arguments.dry_run, direction) {
        (false, _) => move_all(&settings, &connect, direction).await,
        (true, Direction::Release) => show(stores.sessions.webhooks_taken().await, direction),
        (true, Direction::Take) => show(stores.sessions.webhooks_elsewhere(true).await, direction),
    };
    connect.finish().await;
    stores.close().await;
    done
}

async fn move_all(settings: &Settings, connect: &Connect, direction: Direction) -> Result<(), Failure> {
    // taking them without passing events on would cut the CRM off
    let receiver = settings.crm.forward_webhook_url.as_ref().ok_or(Failure::NoReceiver)?;
    let moved = match direction {
        Direction::Release => connect.send_webhooks_back(receiver).await?,
        Direction::Take => connect.take_webhooks(true).await?,
    };
    let mut failed = 0;
    for Moved { session, account, outcome } in &moved {
        let account = shown(account.as_ref());
        match outcome {
            Ok(()) => line(&format!("{session}  {account}  {}", direction.word()))?,
            Err(error) => {
                failed += 1;
                line(&format!("{session}  {account}  FAILED  {error}"))?;
            }
        }
    }
    line(&format!("{} {}, {failed} failed", moved.len() - failed, direction.word()))?;
    if failed == 0 { Ok(()) } else { Err(Failure::Webhooks) }
}

fn show(
    sessions: Result<Vec<Session>, crate::connect::ports::StoreError>,
    direction: Direction,
) -> Result<(), Failure> {
    let sessions = sessions?;
    for session in &sessions {
        line(&format!("{}  {}  would be {}", session.id, shown(session.account.as_ref()), direction.word()))?;
    }
    line(&format!("{} would be {}", sessions.len(), direction.word()))
}

fn shown(account: Option<&AccountNumber>) -> &str {
    account.map_or("–", AccountNumber::as_str)
}

fn line(text: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{text}").map_err(Failure::Output)
}
