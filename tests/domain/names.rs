//! Names, phones and ids: what people type and what the platform sends.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wpp_panel::domain::{
    ids::IntegrationId,
    name::{MAX_NAME, SessionName},
    phone::Phone,
};

proptest! {
    #[test]
    fn a_name_is_one_line_of_sixty_characters(text in any::<String>()) {
        let trimmed = text.trim();
        let fits = (1..=MAX_NAME).contains(&trimmed.chars().count()) && !trimmed.chars().any(char::is_control);
        let parsed = SessionName::parse(&text);
        prop_assert_eq!(parsed.is_ok(), fits);
        if let Ok(name) = parsed {
            prop_assert_eq!(name.as_str(), trimmed);
        }
    }

    /// Lesson 21: two numbers can be told apart from the first moment.
    #[test]
    fn lesson_21_no_two_sessions_get_the_same_name(count in 1_usize..20, others in prop::collection::vec("WhatsApp( [0-9]{1,2})?|[а-я]{3,10}", 0..10)) {
        let mut names = others.clone();
        for _ in 0..count {
            let name = SessionName::first_free(&names).as_str().to_owned();
            prop_assert!(!names.contains(&name));
            prop_assert!(SessionName::parse(&name).is_ok());
            names.push(name);
        }
        let made: BTreeSet<_> = names[others.len()..].iter().collect();
        prop_assert_eq!(made.len(), count);
    }

    #[test]
    fn a_phone_is_the_same_in_every_form(digits in "[1-9][0-9]{6,14}") {
        for form in [
            digits.clone(), format!("+{digits}"), format!(" {digits} "), format!("{digits}@c.us"),
            format!("{digits}:12@s.whatsapp.net"), format!("+{} ({}) {}", &digits[..1], &digits[1..4], &digits[4..]),
        ] {
            let phone = Phone::parse(&form).unwrap();
            prop_assert_eq!(phone.digits(), &digits, "{}", form);
        }
    }

    #[test]
    fn what_is_shown_of_a_phone_reads_back(digits in "[1-9][0-9]{6,14}") {
        let phone = Phone::parse(&digits).unwrap();
        prop_assert_eq!(Phone::parse(&phone.to_string()), Some(phone));
    }

    #[test]
    fn anything_else_is_no_phone(text in any::<String>()) {
        if let Some(phone) = Phone::parse(&text) {
            prop_assert!((7..=15).contains(&phone.digits().len()));
            prop_assert!(phone.digits().bytes().all(|digit| digit.is_ascii_digit()));
        }
    }

    #[test]
    fn an_id_reads_back(bits in any::<u128>()) {
        let id = IntegrationId(uuid::Uuid::from_u128(bits));
        prop_assert_eq!(id.to_string().parse::<IntegrationId>(), Ok(id));
    }
}

#[test]
fn names_count_from_two() {
    let taken = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(SessionName::first_free(&[]).as_str(), "WhatsApp");
    assert_eq!(SessionName::first_free(&taken(&["WhatsApp"])).as_str(), "WhatsApp 2");
    assert_eq!(SessionName::first_free(&taken(&["WhatsApp 2"])).as_str(), "WhatsApp");
    assert_eq!(SessionName::first_free(&taken(&["WhatsApp", "WhatsApp 3"])).as_str(), "WhatsApp 2");
}

#[test]
fn a_russian_number_is_written_as_people_write_it() {
    assert_eq!(Phone::parse("79990001122@c.us").unwrap().to_string(), "+7 999 000-11-22");
    assert_eq!(Phone::parse("4915112345678").unwrap().to_string(), "+4915112345678");
    for none in ["", "123456", "1234567890123456", "org_3f2a91c7", "+7 999 abc", "2026-11-22T10:00"] {
        assert_eq!(Phone::parse(none), None, "{none}");
    }
}
