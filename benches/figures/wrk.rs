//! Load by wrk, from Debian: two threads, 64 connections.

use std::{io::Write as _, process::Command};

/// What wrk says of one run.
pub struct Load {
    /// Requests a second.
    pub rate: f64,
    /// Milliseconds within which 99 of 100 are answered.
    pub p99: f64,
}

/// Posts `body` with a bearer to `url` for `seconds`. Anything but 2xx ends the run.
pub fn post(url: &str, token: &str, body: &str, seconds: u32) -> Load {
    let mut script = tempfile::NamedTempFile::with_suffix(".lua").unwrap();
    write!(
        script,
        "wrk.method = 'POST'\nwrk.body = '{body}'\nwrk.headers['content-type'] = 'application/json'\n\
         wrk.headers['authorization'] = 'Bearer {token}'\n\
         function done(summary, latency)\n\
             local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout\n\
             io.write(string.format('figures %f %f %d\\n', summary.requests / summary.duration * 1e6,\n\
                 latency:percentile(99) / 1e3, wrong))\n\
         end\n"
    )
    .unwrap();
    let arguments = ["-t2", "-c64", &format!("-d{seconds}s"), "-s", script.path().to_str().unwrap(), url];
    let output = Command::new("wrk").args(arguments).output().unwrap_or_else(|error| panic!("wrk: {error}"));
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("figures ")).unwrap_or_else(|| panic!("{text}"));
    let figures: Vec<f64> = line.split(' ').map(|figure| figure.parse().unwrap()).collect();
    assert!(figures[2] == 0.0, "{url}: {} answers were none\n{text}", figures[2]);
    Load { rate: figures[0], p99: figures[1] }
}
