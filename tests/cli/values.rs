//! Values that are accepted, and values that stop the start.

use std::path::Path;

use wpp_panel::config::{
    Database, Environment, Gateway, HttpAddress, Purpose, SecretKey, Settings, SettingsError, file::SettingsFile,
};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn load(values: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    Settings::from_parts(&SettingsFile::default(), &Environment::of(values), Purpose::Real)
}

#[test]
fn wrong_values_are_refused_in_one_sentence_that_names_the_setting() {
    let wrong = [
        ("LEPTOS_SITE_ADDR", "localhost"),
        ("LEPTOS_SITE_ADDR", "127.0.0.1:70000"),
        ("DATABASE_URL", "mysql://host/base"),
        ("DATABASE_URL", "data/panel.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:panel.db"),
        ("DATABASE_URL", "sqlite::memory:"),
        ("DATABASE_URL", "sqlite://panel.db?mode=memory"),
        ("DATABASE_URL", "sqlite://panel.db?mode=rwc"),
        ("DATABASE_URL", "sqlite://100%25.db"),
        ("APP_PUBLIC_URL", "panel.example.org"),
        ("APP_PUBLIC_URL", "ftp://panel.example.org"),
        ("APP_PUBLIC_URL", "https://panel.example.org/panel"),
        ("APP_PUBLIC_URL", "https://panel.example.org?x=1"),
        ("APP_PUBLIC_URL", "https://panel.example.org#x"),
        ("APP_PUBLIC_URL", "https://panel.example.org:port"),
        ("APP_PUBLIC_URL", "https://"),
        ("APP_SECRET_KEY", "c2hvcnQ="),
        ("APP_SECRET_KEY", "no Base64 at all"),
        ("WPP_BASE_URL", "msg.academyos.ru"),
        ("WPP_API_KEY", "two words"),
        ("WPP_SECRET", "ключ"),
        ("WPP_ROUTES", "Auto"),
        ("WPP_RECONCILE_INTERVAL", "29"),
        ("WPP_RECONCILE_INTERVAL", "86401"),
        ("WPP_RECONCILE_INTERVAL", "5m"),
        ("APP_EVENTS_KEEP_DAYS", "0"),
        ("APP_EVENTS_KEEP_PER_SESSION", "99"),
        ("APP_LOG", "pretty"),
        ("APP_SEAL_SHARED", "yes"),
        ("APP_ALLOWED_ORIGINS", "https://crm.example.org, *"),
        ("APP_ALLOWED_ORIGINS", "https://crm.example.org/path"),
        ("APP_ADMIN_ROLES", " , "),
        ("APP_FORWARD_WEBHOOK_URL", "crm.example.org/hook"),
        ("SUPABASE_JWT_SECRET", "short"),
        ("SUPABASE_JWKS_URL", "file:///etc/passwd"),
        ("RUST_LOG", "wpp_panel=loud"),
    ];
    for (setting, value) in wrong {
        let sentence = load(&[(setting, value)]).unwrap_err().to_string();
        assert!(sentence.starts_with(&format!("{setting} must be ")), "{setting}={value}: {sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
    }
}

#[test]
fn a_refusal_never_shows_a_secret() {
    let secrets = [
        ("APP_SECRET_KEY", "hunter2"),
        ("WPP_API_KEY", "hunter2 hunter2"),
        ("WPP_SECRET", "hunter2 hunter2"),
        ("DATABASE_URL", "mysql://user:hunter2@host/base"),
        ("DATABASE_URL", "postgres://user:hunter2@host"),
        ("APP_FORWARD_WEBHOOK_URL", "ftp://crm.example.org/hook?key=hunter2"),
        ("SUPABASE_JWT_SECRET", "hunter2"),
        ("WPP_BASE_URL", "https://user:hunter2@gateway.example.org"),
        ("APP_PUBLIC_URL", "https://user:hunter2@panel.example.org"),
    ];
    for (setting, value) in secrets {
        let error = load(&[(setting, value)]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

#[test]
fn the_debug_form_of_settings_has_no_secret() {
    for mode in ["WPP_API_KEY", "WPP_SECRET"] {
        let settings = load(&[(mode, "hunter2"), ("APP_SECRET_KEY", KEY)]).unwrap();
        let shown = format!("{settings:?}");
        // the bytes of the key as numbers too: 48 is the first
        assert!(!shown.contains("hunter2") && !shown.contains(KEY) && !shown.contains("48, 49"), "{shown}");
    }
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    let names = wpp_panel::config::VARIABLES;
    let empty: Vec<(&str, &str)> = names.iter().map(|name| (*name, " ")).collect();
    assert_eq!(format!("{:?}", load(&empty).unwrap()), format!("{:?}", load(&[]).unwrap()));
}

#[test]
fn every_session_is_asked_for_as_often_as_is_set() {
    let seconds = |values: &[(&str, &str)]| load(values).unwrap().reconcile_every.as_secs();
    assert_eq!(seconds(&[]), 300);
    for bound in [30, 86_400] {
        assert_eq!(seconds(&[("WPP_RECONCILE_INTERVAL", &bound.to_string())]), bound);
    }
    let sentence = load(&[("WPP_RECONCILE_INTERVAL", "7")]).unwrap_err().to_string();
    assert_eq!(sentence, "WPP_RECONCILE_INTERVAL must be a whole number of seconds, from 30 to 86400, not \"7\"");
}

#[test]
fn the_key_per_client_wins_over_the_global_one() {
    let both = load(&[("WPP_API_KEY", "global"), ("WPP_SECRET", "client")]).unwrap();
    assert!(matches!(both.gateway, Some(Gateway::PerClient { secret, .. }) if secret.expose() == "client"));
    let global = load(&[("WPP_API_KEY", " global\n")]).unwrap();
    assert!(matches!(global.gateway, Some(Gateway::Global { api_key, .. }) if api_key.expose() == "global"));
}

#[test]
fn without_credentials_whoever_needs_a_gateway_is_told_what_to_set() {
    let settings = load(&[]).unwrap();
    let sentence = settings.required_gateway().unwrap_err().to_string();
    for word in ["WPP_API_KEY", "WPP_SECRET", "--demo"] {
        assert!(sentence.contains(word), "{sentence}");
    }
}

#[test]
fn a_secret_key_is_32_bytes_with_or_without_padding() {
    let bytes = *b"0123456789abcdef0123456789abcdef";
    assert_eq!(SecretKey::new(bytes).to_base64(), KEY);
    for text in [KEY, KEY.trim_end_matches('='), &format!("{KEY}\n")] {
        assert_eq!(SecretKey::parse(text).unwrap().expose(), &bytes);
    }
}

#[test]
fn an_address_that_is_not_set_is_where_the_server_listens() {
    let settings = load(&[]).unwrap();
    let at = |bound: &str| settings.public_url_at(bound.parse().unwrap()).to_string();
    assert_eq!(at("127.0.0.1:41234"), "http://127.0.0.1:41234");
    assert_eq!(at("0.0.0.0:3000"), "http://127.0.0.1:3000");
    assert_eq!(at("[::]:3000"), "http://[::1]:3000");
}

#[test]
fn addresses_lose_their_closing_slash_and_know_whether_they_are_https() {
    let address = HttpAddress::parse_origin("https://panel.example.org:8443/").unwrap();
    assert_eq!((address.as_str(), address.is_https()), ("https://panel.example.org:8443", true));
    assert!(!HttpAddress::parse("http://[::1]:3000").unwrap().is_https());
}

#[test]
fn the_key_lies_beside_the_database() {
    for (url, path, folder) in [
        ("sqlite://data/panel.db", "data/panel.db", Some("data")),
        ("sqlite:///srv/panel.db", "/srv/panel.db", Some("/srv")),
    ] {
        let database = Database::parse(url).unwrap();
        assert_eq!(database.url.expose(), url);
        assert_eq!(database.path(), Some(Path::new(path)));
        assert_eq!(database.key_file().unwrap(), Path::new(&format!("{path}.key")));
        assert_eq!(database.folder(), folder.map(Path::new));
    }
}

#[test]
fn a_server_database_is_shown_without_its_password() {
    let values =
        [("DATABASE_URL", "postgres://user:hunter2@db.example.org:6543/crm?sslmode=require"), ("APP_SECRET_KEY", KEY)];
    let settings = load(&values).unwrap();
    assert_eq!(settings.database.to_string(), "postgres://db.example.org:6543/crm");
    assert!(!format!("{settings:?}").contains("hunter2"));
    assert_eq!((settings.database.path(), settings.database.key_file()), (None, None));
}

/// Two servers would make two keys.
#[test]
fn a_server_database_needs_a_key_that_is_set() {
    let error = load(&[("DATABASE_URL", "postgres://user@host/base")]).unwrap_err();
    assert!(matches!(error, SettingsError::NoSecretKey) && error.to_string().starts_with("APP_SECRET_KEY"), "{error}");
}

#[test]
fn lists_are_separated_by_commas() {
    let values = [
        (
            "APP_ALLOWED_ORIGINS",
            "https://CRM.example.org/, http://127.0.0.1:8080,https://a.example:443,http://b.example:80",
        ),
        ("APP_ADMIN_ROLES", "Owner,manager "),
    ];
    let crm = load(&values).unwrap().crm;
    let as_browsers_say = ["https://crm.example.org", "http://127.0.0.1:8080", "https://a.example", "http://b.example"];
    assert_eq!(crm.allowed_origins, as_browsers_say);
    assert_eq!(crm.admin_roles, ["owner", "manager"]);
    assert_eq!(load(&[]).unwrap().crm.admin_roles, ["owner", "admin"]);
}
