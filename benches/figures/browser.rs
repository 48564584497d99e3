//! Figures that Chromium takes by `end2end/bench`: Playwright drives it, the page itself looks at the clock.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use serde::Deserialize;

use crate::{RUNS, stage::Stage};

/// A press and the code that followed. Times in milliseconds since 1970, by this machine's clock.
#[derive(Deserialize)]
pub struct Click {
    pub clicked: f64,
    /// When the simulator first could give the code.
    pub ready: f64,
    /// When it was on screen.
    pub shown: f64,
}

/// A scan and «Подключено!» that followed; times as in [`Click`].
#[derive(Deserialize)]
pub struct Scanned {
    /// When the account was connected at the platform.
    pub known: f64,
    /// When it was on screen.
    pub shown: f64,
}

/// Runs the specs whose title begins with `title` on a stage: the samples of each run.
pub async fn drive<T: for<'a> Deserialize<'a>>(stage: &Stage, title: &str) -> Vec<Vec<T>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("end2end");
    let (found, said) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    let mut playwright = Command::new("node_modules/.bin/playwright");
    playwright
        .args(["test", "--config", "bench.config.ts", "--grep", title])
        .current_dir(folder)
        .env("BENCH_RUNS", RUNS.to_string())
        .env("BENCH_PANEL", stage.panel.address())
        .env("BENCH_PLATFORM", stage.platform())
        .env("BENCH_COOKIES", stage.cookies.join(" "))
        .env("BENCH_FOUND", found.path())
        .stdout(said.reopen().unwrap())
        .stderr(said.reopen().unwrap());
    let started = playwright.spawn().unwrap_or_else(|error| panic!("Playwright: {error}; `make bench` puts it there"));
    let mut running = Running(started);
    let status = loop {
        if let Some(status) = running.0.try_wait().unwrap() {
            break status;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let said = fs::read_to_string(said.path()).unwrap();
    assert!(status.success(), "{said}\n{}", stage.panel.log());
    serde_json::from_str(&fs::read_to_string(found.path()).unwrap()).unwrap()
}

/// Ends when it is dropped, and the browser with it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
