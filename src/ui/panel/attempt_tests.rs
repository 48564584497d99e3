//! The dialog as a value: whatever is heard, and whenever.

use super::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// An attempt or a row, by what is expected.
fn id<T: std::str::FromStr>(ordinal: u32) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("00000000-0000-4000-8000-{ordinal:012}").parse().unwrap()
}

fn open(goal: Goal) -> Attempt {
    let mut attempt = Attempt::default();
    attempt.open(goal, id(1), NOW);
    attempt
}

fn progress(step: Step) -> Result<Progress, ApiError> {
    Ok(Progress { id: id(7), attempt: None, account: Some("179".to_owned()), step, trouble: None, now: NOW })
}

fn scan(ordinal: u32, shows: bool) -> Step {
    let picture = shows.then(|| Picture::Svg(format!("<svg>{ordinal}</svg>")));
    Step::Scan { ordinal, picture, expires_at: NOW }
}

fn every_answer() -> Vec<Result<Progress, ApiError>> {
    let steps =
        [Step::Preparing, scan(1, true), Step::Linking, Step::Connected, Step::TimeIsUp, Step::NoCode, Step::Failed];
    let errors = [ErrorCode::SignedOut, ErrorCode::NotFound, ErrorCode::GatewayDown, ErrorCode::Offline];
    steps.into_iter().map(progress).chain(errors.into_iter().map(|code| Err(code.into()))).collect()
}

/// Lesson 20: a dialog that was closed kept polling, and a late answer reopened it.
#[test]
fn lesson_20_a_late_answer_does_not_reopen_the_dialog() {
    for answer in every_answer() {
        let mut attempt = open(Goal::Connect);
        let run = attempt.run;
        attempt.heard(run, progress(scan(1, true)));
        attempt.close();
        let closed = attempt.clone();
        assert_eq!(attempt.heard(run, answer.clone()), Effect::None, "{answer:?}");
        assert_eq!(attempt.heard(attempt.run, answer), Effect::None);
        assert_eq!(attempt, closed);
        assert_eq!(attempt.asks(), None, "and nothing is asked any more");
    }
}

#[test]
fn lesson_20_an_answer_to_an_earlier_opening_changes_nothing() {
    for answer in every_answer() {
        let mut attempt = open(Goal::Connect);
        let earlier = attempt.run;
        attempt.close();
        attempt.open(Goal::Add, id(2), NOW);
        let fresh = attempt.clone();
        assert_eq!(attempt.heard(earlier, answer.clone()), Effect::None);
        assert_eq!(attempt, fresh);
        if let Err(error) = answer {
            assert_eq!(attempt.missed(earlier, error), Effect::None);
            assert_eq!(attempt, fresh);
        }
    }
}

#[test]
fn lesson_20_only_what_may_still_change_is_asked_for() {
    for answer in every_answer() {
        let mut attempt = open(Goal::Connect);
        assert_eq!(attempt.asks(), None, "the row is not known yet");
        attempt.heard(attempt.run, answer.clone());
        let goes_on = matches!(
            &answer,
            Ok(Progress { step: Step::Preparing | Step::Scan { .. } | Step::Linking | Step::Connected, .. })
        );
        assert_eq!(attempt.asks(), goes_on.then(|| id(7)), "{answer:?}");
    }
}

#[test]
fn the_code_on_screen_stays_until_there_is_another() {
    let mut attempt = open(Goal::Connect);
    let run = attempt.run;
    attempt.heard(run, progress(scan(1, true)));
    assert_eq!(attempt.has(), 1);
    let shown = attempt.stage.clone();
    attempt.heard(run, progress(scan(1, false)));
    assert_eq!(attempt.stage, shown, "the server leaves out what the page has");
    attempt.heard(run, progress(scan(2, true)));
    assert_eq!(attempt.has(), 2);
    assert_eq!(attempt.heard(run, progress(Step::Linking)), Effect::None);
    assert_eq!((attempt.has(), attempt.heard(run, progress(Step::Connected))), (0, Effect::Connected));
}

#[test]
fn a_poll_that_fails_in_passing_takes_no_code_away() {
    let mut attempt = open(Goal::Connect);
    let run = attempt.run;
    attempt.heard(run, progress(scan(1, true)));
    let shown = attempt.clone();
    for code in [ErrorCode::Offline, ErrorCode::Unavailable, ErrorCode::Internal] {
        assert_eq!(attempt.missed(run, code.into()), Effect::None);
        assert_eq!(attempt, shown, "{code:?}");
    }
    assert_eq!(attempt.missed(run, ErrorCode::SignedOut.into()), Effect::SignIn);
    attempt.missed(run, ErrorCode::NotFound.into());
    assert!(matches!(&attempt.stage, Stage::Error(Trap::Told(error)) if error.code == ErrorCode::NotFound));
}

#[test]
fn closing_names_what_is_to_be_cancelled_once() {
    let mut attempt = open(Goal::Connect);
    attempt.heard(attempt.run, progress(Step::Preparing));
    assert_eq!(attempt.close(), Some((id(1), Some(id(7)))));
    assert_eq!(attempt.close(), None, "a second close cancels nothing");
    assert_eq!(Attempt::default().close(), None);
}

/// Lesson 5: the same press repeated is the same attempt, unless that one was called off.
#[test]
fn another_try_keeps_the_attempt_and_the_row() {
    let mut attempt = open(Goal::Add);
    assert_eq!(attempt.call(), Goal::Add);
    attempt.heard(attempt.run, progress(Step::TimeIsUp));
    attempt.again(id(2), NOW);
    assert_eq!((attempt.id, attempt.call()), (Some(id(1)), Goal::Reconnect(id(7))));

    attempt.heard(attempt.run, Err(ErrorCode::GatewayDown.into()));
    attempt.again(id(2), NOW);
    assert_eq!((attempt.id, attempt.call()), (Some(id(1)), Goal::Add), "what it made is gone");
    attempt.heard(attempt.run, Err(ErrorCode::Cancelled.into()));
    attempt.again(id(3), NOW);
    assert_eq!(attempt.id, Some(id(3)), "a called off id would be refused for ever");

    let mut reconnect = open(Goal::Reconnect(id(9)));
    reconnect.heard(reconnect.run, Err(ErrorCode::GatewayDown.into()));
    assert_eq!(reconnect.call(), Goal::Reconnect(id(9)), "its row was there before");
    reconnect.missed(reconnect.run, ErrorCode::NotFound.into());
    assert_eq!(reconnect.call(), Goal::Add, "somebody else has removed it");
}

#[test]
fn a_goal_survives_the_page() {
    for goal in [Goal::Connect, Goal::Add, Goal::Reconnect(id(9))] {
        assert_eq!(Goal::from_data(&goal.to_data()), Some(goal));
    }
    assert_eq!(Goal::from_data(""), None);
}
