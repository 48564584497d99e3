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

/// A database on the shared server of PostgreSQL. What it is copied from stays there as long as that server does.
pub async fn postgres() -> Database {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let made = async {
        let database = postgres::fresh().await;
        migrate(&database.url).await.unwrap();
        database.kept()
    };
    postgres::copy_of(TEMPLATE.get_or_init(|| made).await).await
}
