//! The files for the browser: which there are, and what they are called. Read once, at the start.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// The folder of what the build made, and the address it has.
pub(super) const PKG: &str = "pkg";

/// The site folder: `pkg/` with the style sheet, the script and the WASM; beside it icons and `robots.txt`.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    names: Names,
    hashed: bool,
    files: Vec<String>,
}

/// File names inside `pkg/`; `manifest.json` there has the same shape.
#[derive(Clone, Debug, Deserialize)]
struct Names {
    js: String,
    wasm: String,
    css: String,
    /// What pages other than the main one need beside `css`; without it `css` is all of it.
    #[serde(default)]
    pages: Option<String>,
}

impl Names {
    /// What `cargo leptos` writes.
    fn unhashed() -> Self {
        Self { js: "wpp-panel.js".into(), wasm: "wpp-panel.wasm".into(), css: "wpp-panel.css".into(), pages: None }
    }

    /// The names go into a script and into links, so that nothing but plain file names is taken.
    fn are_plain(&self) -> bool {
        self.all().all(|name| is_plain(name))
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        [&self.js, &self.wasm, &self.css].into_iter().chain(&self.pages)
    }
}

impl Site {
    /// Looks the folder through. Whatever is missing is a warning and not an error: pages still render, without style
    /// and script, so that an operator sees more than a start that failed.
    #[must_use]
    pub fn load(root: &Path) -> Self {
        let (readable, files) = match top_level_files(root) {
            Ok(files) => (true, files),
            Err(error) => {
                tracing::warn!(folder = %root.display(), %error, "no site folder: pages have no style and no script");
                (false, Vec::new())
            }
        };
        let manifest = root.join(PKG).join("manifest.json");
        let named = match fs::read(&manifest) {
            Ok(text) => serde_json::from_slice::<Names>(&text).ok().filter(Names::are_plain).or_else(|| {
                tracing::warn!(file = %manifest.display(), "not a manifest: taking the unhashed names");
                None
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(file = %manifest.display(), %error, "unreadable manifest: taking the unhashed names");
                None
            }
        };
        let hashed = named.is_some();
        let site = Self { root: root.to_owned(), names: named.unwrap_or_else(Names::unhashed), hashed, files };
        for name in site.names.all() {
            let file = root.join(PKG).join(name);
            if readable && !file.is_file() {
                tracing::warn!(file = %file.display(), "a file that every page asks for is missing");
            }
        }
        site
    }

    /// Address of the script that loads the WASM.
    #[must_use]
    pub fn js(&self) -> String {
        format!("/{PKG}/{}", self.names.js)
    }

    /// Address of the WASM.
    #[must_use]
    pub fn wasm(&self) -> String {
        format!("/{PKG}/{}", self.names.wasm)
    }

    /// Address of the style sheet of every page.
    #[must_use]
    pub fn css(&self) -> String {
        format!("/{PKG}/{}", self.names.css)
    }

    /// Address of what all pages but the main one need beside it.
    #[must_use]
    pub fn pages_css(&self) -> Option<String> {
        self.names.pages.as_ref().map(|name| format!("/{PKG}/{name}"))
    }

    /// Whether a file at this address can never change, since its name has its hash.
    pub(super) fn is_immutable(&self, path: &str) -> bool {
        let Some(name) = path.strip_prefix("/pkg/") else { return false };
        self.hashed && self.names.all().any(|known| known == name)
    }

    /// Where the files are.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Names of the files beside `pkg/`.
    pub(super) fn files(&self) -> &[String] {
        &self.files
    }
}

fn top_level_files(root: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // compressed copies are served under the name of the original
        let copy = name.ends_with(".br") || name.ends_with(".gz");
        if entry.file_type()?.is_file() && !copy && is_plain(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
