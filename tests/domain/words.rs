//! The platform's words, in any letter case; a word that nobody knows is kept as evidence and no more.

use proptest::{prelude::*, sample::select};
use wpp_panel::domain::{
    evidence::Trouble,
    time::Timestamp,
    word::GatewayWord::{self, *},
};

const KNOWN: [(&str, GatewayWord); 14] = [
    ("connected", Up),
    ("ready", Up),
    ("starting", Starting),
    ("pending", Starting),
    ("qr_required", QrNeeded),
    ("qr_issued", QrNeeded),
    ("qr_pending", QrNeeded),
    ("qr", QrNeeded),
    ("offline", Offline),
    ("disconnected", Offline),
    ("", Offline),
    ("timeout", Timeout),
    ("logout", LoggedOut),
    ("error", Error),
];

proptest! {
    #[test]
    fn letter_case_and_space_do_not_matter((word, meaning) in select(KNOWN.to_vec()), flips in any::<u32>()) {
        let odd: String = word.chars().enumerate()
            .map(|(at, sign)| if flips >> (at % 32) & 1 == 1 { sign.to_ascii_uppercase() } else { sign })
            .collect();
        prop_assert_eq!(GatewayWord::parse(&format!(" {odd}\n")), meaning);
    }

    #[test]
    fn any_other_word_is_kept_short_and_on_one_line(word in any::<String>()) {
        let known = KNOWN.iter().any(|(known, _)| *known == word.trim().to_lowercase());
        match GatewayWord::parse(&word) {
            Unknown(kept) => {
                prop_assert!(!known);
                prop_assert!(kept.chars().count() <= 40 && !kept.chars().any(char::is_control));
            }
            _ => prop_assert!(known),
        }
    }

    #[test]
    fn a_word_that_was_kept_means_the_same_again((_, meaning) in select(KNOWN.to_vec())) {
        prop_assert_eq!(GatewayWord::parse(meaning.as_str()), meaning);
    }

    /// Clocks disagree, and a stored time may be anything: no panic and no time before zero.
    #[test]
    fn time_never_runs_backwards(one in any::<i64>(), two in any::<i64>(), step in any::<u64>()) {
        let (one, two) = (Timestamp(one), Timestamp(two));
        prop_assert!(one.plus(std::time::Duration::from_millis(step)) >= one);
        if one <= two {
            prop_assert_eq!(one.since(two), std::time::Duration::ZERO);
        }
    }
}

#[test]
fn lesson_08_trouble_with_the_gateway_has_its_own_words() {
    for trouble in [Trouble::Unreachable, Trouble::Unwell, Trouble::Nonsense, Trouble::Refused] {
        assert_eq!(Trouble::from_word(trouble.as_str()), Some(trouble));
        assert_eq!(wpp_panel::domain::state::SessionState::from_word(trouble.as_str()), None, "a trouble is no state");
    }
}
