//! A simulator never answers for real connections.

use std::path::Path;

use wpp_panel::config::{Environment, Gateway, Purpose, Settings, SettingsError, file::SettingsFile};

fn demo(file: &str, values: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let file = SettingsFile::parse(file, Path::new("Leptos.toml")).unwrap();
    Settings::from_parts(&file, &Environment::of(values), Purpose::Demo)
}

#[test]
fn a_demo_has_its_own_database_and_the_simulator() {
    let settings = demo("", &[]).unwrap();
    assert_eq!(settings.gateway, Some(Gateway::Demo));
    assert_eq!(settings.database.path(), Some(Path::new("data/demo.db")));
    assert_eq!(settings.database.key_file().as_deref(), Some(Path::new("data/demo.db.key")));
}

#[test]
fn a_demo_refuses_every_setting_of_an_installation() {
    for setting in ["DATABASE_URL", "WPP_API_KEY", "WPP_SECRET", "WPP_BASE_URL"] {
        let error = demo("", &[(setting, "hunter2")]).unwrap_err();
        assert!(matches!(&error, SettingsError::NotADemo { setting: named } if named == setting), "{error:?}");
        assert!(error.to_string().contains(setting) && !error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_demo_refuses_them_in_the_file_too() {
    for (file, key) in [
        ("[database]\nurl = \"sqlite://real.db\"", "[database] url"),
        ("[gateway]\nbase-url = \"https://real.example.org\"", "[gateway] base-url"),
    ] {
        let sentence = demo(file, &[]).unwrap_err().to_string();
        assert!(sentence.contains(key), "{sentence}");
    }
}

#[test]
fn the_delivered_file_is_no_obstacle_to_a_demo() {
    let file = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Leptos.toml")).unwrap();
    assert_eq!(demo(&file, &[]).unwrap().gateway, Some(Gateway::Demo));
}

#[test]
fn a_demo_listens_on_loopback_only() {
    for addr in ["0.0.0.0:3000", "[::]:3000", "192.168.1.2:3000"] {
        let sentence = demo("", &[("LEPTOS_SITE_ADDR", addr)]).unwrap_err().to_string();
        assert!(sentence.contains("LEPTOS_SITE_ADDR") && sentence.contains(addr), "{sentence}");
    }
    for addr in ["127.0.0.1:0", "127.8.8.8:3000", "[::1]:3000"] {
        assert!(demo("", &[("LEPTOS_SITE_ADDR", addr)]).is_ok(), "{addr}");
    }
    let file = "[package.metadata.leptos]\nsite-addr = \"0.0.0.0:3000\"";
    assert!(demo(file, &[]).unwrap_err().to_string().contains("site-addr"));
}
