//! `wpp-panel serve`

use clap::Args;

use super::{arguments::ConfigArguments, failure::Failure, parts, settings};
use crate::config::Purpose;

#[derive(Args)]
pub(super) struct ServeArguments {
    /// Try the panel: simulated gateway, own data in data/demo.db, loopback only
    #[arg(long)]
    demo: bool,
    /// A folder with what browsers load, instead of what is in the binary
    #[arg(long, value_name = "FOLDER")]
    site_root: Option<String>,
    #[command(flatten)]
    config: ConfigArguments,
}

pub(super) async fn run(arguments: &ServeArguments) -> Result<(), Failure> {
    let purpose = if arguments.demo { Purpose::Demo } else { Purpose::Real };
    let mut settings = settings::load(arguments.config.config.as_deref(), purpose)?;
    if let Some(root) = &arguments.site_root {
        (settings.site.root, settings.site.root_chosen) = (root.clone(), true);
    }
    // before the database is made: a refused start leaves nothing behind
    settings.required_gateway()?;
    Ok(parts::serve(settings).await?)
}
