//! Databases that have our tables already. Making them anew took a twelfth of the time of all of Rust's tests, and it is tested
//! where it is the question.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use tokio::sync::OnceCell;
use wpp_panel::store::migrate;

use super::postgres::{self, Database};

/// Puts a SQLite file there, with the modes that the panel would give it and its folder.
pub async fn sqlite_at(path: &Path) {
    static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let made = async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("panel.db");
        migrate(&format!("sqlite://{}", path.display())).await.unwrap();
        fs::read(path).unwrap()
    };
    let bytes = FILE.get_or_init(|| made).await;
    DirBuilder::new().recursive(true).mode(0o700).create(path.parent().unwrap()).unwrap();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

/// A database on the shared server of PostgreSQL.
pub async fn postgres() -> Database {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    postgres::copy_of(TEMPLATE.get_or_init(|| template("")).await).await
}

/// The name of a database in which `sql` was run and then our tables made. It stays as long as its server does.
pub async fn template(sql: &str) -> String {
    let database = postgres::fresh().await;
    postgres::run(&database.url, sql).await.unwrap();
    migrate(&database.url).await.unwrap();
    database.kept()
}
