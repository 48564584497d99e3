//! Which other crates there are, by Cargo.toml.

use std::collections::BTreeSet;

pub struct Crates {
    all: BTreeSet<String>,
    server: BTreeSet<String>,
}

impl Crates {
    pub fn of_manifest(manifest: &str) -> Self {
        let manifest: toml::Table = toml::from_str(manifest).unwrap();
        let name = |text: &str| text.replace('-', "_");
        let optional = |feature: &str| -> BTreeSet<String> {
            let lines = manifest["features"][feature].as_array().unwrap().iter();
            lines.filter_map(|line| line.as_str().unwrap().strip_prefix("dep:").map(name)).collect()
        };
        let mut all: BTreeSet<String> =
            manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).map(name).collect();
        all.extend(["std", "core", "alloc"].map(str::to_owned));
        Self { all, server: &optional("ssr") - &optional("hydrate") }
    }

    pub fn knows(&self, name: &str) -> bool {
        self.all.contains(name)
    }

    pub fn only_on_the_server(&self, name: &str) -> bool {
        self.server.contains(name)
    }
}
