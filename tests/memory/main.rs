//! A program of its own, so that nothing else moves the memory of the process.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

use std::{fs, sync::Arc};

use support::clock::CountingRandom;
use wpp_panel::people::password::{Password, Passwords};

/// Sign-ins of a minute must not be paid for until the next restart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hashing_gives_its_memory_back() {
    let passwords = Arc::new(Passwords::default());
    let before = resident_kib();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let passwords = Arc::clone(&passwords);
        tasks.spawn(async move {
            let password = Password::parse("correct horse").unwrap();
            passwords.hash(&password, &CountingRandom::default()).await.unwrap()
        });
    }
    while let Some(hash) = tasks.join_next().await {
        assert!(hash.unwrap().contains("m=19456"));
    }
    let grown = resident_kib().saturating_sub(before);
    assert!(grown < 10 * 1024, "{grown} KiB are still held");
}

fn resident_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
