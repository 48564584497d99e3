//! Where the server listens and what browsers load from it.

use std::net::SocketAddr;

use leptos_config::{Env, LeptosOptions};

use super::{environment::Environment, error::SettingsError, file, given::Given};

/// The site section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Where the server listens; port 0 takes a free one.
    pub addr: SocketAddr,
    /// The folder that holds what browsers load, relative to the working directory.
    pub root: String,
    /// Whether somebody chose that folder; else what is in the binary is good.
    pub root_chosen: bool,
    /// Where in it the package lies, and the first part of its address.
    pub pkg_dir: String,
    /// The name of the WASM, JavaScript and CSS files.
    pub output_name: String,
    /// The port of `cargo leptos watch`.
    pub reload_port: u16,
}

impl Site {
    pub(super) fn load(environment: &Environment, file: &file::Leptos, demo: bool) -> Result<Self, SettingsError> {
        let default = file::Leptos::default();
        let key = "[package.metadata.leptos] site-addr";
        let addr = Given::pick(environment, "LEPTOS_SITE_ADDR", key, &file.site_addr, &default.site_addr);
        let key = "[package.metadata.leptos] site-root";
        let root = Given::pick(environment, "LEPTOS_SITE_ROOT", key, &file.site_root, &default.site_root);
        let parsed: SocketAddr =
            addr.value.parse().map_err(|_| addr.wrong("an IP address and a port, like 127.0.0.1:3000"))?;
        if demo && !parsed.ip().is_loopback() {
            return Err(SettingsError::DemoInPublic { setting: addr.name, value: addr.value.to_owned() });
        }
        if root.value.is_empty() {
            return Err(root.wrong("a folder, like target/site"));
        }
        let plain = |value: &str, setting: &str| {
            let fits =
                !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
            if fits && !value.starts_with('.') {
                return Ok(value.to_owned());
            }
            Err(SettingsError::Wrong {
                setting: format!("[package.metadata.leptos] {setting} in the settings file"),
                wanted: "a file name of letters, digits, - and _",
                value: value.to_owned(),
            })
        };
        Ok(Self {
            addr: parsed,
            root_chosen: root.chosen,
            root: root.value.to_owned(),
            pkg_dir: plain(&file.site_pkg_dir, "site-pkg-dir")?,
            output_name: plain(&file.output_name, "output-name")?,
            reload_port: file.reload_port,
        })
    }

    /// The same in the form that the renderer asks for; always `PROD`, so that no page has the watcher's script in it.
    #[must_use]
    pub fn leptos_options(&self) -> LeptosOptions {
        LeptosOptions::builder()
            .output_name(self.output_name.as_str())
            .site_root(self.root.as_str())
            .site_pkg_dir(self.pkg_dir.as_str())
            .env(Env::PROD)
            .site_addr(self.addr)
            .reload_port(u32::from(self.reload_port))
            .build()
    }
}
