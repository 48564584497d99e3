//! `backup` and `restore`, as an operator uses them.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use tempfile::TempDir;

use crate::program::{Ended, run_in};

const DATABASE: &str = "data/wpp-panel.db";

fn ok(folder: &TempDir, arguments: &[&str]) -> String {
    let ended = run_in(folder, arguments, &[], "");
    assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.err);
    ended.out
}

fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let Ended { code, out, err } = run_in(folder, arguments, &[], "");
    assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {err}");
    err
}

/// A new database with this organization.
fn with_organization(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    ok(&folder, &["admin", "create-organization", "--name", name]);
    folder
}

fn bytes(path: impl AsRef<Path>) -> Vec<u8> {
    fs::read(path).unwrap()
}

/// Whether the database has an organization of this name: a name is not sealed.
fn has(folder: &TempDir, name: &str) -> bool {
    let all = bytes(folder.path().join(DATABASE));
    all.windows(name.len()).any(|window| window == name.as_bytes())
}

#[test]
fn what_was_lost_comes_back_with_its_key() {
    let folder = with_organization("Before the loss");
    let said = ok(&folder, &["backup", "copies/monday.db"]);
    assert!(said.contains("copies/monday.db is written") && said.contains("copies/monday.db.key is written"), "{said}");
    for name in ["copies/monday.db", "copies/monday.db.key"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
    }
    let key = bytes(folder.path().join("data/wpp-panel.db.key"));
    fs::remove_dir_all(folder.path().join("data")).unwrap();

    let said = ok(&folder, &["restore", "copies/monday.db"]);
    assert!(said.contains("data/wpp-panel.db is restored"), "{said}");
    assert!(has(&folder, "Before the loss"));
    assert_eq!(bytes(folder.path().join("data/wpp-panel.db.key")), key);
    ok(&folder, &["migrate"]);
}

#[test]
fn what_is_there_is_replaced_only_if_that_was_asked_for_and_is_kept() {
    let folder = with_organization("In the copy");
    ok(&folder, &["backup", "copy.db"]);
    ok(&folder, &["admin", "create-organization", "--name", "Came later"]);
    let said = refused(&folder, &["restore", "copy.db"]);
    assert!(said.contains("data/wpp-panel.db is there already"), "{said}");
    assert!(has(&folder, "Came later"));

    let said = ok(&folder, &["restore", "copy.db", "--replace"]);
    assert!(said.contains("data/wpp-panel.db.before-1"), "{said}");
    assert!(has(&folder, "In the copy") && !has(&folder, "Came later"));
    let kept = String::from_utf8_lossy(&bytes(folder.path().join("data/wpp-panel.db.before-1"))).contains("Came later");
    assert!(kept, "nothing is lost");
    // the key of both is the same one
    assert!(!folder.path().join("data/wpp-panel.db.before-1.key").exists());
}

#[test]
fn a_copy_without_its_key_or_with_another_is_refused() {
    let folder = with_organization("Sealed");
    ok(&folder, &["backup", "copy.db", "--without-key"]);
    assert!(!folder.path().join("copy.db.key").exists());

    // a key that is lost is said now and not when it is needed
    let key = folder.path().join("data/wpp-panel.db.key");
    fs::rename(&key, folder.path().join("away")).unwrap();
    let said = refused(&folder, &["backup", "later.db"]);
    assert!(said.contains("no key is there"), "{said}");
    let said = refused(&folder, &["migrate"]);
    assert!(said.contains("another key") && !key.exists(), "no key is made for a database that has one: {said}");
    fs::write(&key, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n").unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let said = refused(&folder, &["backup", "later.db"]);
    assert!(said.contains("another key") && key.exists(), "{said}");
    assert!(!folder.path().join("later.db").exists());

    let other = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join("copy.db"), other.path().join("copy.db")).unwrap();
    let said = refused(&other, &["restore", "copy.db"]);
    assert!(said.contains("no key is there"), "{said}");

    let elsewhere = with_organization("Elsewhere");
    fs::copy(folder.path().join("copy.db"), elsewhere.path().join("copy.db")).unwrap();
    let said = refused(&elsewhere, &["restore", "copy.db", "--replace"]);
    assert!(said.contains("another key"), "{said}");
    assert!(has(&elsewhere, "Elsewhere"), "the database is what it was");
    let left: Vec<_> =
        fs::read_dir(elsewhere.path().join("data")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("restoring")), "{left:?}");
}

#[test]
fn what_is_no_backup_is_refused() {
    let folder = with_organization("Here");
    fs::write(folder.path().join("text.db"), "no database at all, but long enough to have a header").unwrap();
    ok(&folder, &["backup", "cut.db"]);
    let whole = bytes(folder.path().join("cut.db"));
    fs::write(folder.path().join("cut.db"), &whole[..whole.len() / 2]).unwrap();
    for name in ["text.db", "cut.db", "none.db"] {
        let said = refused(&folder, &["restore", name, "--replace"]);
        assert!(said.contains(name) || said.contains("malformed") || said.contains("not a database"), "{name}: {said}");
        assert!(has(&folder, "Here"));
    }
    let said = refused(&folder, &["backup", "cut.db"]);
    assert!(said.contains("cut.db.key is there already"), "{said}");
    let said = refused(&folder, &["backup", "cut.db", "--without-key"]);
    assert!(said.contains("cut.db is there already"), "{said}");
    let nothing = tempfile::tempdir().unwrap();
    assert!(refused(&nothing, &["backup", "copy.db"]).contains("there is no file data/wpp-panel.db"));
    let postgres = [
        ("DATABASE_URL", "postgres://a@localhost/b"),
        ("APP_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
    ];
    let ended = run_in(&nothing, &["backup", "copy.db"], &postgres, "");
    assert!(ended.code == 1 && ended.err.contains("pg_dump"), "{}", ended.err);
}
