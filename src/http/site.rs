//! The files for the browser: which there are, and what they are called. Read once, at the start.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::embedded;

/// The folder of what the build made, and the address it has.
pub(super) const PKG: &str = "pkg";
/// The file in it that says how the others are called.
const MANIFEST: &str = "manifest.json";

/// The site folder: `pkg/` with the style sheet, the script and the WASM; beside it icons and `robots.txt`.
#[derive(Clone, Debug)]
pub struct Site {
    place: Place,
    names: Names,
    hashed: bool,
    files: Vec<String>,
}

/// Where the files are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// In a folder.
    Folder(PathBuf),
    /// In the binary; in a debug build in the folder that a release takes them from.
    Binary,
}

impl Place {
    /// Names of the files beside `pkg/`, compressed copies too.
    fn names(&self) -> io::Result<Vec<String>> {
        let Self::Folder(root) = self else { return Ok(embedded::top_level().collect()) };
        let mut names = Vec::new();
        for entry in fs::read_dir(root)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if entry.file_type()?.is_file() {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// What a file inside `pkg/` holds.
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder(root) => fs::read(root.join(PKG).join(name)),
            Self::Binary => embedded::read(&format!("{PKG}/{name}")).ok_or_else(|| io::ErrorKind::NotFound.into()),
        }
    }

    fn has(&self, name: &str) -> bool {
        match self {
            Self::Folder(root) => root.join(PKG).join(name).is_file(),
            Self::Binary => embedded::read(&format!("{PKG}/{name}")).is_some(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(root) => root.display().fmt(f),
            Self::Binary => f.write_str("the binary"),
        }
    }
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
    /// Takes what is in a folder.
    #[must_use]
    pub fn load(root: &Path) -> Self {
        Self::at(Place::Folder(root.to_owned()))
    }

    /// Takes what is in the binary.
    #[must_use]
    pub fn of_binary() -> Self {
        Self::at(Place::Binary)
    }

    /// Looks the place through. Whatever is missing is a warning and not an error: pages still render, without style
    /// and script, so that an operator sees more than a start that failed.
    fn at(place: Place) -> Self {
        let (readable, names) = match place.names() {
            Ok(names) => (true, names),
            Err(error) => {
                tracing::warn!(folder = %place, %error, "no site folder: pages have no style and no script");
                (false, Vec::new())
            }
        };
        // compressed copies are served under the name of the original
        let is_file = |name: &String| !name.ends_with(".br") && !name.ends_with(".gz") && is_plain(name);
        let files = names.into_iter().filter(is_file).collect();
        let named = match place.read(MANIFEST) {
            Ok(text) => serde_json::from_slice::<Names>(&text).ok().filter(Names::are_plain).or_else(|| {
                tracing::warn!(folder = %place, "pkg/manifest.json is no manifest: taking the unhashed names");
                None
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(folder = %place, %error, "pkg/manifest.json: taking the unhashed names");
                None
            }
        };
        let hashed = named.is_some();
        let site = Self { place, names: named.unwrap_or_else(Names::unhashed), hashed, files };
        if readable {
            for name in site.missing() {
                tracing::warn!(folder = %site.place, file = %format!("{PKG}/{name}"), "a file that every page asks for is missing");
            }
        }
        site
    }

    /// Files that every page asks for and that are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        self.names.all().filter(|name| !self.place.has(name)).map(String::as_str).collect()
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
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Names of the files beside `pkg/`.
    pub(super) fn files(&self) -> &[String] {
        &self.files
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
