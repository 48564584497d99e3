//! The store: one contract for every database, and what is one database's alone.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy knows tests by their attribute alone, and the contract is made of plain functions"
)]

mod contract;
mod harness;
mod postgres;
mod sqlite;
#[path = "../support/mod.rs"]
mod support;
mod upgrade;

/// Makes a test of every function of the contract, each on a fresh database.
macro_rules! contract {
    ($fresh:path; $($topic:ident: $($case:ident)*;)*) => {
        $(mod $topic {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $case() {
                crate::contract::$topic::$case(&$fresh().await).await;
            })*
        })*
    };
}

/// Run on every database alike. A function that is missing here is dead code, which the lints refuse.
macro_rules! contract_of_the_ports {
    ($fresh:path) => {
        contract! { $fresh;
            reserve:
                connect_makes_a_row_that_starts
                connect_shares_an_open_attempt_whatever_its_id
                connect_prefers_its_own_attempt
                connect_returns_the_session_that_is_there
                connect_revives_what_a_failed_attempt_left
                connect_leaves_what_was_connected_to_its_removal
                connect_leaves_a_row_with_another_kind_of_key
                add_is_one_row_for_each_attempt_id
                add_does_not_bring_back_a_removed_row
                add_until_over_is_one_row_while_its_attempt_is_open
                lesson_05_add_until_over_takes_up_what_it_left
                attempt_ids_of_two_organizations_do_not_meet
                a_key_per_client_row_waits_for_its_number
                an_unknown_organization_is_refused;
            numbers:
                numbers_count_up_and_gaps_are_filled
                a_number_is_in_use_until_its_row_is_gone
                organizations_with_the_same_prefix_do_not_meet
                names_are_told_apart;
            races:
                connecting_at_once_makes_one_row
                adding_at_once_with_one_id_makes_one_row
                adding_at_once_with_many_ids_gives_many_numbers
                connected_at_once_makes_one_primary
                of_many_saves_of_one_revision_one_wins
                lesson_12_renaming_and_keeping_a_client_at_once_loses_nothing
                leaving_at_once_leaves_one_primary
                setting_up_at_once_makes_one_person
                one_address_at_once_makes_one_person;
            live:
                everything_comes_back_as_it_was_saved
                a_list_begins_and_is_counted_as_it_is_shown
                a_stale_revision_saves_nothing
                the_first_connected_session_becomes_primary
                another_provider_can_be_primary
                becoming_primary_happens_once
                a_row_being_removed_never_becomes_primary
                the_first_connection_is_never_forgotten;
            attempts:
                an_attempt_opens_on_a_row_that_has_none
                an_open_attempt_stays
                an_attempt_that_was_called_off_finds_that_out
                a_touch_changes_no_revision_and_is_not_turned_back
                unfinished_is_what_nobody_asks_for_or_is_being_removed;
            isolation:
                a_foreign_session_is_unknown
                lesson_04_two_rows_do_not_confuse_lookups
                a_webhook_key_finds_its_session
                rows_of_other_providers_are_no_sessions;
            clients:
                a_client_is_kept_beside_other_settings
                a_number_that_is_in_use_is_refused_whole
                a_client_is_kept_while_its_row_is_being_removed
                a_replaced_account_leaves_the_row
                a_replaced_client_waits_for_its_number_and_key;
            integrations:
                a_row_comes_back_as_it_was_made
                making_a_row_twice_makes_one
                making_a_row_at_once_makes_one
                a_new_primary_takes_the_place_of_the_old_one
                what_is_not_named_in_a_change_stays
                a_wpp_row_is_read_and_changed_like_any_other
                what_is_foreign_unknown_or_leaving_is_none
                a_list_is_of_one_messenger_or_of_all
                lesson_11_somebody_follows_a_primary_that_is_deleted
                a_wpp_row_is_not_deleted_like_that;
            removal:
                a_marked_row_is_in_no_list
                only_what_never_was_connected_is_withdrawn
                lesson_11_a_connected_session_follows_the_primary
                lesson_11_the_oldest_follows_where_none_is_connected
                removing_another_row_leaves_the_primary
                marking_twice_is_marking_once
                what_is_unknown_is_gone_already;
            renaming:
                a_new_name_is_kept_and_audited
                a_foreign_unknown_or_leaving_row_is_not_renamed;
            strangers:
                a_row_with_a_number_becomes_a_session
                a_number_of_somebody_else_is_not_believed
                a_row_that_cannot_be_understood_is_listed_as_failed
                a_row_that_was_made_elsewhere_can_be_worked_with
                a_row_that_was_made_elsewhere_can_be_removed;
            people:
                the_first_person_is_made_once
                an_address_is_taken_once
                a_person_needs_an_organization
                organizations_are_known_by_id
                a_sign_in_tells_who_somebody_is
                a_sign_in_ends
                who_has_no_role_or_profile_is_nobody
                sign_ins_that_are_over_are_cleared_away
                a_person_is_known_by_id
                a_code_opens_once;
            providers:
                rows_are_listed_primaries_first_then_by_age
                the_same_account_at_once_is_one_row
                becoming_primary_at_once_leaves_one
                lesson_12_changes_at_once_lose_nothing;
            events:
                an_event_is_kept_once
                an_event_without_an_id_is_kept_each_time
                what_has_a_body_waits_in_order_for_each_session
                a_time_that_has_not_come_holds_up_its_session_alone
                what_was_passed_on_loses_its_body
                what_is_given_up_lets_the_next_one_pass
                dead_events_come_back_in_their_place
                only_what_waits_is_never_forgotten
                a_body_comes_back_byte_for_byte_and_is_sealed
                an_event_outlives_its_session
                a_body_that_cannot_be_unsealed_holds_nothing_up
                keeping_one_event_at_once_keeps_one;
            inbox:
                a_key_names_session_tenant_and_account
                what_says_something_of_a_state_is_open_until_it_is_settled
                people_see_what_came_and_what_became_of_it
                an_event_can_be_taken_up_again
                of_each_session_the_newest_are_kept
                what_is_open_is_never_forgotten
                a_code_is_not_kept_longer_than_it_lives
                many_at_once_are_all_kept
                one_that_is_refused_keeps_no_other_out;
            history:
                the_changes_of_an_organization_begin_with_what_was_before
                changes_are_written_with_the_state
                a_row_that_begins_anew_says_so
                old_lines_and_too_many_are_forgotten
                history_goes_with_its_row;
            rotation:
                both_keys_count_until_the_new_one_is_taken
                an_untaken_key_is_not_replaced
                the_key_of_somebody_else_is_theirs
                who_is_leaving_gets_no_key;
            account:
                own_sign_ins_are_listed_the_last_used_first
                a_look_is_kept_for_everybody
                a_sign_in_that_is_not_used_is_over
                all_sign_ins_but_one_can_be_ended
                a_password_is_replaced
                a_link_sets_a_password_once
                another_password_ends_the_links;
            guests:
                a_guest_link_is_taken_once
                a_guest_link_ends
                what_is_learned_of_a_guest_is_about_their_attempt;
            alerts:
                channels_come_back_as_they_were_made
                a_wait_is_kept_for_each_organization
                a_drop_is_told_once_to_every_channel
                messages_wait_are_taken_or_given_up;
            staff:
                colleagues_are_listed_by_role_and_address
                a_role_changes_from_what_it_was_seen_to_be
                the_last_owner_stays
                owners_who_remove_each_other_at_once_leave_one
                whoever_is_removed_leaves_nothing_but_their_lines
                a_changed_role_ends_the_invitations_of_before
                an_invitation_is_one_for_each_address_and_ends
                an_invitation_is_called_back_by_its_own_organization
                of_many_who_come_with_one_invitation_one_joins
                an_invitation_does_not_take_over_somebody_elsewhere;
            audit:
                lines_are_read_newest_first_and_by_choice;
            rewrap:
                every_secret_is_read_meanwhile_and_afterwards
                what_is_written_meanwhile_is_not_lost
                a_secret_under_a_third_key_is_counted;
            webhooks:
                a_session_of_ours_has_its_webhook_here
                an_adopted_webhook_is_elsewhere_until_it_is_brought
                what_was_sent_back_comes_only_when_it_is_asked_for
                a_new_account_is_ours
                what_cannot_be_registered_is_left_alone;
        }
    };
}

/// What the tables of our own making hold by themselves, whoever writes to them. A CRM's have rules of its own.
macro_rules! contract_of_our_tables {
    ($fresh:path) => {
        contract! { $fresh;
            rules:
                an_organization_has_one_primary_for_each_messenger
                an_account_number_has_one_row
                a_webhook_key_has_one_row
                states_are_the_known_ones
                half_facts_are_refused
                rows_belong_to_something
                an_address_has_one_person
                roles_are_the_known_ones
                a_password_is_never_kept_as_it_is
                the_audit_only_grows;
        }
    };
}

mod on_sqlite {
    contract_of_the_ports!(crate::harness::sqlite);
    contract_of_our_tables!(crate::harness::sqlite);
}

mod on_postgres {
    contract_of_the_ports!(crate::harness::postgres);
    contract_of_our_tables!(crate::harness::postgres);
}

mod on_postgres_of_a_crm {
    contract_of_the_ports!(crate::harness::adopted);
}
