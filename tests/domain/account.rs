//! Account numbers: the lowest free one, never another organization's.

use proptest::prelude::*;
use uuid::Uuid;
use wpp_panel::domain::{account::AccountNumber, ids::OrganizationId};

type Taken = Vec<(AccountNumber, OrganizationId)>;

fn organizations() -> impl Strategy<Value = OrganizationId> {
    any::<u128>().prop_map(|bits| OrganizationId(Uuid::from_u128(bits)))
}

/// Organizations whose ids begin alike, over so many of 32 characters.
fn twins() -> impl Strategy<Value = (OrganizationId, OrganizationId, u32)> {
    (any::<u128>(), any::<u128>(), 8_u32..32).prop_map(|(bits, other, same)| {
        let mask = u128::MAX >> (same * 4);
        let twin = (bits & !mask) | (other & mask);
        let id = |bits| OrganizationId(Uuid::from_u128(bits));
        (id(bits), id(twin), same)
    })
}

fn number(text: &str) -> AccountNumber {
    AccountNumber::try_from(text.to_owned()).unwrap()
}

/// The numbers of so many connections, one after the other.
fn allocated(organization: OrganizationId, count: usize, mut taken: Taken) -> Taken {
    for _ in 0..count {
        taken.push((AccountNumber::allocate(organization, &taken), organization));
    }
    taken
}

proptest! {
    #[test]
    fn the_first_is_the_plans_and_the_next_count_from_two(organization in organizations(), count in 1_usize..12) {
        let prefix = format!("org_{}", &organization.0.simple().to_string()[..8]);
        let numbers: Vec<String> = allocated(organization, count, vec![]).into_iter().map(|(n, _)| n.into()).collect();
        let expected: Vec<String> = (1..=count)
            .map(|ordinal| if ordinal == 1 { prefix.clone() } else { format!("{prefix}_{ordinal}") })
            .collect();
        prop_assert_eq!(numbers, expected);
    }

    #[test]
    fn a_number_that_was_given_back_is_the_next(organization in organizations(), count in 2_usize..12, gap in any::<prop::sample::Index>()) {
        let mut taken = allocated(organization, count, vec![]);
        let (free, _) = taken.remove(gap.index(count));
        prop_assert_eq!(AccountNumber::allocate(organization, &taken), free);
    }

    #[test]
    fn every_number_parses_and_none_is_given_twice((one, two, _) in twins(), count in 1_usize..8) {
        prop_assume!(one != two);
        let taken = allocated(two, count, allocated(one, count, vec![]));
        for (number, _) in &taken {
            prop_assert_eq!(&AccountNumber::try_from(number.to_string()), &Ok(number.clone()));
        }
        let mut distinct: Vec<_> = taken.iter().map(|(number, _)| number).collect();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), taken.len());
    }

    /// `org_xxxxxxxx_2` belongs to whoever has `org_xxxxxxxx`, whether it is taken yet or not.
    #[test]
    fn no_organization_gets_anothers_prefix((one, two, _) in twins(), count in 1_usize..6) {
        prop_assume!(one != two);
        let taken = allocated(one, count, vec![]);
        let stranger = AccountNumber::allocate(two, &taken).to_string();
        let prefix = AccountNumber::prefix(one, 8);
        prop_assert!(stranger != prefix && !stranger.starts_with(&format!("{prefix}_")), "{stranger}");
        prop_assert!(stranger.starts_with(&prefix), "more characters of the same id");
    }

    /// Both go on under their own prefixes after they have met.
    #[test]
    fn two_that_met_stay_apart((one, two, _) in twins(), count in 1_usize..5) {
        prop_assume!(one != two);
        let mut taken: Taken = vec![];
        for _ in 0..count {
            taken = allocated(two, 1, allocated(one, 1, taken));
        }
        for (number, owner) in &taken {
            let root = number.as_str().trim_start_matches("org_").split('_').next().unwrap();
            prop_assert!(owner.0.simple().to_string().starts_with(root), "{number} is of {owner}");
        }
    }

    #[test]
    fn only_what_may_stand_in_a_path_parses(text in any::<String>()) {
        let fits = (1..=64).contains(&text.len()) && text.chars().all(|sign| sign.is_ascii_alphanumeric() || "_-".contains(sign));
        prop_assert_eq!(AccountNumber::try_from(text).is_ok(), fits);
    }

    #[test]
    fn the_platforms_counters_parse(counter in 1_000_000_000_000_u64..9_999_999_999_999) {
        prop_assert_eq!(number(&counter.to_string()).to_string(), counter.to_string());
    }
}

#[test]
fn lesson_17_a_number_cannot_lead_out_of_its_path() {
    for text in ["", "a/b", "..", "a?b", "a#b", "a b", "a%2fb", "а", "a\n", &"x".repeat(65)] {
        assert!(AccountNumber::try_from(text.to_owned()).is_err(), "{text:?}");
    }
    assert_eq!(number(&"x".repeat(64)).as_str().len(), 64);
}
