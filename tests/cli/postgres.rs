//! The program itself on PostgreSQL.

use std::fs;

use crate::{
    program::{Ended, run_in},
    support::postgres,
};

const KEY: (&str, &str) = ("APP_SECRET_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
const CRM: &str = include_str!("../store/postgres/fixture.sql");
const SCHOOL: &str = "b0000000-0000-4000-8000-000000000001";

/// Runs it in an empty folder, which stays empty.
async fn run(arguments: Vec<String>, environment: Vec<(&'static str, String)>) -> Ended {
    let ended = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let ended = run_in(&folder, &arguments, &environment, "correct horse battery staple\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        ended
    });
    ended.await.unwrap()
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

#[tokio::test]
async fn a_crms_database_is_migrated_checked_and_gets_a_person() {
    let database = postgres::fresh().await;
    postgres::run(&database.url, CRM).await.unwrap();
    let environment = || vec![("DATABASE_URL", database.url.clone()), (KEY.0, KEY.1.to_owned())];
    let migrated = run(words("migrate"), environment()).await;
    assert_eq!(migrated.code, 0, "{}", migrated.err);

    let checked = run(words("check"), environment()).await;
    assert!(checked.out.contains("database  ok      it answers"), "{}{}", checked.out, checked.err);

    let user = format!("admin create-user --organization {SCHOOL} --email a@example.org --role admin --password-stdin");
    let made = run(words(&user), environment()).await;
    assert_eq!(made.code, 0, "{}", made.err);
    let again = run(words(&user), environment()).await;
    assert_ne!(again.code, 0);
}

#[tokio::test]
async fn two_servers_on_one_database_need_one_key_from_outside() {
    let database = postgres::fresh().await;
    let ended = run(words("migrate"), vec![("DATABASE_URL", database.url.clone())]).await;
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("APP_SECRET_KEY") && ended.err.lines().count() == 1, "{}", ended.err);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_one_line_without_a_password() {
    let nobody_listens = "postgres://panel:hunter2@127.0.0.1:1/panel".to_owned();
    let checked = run(words("check"), vec![("DATABASE_URL", nobody_listens), (KEY.0, KEY.1.to_owned())]).await;
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("database  FAILED"), "{}", checked.out);
    assert!(!checked.out.contains("hunter2") && !checked.err.contains("hunter2"), "{}{}", checked.out, checked.err);
}
