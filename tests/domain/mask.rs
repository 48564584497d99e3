//! What may be shown of a key.

use proptest::prelude::*;
use wpp_panel::domain::{
    mask::{SHARED_KEY, is_masked, mask_key, mask_setting},
    secret::Secret,
};

proptest! {
    /// No character of the key but the first six and the last four, and never where six and four are all of it.
    #[test]
    fn lesson_18_at_most_ten_characters_of_a_key_are_shown(key in "[a-zA-Z0-9а-я_-]{12,100}") {
        let signs: Vec<char> = key.chars().collect();
        let shown: Vec<char> = mask_key(&key).chars().collect();
        prop_assert_eq!(&shown[..6], &signs[..6]);
        prop_assert_eq!(&shown[6..12], &['•'; 6][..]);
        prop_assert_eq!(&shown[12..], &signs[signs.len() - 4..]);
    }

    #[test]
    fn the_length_of_a_key_is_not_shown(key in "[a-z]{12,100}") {
        prop_assert_eq!(mask_key(&key).chars().count(), 16);
    }

    #[test]
    fn of_a_short_key_nothing_is_shown(key in "\\PC{0,11}") {
        prop_assert_eq!(mask_key(&key), "***");
    }

    #[test]
    fn any_key_can_be_masked(key in any::<String>()) {
        let from_the_key = mask_key(&key).chars().filter(|sign| *sign != '•' && *sign != '*').count();
        prop_assert!(from_the_key <= 10);
    }

    #[test]
    fn a_secret_never_shows_itself(key in "[a-z]{12,40}") {
        let secret = Secret::new(key.clone());
        let logged = format!("{secret:?} {:#?}", Some(&secret));
        prop_assert!(!logged.contains(&key));
        prop_assert_eq!(secret.expose(), key);
    }
}

#[test]
fn the_bounds() {
    assert_eq!(mask_key("abcdefghijk"), "***");
    assert_eq!(mask_key("abcdefghijkl"), "abcdef••••••ijkl");
    assert!(SHARED_KEY.chars().all(|sign| sign == '•'));
}

proptest! {
    /// Of a secret setting the last four characters alone, and they are never half of it.
    #[test]
    fn lesson_18_at_most_four_characters_of_a_setting_are_shown(secret in "\\PC{0,60}") {
        let signs: Vec<char> = secret.chars().collect();
        let shown: Vec<char> = mask_setting(&secret).chars().collect();
        prop_assert_eq!(&shown[..8], &['•'; 8][..]);
        let tail = if signs.len() < 8 { &[][..] } else { &signs[signs.len() - 4..] };
        prop_assert_eq!(&shown[8..], tail);
        prop_assert!(is_masked(&mask_setting(&secret)));
    }
}
