//! Holds the table "who may know whom" of the architecture, and the length of files.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "architecture/crates.rs"]
mod crates;
#[path = "architecture/lexer.rs"]
mod lexer;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/samples.rs"]
mod samples;

use std::{fs, path::Path};

use crates::Crates;

#[test]
fn every_file_knows_only_whom_it_may_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = Crates::of_manifest(&fs::read_to_string(root.join("Cargo.toml")).unwrap());
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    let names: Vec<String> =
        files.iter().map(|file| file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/")).collect();
    // a walk that finds nothing would find nothing wrong
    for known in ["src/lib.rs", "src/main.rs", "src/domain/mod.rs", "src/connect/ports/system.rs"] {
        assert!(names.iter().any(|name| name == known), "{known} was not looked at");
    }
    let mut wrong = Vec::new();
    for (file, name) in files.iter().zip(&names) {
        let server_only = !Path::new(name).ends_with("mod.rs") && {
            let parent = fs::read_to_string(file.with_file_name("mod.rs")).unwrap_or_default();
            paths::server_only(&parent)
                .iter()
                .any(|module| file.file_stem().is_some_and(|stem| stem == module.as_str()))
        };
        wrong.extend(rules::violations(name, &fs::read_to_string(file).unwrap(), &crates, server_only));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
}

/// A table that names tests is worth what the tests are.
#[test]
fn every_test_that_security_md_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let named = text.split('`').filter_map(|part| part.split_once("::")).filter(|(file, _)| file.starts_with("tests/"));
    let mut count = 0;
    for (file, name) in named {
        let source = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(source.contains(&format!("fn {name}(")), "{file} has no test {name}");
        count += 1;
    }
    assert!(count >= 25, "{count}");
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains("`tests/")).count();
    assert!(rows >= 20, "{rows} rows");
}
