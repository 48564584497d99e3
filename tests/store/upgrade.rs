//! What a migration does to what is there.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::{
    harness::{Backdoor, backdoor, postgres_backdoor},
    support::postgres,
};

const PEOPLE: [(&str, u8, &str); 5] = [
    ("late", 1, "admin"),
    ("first", 1, "admin"),
    ("member", 1, "member"),
    ("only", 2, "member"),
    ("alone", 3, "admin"),
];

/// The migrations of this dialect from `from` on, in their order, until before `to`.
fn migrations(dialect: &str, from: u32, to: u32) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(dialect);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let number = |path: &Path| path.file_name().unwrap().to_str().unwrap()[..4].parse::<u32>().unwrap();
    files.retain(|path| (from..to).contains(&number(path)));
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

async fn run(raw: &dyn Backdoor, statements: &[String]) {
    for sql in statements {
        raw.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn organizations(created_at: &str) -> Vec<String> {
    let row = |number: usize| format!("INSERT INTO organizations VALUES ('{}', 'Школа', {created_at})", id(number));
    (1..=3).map(row).collect()
}

#[tokio::test]
async fn the_first_administrator_becomes_the_owner_on_sqlite() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("panel.db");
    fs::File::create(&path).unwrap();
    let raw = backdoor(&path).await;
    run(&*raw, &migrations("sqlite", 1, 7)).await;
    run(&*raw, &organizations("1")).await;
    for (number, (name, organization, role)) in PEOPLE.iter().enumerate() {
        let (id, organization) = (id(100 + number), id((*organization).into()));
        let at = if *name == "first" { 1 } else { 2 };
        run(
            &*raw,
            &[
                format!("INSERT INTO users VALUES ('{id}', '{name}@example.org', '$argon2id$', {at})"),
                format!("INSERT INTO profiles VALUES ('{id}', '{organization}')"),
                format!("INSERT INTO user_roles VALUES ('{id}', '{role}')"),
            ],
        )
        .await;
    }
    run(&*raw, &migrations("sqlite", 7, 8)).await;
    let found = raw
        .text(
            "SELECT group_concat(email || ' ' || role, ', ')
             FROM (SELECT email, role FROM users JOIN user_roles ON user_id = id ORDER BY id)",
        )
        .await;
    assert_eq!(found, expected());
}

#[tokio::test]
async fn the_first_administrator_becomes_the_owner_on_postgresql() {
    let database = postgres::fresh().await;
    let raw = postgres_backdoor(&database.url).await;
    run(&*raw, &["CREATE SCHEMA wpp_panel".to_owned()]).await;
    run(&*raw, &migrations("postgres", 1, 7)).await;
    run(&*raw, &organizations("now()")).await;
    for (number, (name, organization, role)) in PEOPLE.iter().enumerate() {
        let (id, organization) = (id(100 + number), id((*organization).into()));
        let at = if *name == "first" { 1 } else { 2 };
        let person = format!("'{id}', '{name}@example.org', '$argon2id$', '{organization}', '{role}', {at}");
        run(&*raw, &[format!("INSERT INTO wpp_panel.users VALUES ({person})")]).await;
    }
    run(&*raw, &migrations("postgres", 7, 8)).await;
    let found = raw.text("SELECT string_agg(email || ' ' || role, ', ' ORDER BY id) FROM wpp_panel.users").await;
    assert_eq!(found, expected());
}

fn expected() -> Option<String> {
    let people = PEOPLE.iter().map(|(name, _, role)| {
        let role = if matches!(*name, "first" | "alone") { "owner" } else { role };
        format!("{name}@example.org {role}")
    });
    Some(people.collect::<Vec<_>>().join(", "))
}
