//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::{
    admin::AdminCommand,
    backup::{BackupArguments, RestoreArguments},
    serve::ServeArguments,
    sim::SimArguments,
};

const AFTER_HELP: &str = "\
Examples:
  wpp-panel serve --demo                     try it: simulated gateway, data in data/demo.db
  WPP_API_KEY=… wpp-panel serve              run it
  wpp-panel check                            are settings, database and gateway fine?
  wpp-panel check --report                   the same with the gateway's answers, masked, to pass on
  wpp-panel backup /backups/monday.db        a copy while the server goes on
  wpp-panel admin create-organization --name 'Школа 57'
  wpp-panel admin create-user --organization ID --email anna@example.org --role admin --password-stdin < FILE

Environment (each wins over Leptos.toml; secrets come from here alone):
  LEPTOS_SITE_ADDR  where the server listens [127.0.0.1:3000]
  LEPTOS_SITE_ROOT  a folder with what browsers load [what is in the binary]
  DATABASE_URL      sqlite://PATH or postgres://… [sqlite://data/wpp-panel.db]
  APP_SEAL_SHARED   true: seal secrets also in tables that a CRM shares [false]
  APP_PUBLIC_URL    address for webhooks and links, without a path [http:// and LEPTOS_SITE_ADDR]
  APP_METRICS_ADDR  where /metrics is answered, for Prometheus [nowhere]
  APP_DRAIN_SECONDS how long it goes on after it was asked to stop, /readyz says so [0]
  APP_BEHIND_PROXY  true: a reverse proxy elsewhere says who calls (X-Forwarded-For) [false]
  APP_SECRET_KEY    32 bytes in Base64 that seal stored keys [made beside a SQLite file]
  APP_SECRET_KEY_OLD       the key before it, until `admin rotate-secrets` has sealed all anew
  APP_ALLOWED_ORIGINS      whose pages may call /functions/v1, with commas
  APP_ADMIN_ROLES          which roles are administrators, with commas [owner,admin]
  APP_FORWARD_WEBHOOK_URL  where every event of the platform goes on to
  APP_TELEGRAM_URL         where Telegram's bots are, for alerts [https://api.telegram.org]
  APP_ALERT_PRIVATE_ADDRESSES  true: webhooks of alerts may lead into private networks [false]
  APP_SMTP_URL             who takes mail of alerts: smtps://user:password@host, smtp://…?tls=required
  APP_MAIL_FROM            who such mail is from
  SUPABASE_JWT_SECRET      checks tokens of a CRM's users (HS256)
  SUPABASE_JWKS_URL        where public keys for such tokens are (RS256, ES256)
  SUPABASE_JWT_ISSUER      who must have issued them [anybody]
  WPP_BASE_URL      the WPP Platform [https://msg.academyos.ru]
  WPP_API_KEY       its key for all organizations
  WPP_SECRET        its secret that makes a key per connection; wins over WPP_API_KEY
  WPP_ROUTES        its paths: auto, plan or internal [auto]
  WPP_RECONCILE_INTERVAL       how often every session is asked for, in seconds [300]
  APP_EVENTS_KEEP_DAYS         how long events are kept, in days [30]
  APP_EVENTS_KEEP_PER_SESSION  how many of a session [10000]
  APP_LOG           readable or json [readable]
  RUST_LOG          what is logged [info]

Exit codes: 0 fine, 1 failed, 2 the command line was wrong.";

/// One click to a connected WhatsApp: a web panel over the WPP Platform gateway.
#[derive(Parser)]
#[command(name = "wpp-panel", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Run the panel
    Serve(ServeArguments),
    /// Run the simulated WPP Platform alone
    Sim(SimArguments),
    /// Bring the database up to date
    Migrate(ConfigArguments),
    /// Ask the running server whether it is ready; 0 if it is
    Probe(ConfigArguments),
    /// Copy a SQLite database and its key while the server goes on
    Backup(BackupArguments),
    /// Put such a copy in the place of the database, after it was looked through
    Restore(RestoreArguments),
    /// Look whether settings, database and gateway are fine: a line each
    Check(CheckArguments),
    /// Make organizations and people, and look after events
    Admin {
        #[command(subcommand)]
        what: AdminCommand,
    },
}

/// What is looked at.
#[derive(Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub config: ConfigArguments,
    /// Also print what the gateway answers, to copy; secrets, codes and phone numbers are masked
    #[arg(long)]
    pub report: bool,
}

/// Where the settings are.
#[derive(Args)]
pub(super) struct ConfigArguments {
    /// The settings file; without it, Leptos.toml in the working directory if there is one
    #[arg(long, value_name = "PATH")]
    pub config: Option<PathBuf>,
}
