//! What a password must be, and how it is kept.

use std::time::{Duration, Instant};

use argon2::{Argon2, PasswordHash, PasswordVerifier as _};
use wpp_panel::{
    domain::secret::Secret,
    people::password::{Password, PasswordError, Passwords},
};

use crate::support::clock::CountingRandom;

#[test]
fn a_password_is_ten_to_two_hundred_characters_without_its_line_end() {
    for typed in ["", "short", "123456789\n", "123456789\r\n", "two lines\nof it", "1234567890\n\n", "tab\tinside it"] {
        assert!(Password::parse(typed).is_err(), "{typed:?}");
    }
    assert!(Password::parse(&"я".repeat(201)).is_err());
    assert!(Password::parse(&"я".repeat(200)).is_ok());
    // characters, not bytes
    assert!(Password::parse("девять---").is_err());
    // blanks are part of it, the line end is not
    assert_ne!(Password::parse("1234567890 "), Password::parse("1234567890"));
    assert_eq!(Password::parse("1234567890\r\n"), Password::parse("1234567890"));
    assert_eq!(Password::parse("1234567890\n"), Password::parse("1234567890"));
}

#[test]
fn a_password_is_not_shown() {
    let password = Password::parse("correct horse").unwrap();
    assert!(!format!("{password:?}").contains("horse"));
}

#[tokio::test]
async fn a_hash_is_argon2id_as_owasp_wants_it_and_any_library_reads_it() {
    let hash = Passwords::default()
        .hash(&Password::parse("correct horse").unwrap(), &CountingRandom::default())
        .await
        .unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    Argon2::default().verify_password(b"correct horse", &PasswordHash::new(&hash).unwrap()).unwrap();
}

#[tokio::test]
async fn the_same_password_twice_has_two_hashes() {
    let (passwords, random) = (Passwords::default(), CountingRandom::default());
    let password = Password::parse("correct horse").unwrap();
    assert_ne!(passwords.hash(&password, &random).await.unwrap(), passwords.hash(&password, &random).await.unwrap());
}

#[tokio::test]
async fn only_the_right_password_fits() {
    let (passwords, random) = (Passwords::default(), CountingRandom::default());
    let stored = passwords.hash(&Password::parse("correct horse").unwrap(), &random).await.unwrap();
    assert!(passwords.verify(&Secret::new("correct horse"), &stored).await.unwrap());
    for wrong in ["", "correct hors", "Correct horse", "correct horse "] {
        assert!(!passwords.verify(&Secret::new(wrong), &stored).await.unwrap(), "{wrong:?}");
    }
}

/// A vector of the reference implementation (`test.c`).
#[tokio::test]
async fn a_hash_with_other_parameters_is_read_by_its_own() {
    let stored = "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";
    let passwords = Passwords::default();
    assert!(passwords.verify(&Secret::new("password"), stored).await.unwrap());
    assert!(!passwords.verify(&Secret::new("Password"), stored).await.unwrap());
}

#[tokio::test]
async fn what_is_no_argon2id_hash_is_an_error_and_not_a_wrong_password() {
    let passwords = Passwords::default();
    let foreign = [
        "",
        "plain text",
        "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
        "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA",
    ];
    for stored in foreign {
        let verified = passwords.verify(&Secret::new("correct horse"), stored).await;
        assert!(matches!(verified, Err(PasswordError::Stored(_))), "{stored:?}");
    }
}

/// No machine goes twice through 19 MiB in 2 ms, and a busy one only takes longer.
#[tokio::test]
async fn nobody_is_as_much_work_as_somebody() {
    let began = Instant::now();
    Passwords::default().verify_nobody(&Secret::new("whatever")).await.unwrap();
    assert!(began.elapsed() > Duration::from_millis(2), "{:?}", began.elapsed());
}
