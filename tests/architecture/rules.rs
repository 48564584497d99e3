//! Who may know whom.

use super::{
    crates::Crates,
    lexer::{Sign, tokens},
    paths::{Meaning, Named, meanings},
};

/// Every file is shorter than this.
const MAX_LINES: usize = 300;

/// What a module may use of this crate besides itself.
enum May {
    /// Everything: this is where things are put together.
    All,
    /// These, given as the beginnings of paths.
    Only(&'static [&'static str]),
}

/// A row of the table; `never` holds other crates, each with what has its name and `_` before its own: leptos_axum.
struct Row {
    module: &'static str,
    may: May,
    never: &'static [&'static str],
}

const SERVICE: May = May::Only(&["domain", "connect", "live", "jobs", "people", "alerts"]);

const TABLE: [Row; 17] = [
    Row { module: "domain", may: May::Only(&[]), never: &[] },
    Row { module: "connect", may: May::Only(&["domain"]), never: &["leptos", "axum", "sqlx", "reqwest"] },
    Row { module: "store", may: May::Only(&["domain", "connect::ports"]), never: &["leptos", "axum", "reqwest"] },
    Row { module: "gateway", may: May::Only(&["domain", "connect::ports"]), never: &["leptos", "axum", "sqlx"] },
    Row { module: "metrics", may: May::Only(&["domain"]), never: &["leptos", "axum", "sqlx", "reqwest"] },
    Row { module: "live", may: SERVICE, never: &["leptos", "sqlx", "reqwest"] },
    Row { module: "jobs", may: SERVICE, never: &["leptos", "sqlx", "reqwest"] },
    Row { module: "people", may: SERVICE, never: &["leptos", "sqlx", "reqwest"] },
    Row { module: "alerts", may: SERVICE, never: &["leptos", "sqlx"] },
    Row { module: "sim", may: May::Only(&[]), never: &["leptos", "sqlx"] },
    // `connect` alone in function bodies, which the browser's half does not have, and in files it does not have
    Row { module: "api", may: May::Only(&["domain", "connect"]), never: &["sqlx", "reqwest"] },
    Row { module: "ui", may: May::Only(&["api", "domain"]), never: &[] },
    Row { module: "config", may: May::Only(&["domain"]), never: &["sqlx", "reqwest"] },
    Row { module: "http", may: May::All, never: &["sqlx"] },
    Row { module: "cli", may: May::All, never: &["sqlx", "reqwest"] },
    Row { module: "lib", may: May::All, never: &["sqlx", "reqwest"] },
    Row { module: "main", may: May::All, never: &["sqlx", "reqwest"] },
];

/// The only other crates that `domain` may name.
const PLAIN: [&str; 5] = ["std", "core", "alloc", "serde", "uuid"];

/// Everything that is wrong with one file; `path` begins with `src/`. `server_only` says that the browser's half does not
/// have the file.
pub fn violations(path: &str, source: &str, crates: &Crates, server_only: bool) -> Vec<String> {
    let module = module_of(path);
    let home = module.first().map_or_else(|| root_of(path), String::as_str);
    let mut wrong = Vec::new();
    let lines = source.lines().count();
    if lines >= MAX_LINES {
        wrong.push(format!("{path}: {lines} lines, the limit is {MAX_LINES}"));
    }
    let Some(row) = TABLE.iter().find(|row| row.module == home) else {
        wrong.push(format!("{path}: `{home}` is no module of the table"));
        return wrong;
    };
    wrong.extend(hidden(path, source));
    for (mut named, meaning) in meanings(source, &module) {
        named.in_function |= server_only;
        let complaint = match &meaning {
            Meaning::Ours(target) => inside(row, target, &named),
            Meaning::Other(target) => outside(path, row, target, crates),
        };
        let complaint = complaint.or_else(|| unpredictable(path, row, &meaning));
        wrong.extend(complaint.map(|complaint| format!("{path}:{}: {complaint}", named.line)));
    }
    wrong
}

/// `src/store/sqlite/rows.rs` is `store::sqlite::rows`; the roots are the empty path.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") || matches!(inner, "lib" | "main") {
        module.pop();
    }
    module
}

