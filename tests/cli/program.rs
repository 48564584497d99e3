//! The program itself, in an empty folder and with an empty environment.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use tempfile::TempDir;
use wpp_panel::config::{VARIABLES, file::SettingsFile};

const ORGANIZATION: &str = "5b0c3b1e-7c2b-4c6a-9a53-0f6a0e0a3c11";

pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn run_in(folder: &TempDir, arguments: &[&str], environment: &[(&str, &str)], input: &str) -> Ended {
    let mut program = Command::new(env!("CARGO_BIN_EXE_wpp-panel"))
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // a program that refuses before it reads may be gone by now
    let _ = program.stdin.take().unwrap().write_all(input.as_bytes());
    let output = program.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    run_in(&tempfile::tempdir().unwrap(), arguments, environment, "")
}

#[test]
fn help_names_every_command_variable_default_and_exit_code() {
    let ended = run(&["--help"], &[]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    for word in ["serve", "sim", "migrate", "check", "admin", "serve --demo", "Exit codes: 0"] {
        assert!(ended.out.contains(word), "{word}");
    }
    for variable in VARIABLES {
        assert!(ended.out.contains(&format!("\n  {variable} ")), "{variable}");
    }
    let file = SettingsFile::default();
    let site = file.package.metadata.leptos;
    let defaults = [
        site.site_addr,
        file.database.url,
        file.gateway.base_url,
        file.gateway.routes,
        file.log.format,
        file.log.filter,
    ];
    for default in defaults {
        assert!(ended.out.contains(&format!("[{default}]")), "{default}");
    }
}

#[test]
fn without_a_command_help_is_shown() {
    let ended = run(&[], &[]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.is_empty() && ended.err.contains("Usage: wpp-panel <COMMAND>"), "{}", ended.err);
}

#[test]
fn the_version_is_the_crates() {
    let ended = run(&["--version"], &[]);
    assert_eq!((ended.code, ended.out), (0, format!("wpp-panel {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn misuse_ends_with_2_and_names_the_argument() {
    let user = ["admin", "create-user", "--organization", ORGANIZATION, "--email", "a@b", "--role", "admin"];
    let with = |at: usize, value: &'static str| {
        let mut arguments = user.to_vec();
        arguments[at] = value;
        arguments.push("--password-stdin");
        arguments
    };
    let misuses: [(Vec<&str>, &str); 9] = [
        (vec!["dance"], "dance"),
        (vec!["serve", "--port", "1"], "--port"),
        (vec!["sim", "--listen", "0.0.0.0:4000"], "loopback"),
        (vec!["sim", "--listen", "4000"], "--listen"),
        (vec!["admin", "create-organization"], "--name"),
        (user.to_vec(), "--password-stdin"),
        (with(3, "57"), "--organization"),
        (with(5, "nobody"), "--email"),
        (with(7, "boss"), "--role"),
    ];
    for (arguments, word) in misuses {
        let ended = run(&arguments, &[]);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(word), "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn a_bad_password_is_misuse_and_is_not_shown() {
    let arguments = [
        "admin",
        "create-user",
        "--organization",
        ORGANIZATION,
        "--email",
        "a@b",
        "--role",
        "admin",
        "--password-stdin",
    ];
    for password in ["hunter2\n", &format!("hunter2{}", "я".repeat(2000))] {
        let ended = run_in(&tempfile::tempdir().unwrap(), &arguments, &[], password);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""));
        assert!(ended.err.contains("10 to 200 characters") && !ended.err.contains("hunter2"), "{}", ended.err);
    }
}

#[test]
fn serve_without_credentials_says_what_to_set_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run_in(&folder, &["serve"], &[], "");
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    for word in ["WPP_API_KEY", "WPP_SECRET", "serve --demo"] {
        assert!(ended.err.contains(word), "{}", ended.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn every_command_that_reads_settings_refuses_wrong_ones() {
    for arguments in [vec!["serve"], vec!["migrate"], vec!["admin", "create-organization", "--name", "N"]] {
        let ended = run(&arguments, &[("APP_SECRET_KEY", "hunter2"), ("WPP_API_KEY", "word")]);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""), "{arguments:?}");
        assert!(ended.err.starts_with("wpp-panel: APP_SECRET_KEY must be "), "{}", ended.err);
        assert!(!ended.err.contains("hunter2") && ended.err.lines().count() == 1, "{}", ended.err);
    }
}

#[test]
fn a_demo_refuses_real_settings() {
    for (setting, value) in [
        ("DATABASE_URL", "sqlite://hunter2.db"),
        ("WPP_API_KEY", "hunter2"),
        ("WPP_SECRET", "hunter2"),
        ("WPP_BASE_URL", "https://hunter2.example.org"),
        ("LEPTOS_SITE_ADDR", "0.0.0.0:3000"),
    ] {
        let ended = run(&["serve", "--demo"], &[(setting, value)]);
        assert_eq!(ended.code, 1);
        assert!(ended.err.contains(setting) && !ended.err.contains("hunter2"), "{}", ended.err);
    }
}

#[test]
fn a_settings_file_is_found_or_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Leptos.toml"), "[gateway]\nroutes = \"both\"\n").unwrap();
    fs::write(folder.path().join("other.toml"), "[gatewy]\n").unwrap();
    let found = run_in(&folder, &["migrate"], &[], "");
    assert!(found.err.contains("[gateway] routes"), "{}", found.err);
    let named = run_in(&folder, &["migrate", "--config", "other.toml"], &[], "");
    assert!(named.err.contains("other.toml") && named.err.contains("gatewy"), "{}", named.err);
    let missing = run_in(&folder, &["migrate", "--config", "missing.toml"], &[], "");
    assert!(missing.err.contains("missing.toml"), "{}", missing.err);
    assert_eq!((found.code, named.code, missing.code), (1, 1, 1));
}

