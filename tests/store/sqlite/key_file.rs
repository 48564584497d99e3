//! The key file beside the database.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt as _, path::Path};

use tempfile::TempDir;
use wpp_panel::store::{KeyError, Sealer, load_or_create_key};

fn write(path: &Path, text: &str, mode: u32) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_missing_key_is_made_for_its_owner_alone_and_found_again() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("data/secret.key");
    let made = load_or_create_key(&path).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(load_or_create_key(&path).unwrap().key_id(), made.key_id());
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.trim().len(), 44);
    assert_eq!(Sealer::from_base64(&text).unwrap().key_id(), made.key_id());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing else is left behind");

    let other = load_or_create_key(&folder.path().join("other.key")).unwrap();
    assert_ne!(other.key_id(), made.key_id());
}

#[test]
fn of_many_that_make_it_at_once_all_have_the_same() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secret.key");
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || load_or_create_key(&path).unwrap().key_id().to_owned())
        })
        .collect();
    let ids: BTreeSet<String> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_malformed_key_is_refused_and_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secret.key");
    let short = "c2hvcnQ=";
    let long = "A".repeat(1000);
    for text in ["", "MARK not Base64", short, long.as_str()] {
        write(&path, text, 0o600);
        let error = load_or_create_key(&path).unwrap_err();
        let said = error.to_string();
        assert!(matches!(error, KeyError::Malformed(_)), "{said}");
        assert!(said.contains("secret.key") && !said.contains("MARK"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secret.key");
    load_or_create_key(&path).unwrap();
    for mode in [0o640, 0o604, 0o644, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = load_or_create_key(&path).unwrap_err();
        let said = error.to_string();
        assert!(matches!(error, KeyError::Exposed { .. }) && said.contains("chmod 600"), "{said}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    load_or_create_key(&path).unwrap();
}

#[test]
fn a_folder_that_cannot_be_is_a_sentence() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let error = load_or_create_key(&folder.path().join("file/secret.key")).unwrap_err();
    assert!(matches!(error, KeyError::Unusable { .. }), "{error}");
    let error = load_or_create_key(folder.path()).unwrap_err();
    assert!(matches!(error, KeyError::Exposed { .. } | KeyError::Unusable { .. }), "{error}");
}

#[test]
fn a_key_from_the_environment_is_checked() {
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_eq!(Sealer::from_base64(&format!(" {key}\n")).unwrap().key_id(), Sealer::new([0; 32]).key_id());
    for wrong in ["", "MARK", &key[1..], &format!("{key}{key}")] {
        let said = Sealer::from_base64(wrong).unwrap_err().to_string();
        assert!(said.contains("APP_SECRET_KEY") && !said.contains("MARK"), "{said}");
    }
}