fn root_of(path: &str) -> &'static str {
    if path == "src/main.rs" { "main" } else { "lib" }
}

fn inside(row: &Row, target: &[String], named: &Named) -> Option<String> {
    let May::Only(allowed) = row.may else { return None };
    let Some(first) = target.first().filter(|first| *first != "*") else {
        return Some(format!("`{}` names the crate as a whole", row.module));
    };
    let full = target.join("::");
    if *first == row.module || allowed.iter().any(|may| in_reach(row, may, &full, named)) {
        return None;
    }
    Some(format!("`{}` names crate::{full}", row.module))
}

fn in_reach(row: &Row, may: &str, full: &str, named: &Named) -> bool {
    let below = full.strip_prefix(may).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
    below && (row.module != "api" || may != "connect" || named.in_function)
}

fn outside(path: &str, row: &Row, target: &[String], crates: &Crates) -> Option<String> {
    let first = target.first().filter(|first| crates.knows(first))?;
    let never = row.never.iter().any(|never| first == never || first.starts_with(&format!("{never}_")));
    let forbidden = match first.as_str() {
        "sqlx" => row.module != "store",
        "reqwest" => !matches!(row.module, "gateway" | "sim" | "http" | "alerts"),
        _ => false,
    } || match row.module {
        "domain" => !PLAIN.contains(&first.as_str()),
        // the texts of all languages are files, which the server reads
        "ui" if path == "src/ui/words/languages.rs" && first == "toml" => false,
        "ui" => crates.only_on_the_server(first),
        _ => false,
    };
    (never || forbidden).then(|| format!("`{}` names {}", row.module, target.join("::")))
}

/// Time and randomness come in through the ports.
fn unpredictable(path: &str, row: &Row, meaning: &Meaning) -> Option<String> {
    let (Meaning::Ours(target) | Meaning::Other(target)) = meaning;
    let ends = |kind: &str, names: &[&str]| matches!(target.as_slice(), [.., of, name] if of == kind && names.contains(&name.as_str()));
    // the time-out of a call must not jump with the wall clock; tokio's `Instant` stands still where a test says so
    let timeout = row.module == "gateway" && target.iter().map(String::as_str).eq(["tokio", "time", "Instant", "now"]);
    let time = (ends("Instant", &["now"]) && !timeout) || ends("SystemTime", &["now"]);
    let identifier = ends("Uuid", &["new_v4", "now_v1", "now_v6", "now_v7"]);
    let bytes = target.iter().any(|name| matches!(name.as_str(), "getrandom" | "OsRng" | "rand" | "rand_core"));
    // a test may look how long something took
    let test = path.ends_with("_tests.rs");
    let at_home =
        test || path == "src/connect/ports/system.rs" || row.module == "sim" || (row.module == "ui" && identifier);
    ((time || identifier || bytes) && !at_home)
        .then(|| format!("{} outside of the ports `Clock` and `Random`", target.join("::")))
}

/// What would bring in code or names past this reader.
fn hidden(path: &str, source: &str) -> Vec<String> {
    let signs = tokens(source);
    let word =
        |at: usize, wanted: &str| matches!(signs.get(at), Some(token) if token.sign == Sign::Word(wanted.to_owned()));
    let other = |at: usize, wanted: char| matches!(signs.get(at), Some(token) if token.sign == Sign::Other(wanted));
    let mut wrong = Vec::new();
    for (at, token) in signs.iter().enumerate() {
        let elsewhere = |sign: &Sign| !matches!(sign, Sign::Text(file) if !file.contains(['/', '\\']));
        let path_of = other(at, '[') && word(at + 1, "path") && other(at + 2, '=');
        let what = if path_of && signs.get(at + 3).is_none_or(|token| elsewhere(&token.sign)) {
            "#[path] to another folder"
        } else if word(at, "include") && other(at + 1, '!') {
            "include!"
        } else if word(at, "extern") && word(at + 1, "crate") {
            "extern crate"
        } else {
            continue;
        };
        wrong.push(format!("{path}:{}: {what} hides what a module knows", token.line));
    }
    wrong
}