#[test]
fn check_passes_over_what_only_the_database_knows_where_it_fails() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    // no gateway is asked: it would not be this machine's
    let settings =
        [("DATABASE_URL", "sqlite://file/panel.db"), ("WPP_API_KEY", "key"), ("WPP_BASE_URL", "http://127.0.0.1:9")];
    let ended = run_in(&folder, &["check"], &settings, "");
    let find = |what: &str| ended.out.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    assert!(find("database").contains("FAILED"), "{}", ended.out);
    for what in ["people", "events"] {
        assert!(find(what).ends_with("-       the database comes first"), "{}", ended.out);
    }
}

#[test]
fn check_has_a_line_for_everything_whatever_is_wrong() {
    let ended = run(&["check"], &[("WPP_ROUTES", "both")]);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""));
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(lines[0], "settings  FAILED  WPP_ROUTES must be auto, plan or internal, not \"both\"");
    assert_eq!(lines[1], "names     ok      no variable is misspelt");
    let others: Vec<&str> = lines[2..].iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(others, ["listen", "address", "site", "database", "people", "events", "gateway"]);
    assert!(lines[2..].iter().all(|line| line.ends_with("-       the settings come first")), "{lines:?}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_named() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

    let output = Command::new(env!("CARGO_BIN_EXE_wpp-panel"))
        .arg("check")
        .current_dir(tempfile::tempdir().unwrap().path())
        .env_clear()
        .env("APP_PUBLIC_URL", OsStr::from_bytes(&[0xff]))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("APP_PUBLIC_URL is not text in UTF-8"));
}

/// The key file is renamed, the next start makes another, and the command ends the use of the one before.
#[test]
fn the_key_file_is_changed_by_renaming_it() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("WPP_API_KEY", "word")];
    let make = || run_in(&folder, &["admin", "create-organization", "--name", "Школа"], &settings, "");
    assert_eq!(make().code, 0);
    let key = folder.path().join("data/wpp-panel.db.key");
    let old = folder.path().join("data/wpp-panel.db.key.old");
    let away = folder.path().join("data/away");
    fs::rename(&key, &away).unwrap();
    let refused = make();
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("sealed with another key") && refused.err.lines().count() == 1, "{}", refused.err);

    fs::rename(&away, &old).unwrap();
    assert_eq!(make().code, 0, "both are read");
    let rotated = run_in(&folder, &["admin", "rotate-secrets"], &settings, "");
    assert_eq!((rotated.code, rotated.err.as_str()), (0, ""));
    assert!(rotated.out.contains("needed no more"), "{}", rotated.out);
    fs::remove_file(&old).unwrap();
    assert_eq!(make().code, 0, "the new one alone will do");
}

#[test]
fn a_link_for_a_new_password_is_printed_for_whom_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("WPP_API_KEY", "word"), ("APP_PUBLIC_URL", "https://panel.example.org")];
    let run = |arguments: &[&str], input: &str| run_in(&folder, arguments, &settings, input);
    let organization = run(&["admin", "create-organization", "--name", "Школа"], "").out;
    let arguments = ["admin", "create-user", "--organization", organization.trim(), "--role", "member"];
    let made = run(&[&arguments[..], &["--email", "anna@example.org", "--password-stdin"]].concat(), "correct horse");
    assert_eq!(made.code, 0, "{}", made.err);
    let link = run(&["admin", "reset-password", "--email", "Anna@example.org"], "");
    assert_eq!((link.code, link.err.as_str()), (0, ""));
    let token = link.out.trim().strip_prefix("https://panel.example.org/reset?token=").unwrap();
    assert_eq!(token.len(), 43);
    let nobody = run(&["admin", "reset-password", "--email", "boris@example.org"], "");
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
    assert!(nobody.err.contains("nobody here signs in with boris@example.org"), "{}", nobody.err);
}
