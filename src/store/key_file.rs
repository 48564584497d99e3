//! The key file beside an SQLite database.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::connect::ports::{Random as _, SystemRandom};

use super::{
    open::private_folder,
    sealer::{KeyError, Sealer},
};

/// A key is 44 characters; anything much longer is no key file.
const LONGEST: u64 = 256;

/// Reads the key in `path`, or makes one there: 32 random bytes in Base64 and a line end, mode 0600, folders 0700.
///
/// The file appears whole or not at all, and of two that make it at once one wins and both use it.
///
/// # Errors
/// [`KeyError`] if it cannot be read or made, is readable by others, or is not 32 bytes in Base64. A malformed file is
/// never replaced: the secrets in the database would be lost with it.
pub fn load_or_create_key(path: &Path) -> Result<Sealer, KeyError> {
    let unusable =
        |error: io::Error| KeyError::Unusable { path: path.display().to_string(), reason: error.to_string() };
    match File::open(path) {
        Ok(file) => load(path, file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create(path).map_err(unusable)?;
            load(path, File::open(path).map_err(unusable)?)
        }
        Err(error) => Err(unusable(error)),
    }
}

/// Reads the key in `path`; `None` if there is no such file.
///
/// # Errors
/// As [`load_or_create_key`].
pub fn load_key(path: &Path) -> Result<Option<Sealer>, KeyError> {
    match File::open(path) {
        Ok(file) => load(path, file).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyError::Unusable { path: path.display().to_string(), reason: error.to_string() }),
    }
}

fn load(path: &Path, file: File) -> Result<Sealer, KeyError> {
    let shown = path.display().to_string();
    let unusable = |error: io::Error| KeyError::Unusable { path: shown.clone(), reason: error.to_string() };
    let mode = file.metadata().map_err(unusable)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed { path: shown, mode });
    }
    let mut bytes = Vec::new();
    file.take(LONGEST).read_to_end(&mut bytes).map_err(unusable)?;
    String::from_utf8(bytes).ok().and_then(|text| Sealer::decode(&text)).ok_or(KeyError::Malformed(shown))
}

fn create(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    private_folder(folder)?;
    let mut key = [0_u8; 32];
    let mut mark = [0_u8; 8];
    for bytes in [key.as_mut_slice(), &mut mark] {
        SystemRandom.fill(bytes);
    }
    let draft = folder.join(format!(".key-{:016x}", u64::from_le_bytes(mark)));
    let written = write_whole(&draft, &format!("{}\n", STANDARD.encode(key)));
    // a link, unlike a rename, never replaces a key that somebody else has just made
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    let removed = fs::remove_file(&draft);
    linked.and(removed)?;
    File::open(folder)?.sync_all()
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
