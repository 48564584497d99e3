//! `Leptos.toml` as it is delivered, and what other files are refused.

use std::{fs, path::Path};

use wpp_panel::config::{
    Environment, Gateway, LogFormat, Purpose, Routes, Settings, SettingsError, file::SettingsFile,
};

fn delivered() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Leptos.toml")).unwrap()
}

fn parse(text: &str) -> Result<SettingsFile, SettingsError> {
    SettingsFile::parse(text, Path::new("Leptos.toml"))
}

#[test]
fn every_default_of_the_code_is_in_the_file_and_every_key_of_the_file_is_in_the_code() {
    let file: serde_json::Value = toml::from_str(&delivered()).unwrap();
    assert_eq!(file, serde_json::to_value(SettingsFile::default()).unwrap());
}

#[test]
fn the_site_section_says_what_cargo_toml_says() {
    let cargo = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let section = |text: &str| {
        let file: toml::Table = toml::from_str(text).unwrap();
        file["package"]["metadata"]["leptos"].as_table().unwrap().clone()
    };
    let cargo = section(&cargo);
    for (key, value) in section(&delivered()) {
        assert_eq!(cargo.get(&key), Some(&value), "{key}");
    }
}

#[test]
fn leptos_config_reads_the_same_site_from_the_file() {
    let theirs = leptos_config::get_config_from_str(&delivered()).unwrap();
    let ours = Settings::from_parts(&parse(&delivered()).unwrap(), &Environment::default(), Purpose::Real).unwrap();
    let ours = ours.site.leptos_options();
    assert_eq!(ours.output_name, theirs.output_name);
    assert_eq!(ours.site_root, theirs.site_root);
    assert_eq!(ours.site_pkg_dir, theirs.site_pkg_dir);
    assert_eq!(ours.site_addr, theirs.site_addr);
    assert_eq!(ours.reload_port, theirs.reload_port);
}

#[test]
fn a_changed_file_changes_the_settings() {
    let text = r#"
        [package.metadata.leptos]
        site-addr = "[::1]:8080"
        site-root = "/srv/site"
        hash-files = true
        [server]
        public-url = "https://panel.example.org/"
        [database]
        url = "sqlite:///var/lib/panel/panel.db"
        [gateway]
        base-url = "https://gateway.example.org/wpp/"
        routes = "internal"
        reconcile-interval = 60
        [log]
        format = "json"
        filter = "warn,wpp_panel=debug"
    "#;
    let environment = Environment::of(&[("WPP_API_KEY", "key")]);
    let settings = Settings::from_parts(&parse(text).unwrap(), &environment, Purpose::Real).unwrap();
    assert_eq!(settings.site.addr, "[::1]:8080".parse().unwrap());
    assert_eq!(settings.site.root, "/srv/site");
    assert_eq!(settings.public_url_at(settings.site.addr).as_str(), "https://panel.example.org");
    assert_eq!(settings.database.path(), Some(Path::new("/var/lib/panel/panel.db")));
    assert_eq!(settings.database.key_file().as_deref(), Some(Path::new("/var/lib/panel/panel.db.key")));
    let Some(Gateway::Global { platform, .. }) = settings.gateway else { panic!("{:?}", settings.gateway) };
    assert_eq!(platform.base_url.as_str(), "https://gateway.example.org/wpp");
    assert_eq!((platform.routes, settings.reconcile_every.as_secs()), (Routes::Internal, 60));
    assert_eq!((settings.log.format, settings.log.filter.as_str()), (LogFormat::Json, "warn,wpp_panel=debug"));
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = parse("[package.metadata.leptos]\nsite-addr = \"127.0.0.1:1\"\n[gateway]\nroutes = \"plan\"").unwrap();
    let environment =
        Environment::of(&[("LEPTOS_SITE_ADDR", "127.0.0.1:2"), ("WPP_ROUTES", "internal"), ("WPP_SECRET", "word")]);
    let settings = Settings::from_parts(&file, &environment, Purpose::Real).unwrap();
    assert_eq!(settings.site.addr.port(), 2);
    let Some(Gateway::PerClient { platform, .. }) = settings.gateway else { panic!("{:?}", settings.gateway) };
    assert_eq!(platform.routes, Routes::Internal);
}

#[test]
fn unknown_keys_are_named_with_their_line_and_no_value_is_shown() {
    let wrong = [
        ("[gateway]\napi-key = \"s3cret\"", "line 2", "api-key"),
        ("\n[databse]\nurl = \"s3cret\"", "line 2", "databse"),
        ("[server]\npublic_url = \"s3cret\"", "line 2", "public_url"),
        ("[log]\nfilter = 3", "line 2", "expected a string"),
        ("[log\n# s3cret", "line 1", "unclosed table"),
    ];
    for (text, line, key) in wrong {
        let sentence = parse(text).unwrap_err().to_string();
        assert!(sentence.contains("Leptos.toml") && sentence.contains(line) && sentence.contains(key), "{sentence}");
        assert!(!sentence.contains("s3cret") && !sentence.contains('\n'), "{sentence}");
    }
}

#[test]
fn a_wrong_value_in_the_file_is_named_by_its_key() {
    let file = parse("[gateway]\nroutes = \"both\"").unwrap();
    let error = Settings::from_parts(&file, &Environment::default(), Purpose::Real).unwrap_err();
    assert_eq!(error.to_string(), "[gateway] routes in the settings file must be auto, plan or internal, not \"both\"");
}

#[test]
fn a_named_file_must_exist() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.toml");
    assert!(
        matches!(SettingsFile::read(Some(&missing)), Err(SettingsError::Unreadable { path, .. }) if path == missing)
    );
}
