//! One state follows from another by what was seen, and by nothing else.

use proptest::{prelude::*, sample::select};
use wpp_panel::domain::{
    state::{Observation, SessionState as S},
    word::GatewayWord as W,
};

pub fn states() -> impl Strategy<Value = S> {
    select(S::ALL.to_vec())
}

pub fn words() -> impl Strategy<Value = W> {
    prop_oneof![
        select(vec![W::Up, W::Starting, W::QrNeeded, W::Timeout, W::Offline, W::LoggedOut, W::Error]),
        "[a-zа-я_ ]{1,50}".prop_map(W::Unknown),
    ]
}

pub fn observations() -> impl Strategy<Value = Observation> {
    prop_oneof![8 => words().prop_map(Observation::Word), 1 => Just(Observation::NewQr)]
}

proptest! {
    #[test]
    fn an_unknown_word_changes_nothing(state in states(), word in any::<String>()) {
        prop_assert_eq!(state.after(&Observation::Word(W::Unknown(word))), state);
    }

    #[test]
    fn up_always_connects(state in states()) {
        prop_assert_eq!(state.after(&Observation::Word(W::Up)), S::Connected);
    }

    /// Without this a code that was never scanned would count as a connection (lesson 3).
    #[test]
    fn lesson_03_nothing_but_the_gateways_own_word_connects(state in states(), seen in observations()) {
        let connects = state.after(&seen) == S::Connected;
        let said = seen == Observation::Word(W::Up);
        let stays = state == S::Connected && matches!(seen, Observation::Word(W::Unknown(_)));
        prop_assert_eq!(connects, said || stays);
    }

    #[test]
    fn the_same_word_twice_is_one_piece_of_news(state in states(), word in words()) {
        let seen = Observation::Word(word);
        let once = state.after(&seen);
        prop_assert_eq!(once.after(&seen), once);
    }

    #[test]
    fn a_new_code_waits_for_a_scan(state in states()) {
        prop_assert_eq!(state.after(&Observation::NewQr), S::AwaitingScan);
    }

    #[test]
    fn linking_comes_only_after_a_code(state in states(), word in words()) {
        if state.after(&Observation::Word(word)) == S::Linking {
            prop_assert!(matches!(state, S::AwaitingScan | S::Linking));
        }
    }

    /// Whoever unlinked on the phone has to scan again: "offline" afterwards is no other news.
    #[test]
    fn offline_does_not_hide_a_logout(times in 1_usize..5) {
        let state = (0..times).fold(S::LoggedOut, |state, _| state.after(&Observation::Word(W::Offline)));
        prop_assert_eq!(state, S::LoggedOut);
    }

    #[test]
    fn the_database_gives_every_state_back(state in states()) {
        prop_assert_eq!(S::from_word(state.as_str()), Some(state));
    }
}

#[test]
fn the_whole_way_and_back() {
    let mut state = S::Starting;
    for (seen, next) in [
        (Observation::Word(W::Offline), S::Starting),
        (Observation::NewQr, S::AwaitingScan),
        (Observation::Word(W::QrNeeded), S::AwaitingScan),
        (Observation::Word(W::Starting), S::Linking),
        (Observation::Word(W::Up), S::Connected),
        (Observation::Word(W::Timeout), S::Reconnecting),
        (Observation::Word(W::Offline), S::Disconnected),
        (Observation::Word(W::Up), S::Connected),
        (Observation::Word(W::LoggedOut), S::LoggedOut),
        (Observation::NewQr, S::AwaitingScan),
        (Observation::Word(W::Timeout), S::Disconnected),
        (Observation::Word(W::Error), S::Failed),
    ] {
        state = state.after(&seen);
        assert_eq!(state, next, "after {seen:?}");
    }
}
