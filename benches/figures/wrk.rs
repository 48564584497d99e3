//! Load by wrk, from Debian: two threads.

use std::{io::Write as _, process::Command};

/// What wrk says of one run.
pub struct Load {
    /// Requests a second.
    pub rate: f64,
    /// Milliseconds within which 99 of 100 are answered.
    pub p99: f64,
    /// Requests that were answered.
    pub requests: f64,
    /// Answers that were not 2xx.
    pub refused: f64,
}

/// Posts `body` with a bearer to `url` for `seconds` over 64 connections. Anything but 2xx ends the run.
pub fn post(url: &str, token: &str, body: &str, seconds: u32) -> Load {
    let script = format!(
        "wrk.method = 'POST'\nwrk.body = '{body}'\nwrk.headers['content-type'] = 'application/json'\n\
         wrk.headers['authorization'] = 'Bearer {token}'\n"
    );
    all_taken(run(&script, url, 64, seconds))
}

/// Asks for `url` with a cookie for `seconds` over 32 connections. Anything but 2xx ends the run.
pub fn get(url: &str, cookie: &str, seconds: u32) -> Load {
    all_taken(run(&format!("wrk.headers['cookie'] = '{cookie}'\n"), url, 32, seconds))
}

/// Posts message events to webhooks in turn, no two with the same id; `turn` sets them apart from other turns'. Some may
/// be refused.
pub fn events(webhooks: &[String], turn: &str, senders: usize, seconds: u32) -> Load {
    let paths: Vec<String> = webhooks.iter().map(|webhook| format!("'{}'", path(webhook))).collect();
    let script = format!(
        "local threads, sent, paths = 0, 0, {{ {} }}\n\
         function setup(thread) thread:set('name', threads) threads = threads + 1 end\n\
         wrk.headers['content-type'] = 'application/json'\n\
         function request()\n\
             sent = sent + 1\n\
             local id = string.format('evt_load_{turn}_%d_%d', name, sent)\n\
             return wrk.format('POST', paths[sent % #paths + 1], nil, '{{\"id\":\"' .. id ..\n\
                 '\",\"type\":\"message.incoming\",\"created\":1800000000,' ..\n\
                 '\"data\":{{\"from\":\"79991234567@c.us\",\"text\":\"Здравствуйте! Запишите меня на завтра.\"}}}}')\n\
         end\n",
        paths.join(", ")
    );
    run(&script, &webhooks[0], senders, seconds)
}

/// The same load, where nothing may be refused.
pub fn all_taken(load: Load) -> Load {
    assert!(load.refused == 0.0, "{} answers were not 2xx", load.refused);
    load
}

/// What of an address follows the host.
fn path(url: &str) -> &str {
    let host = url.trim_start_matches("http://");
    host.find('/').map_or("/", |at| &host[at..])
}

fn run(script: &str, url: &str, connections: usize, seconds: u32) -> Load {
    let mut file = tempfile::NamedTempFile::with_suffix(".lua").unwrap();
    write!(
        file,
        "{script}\
         function done(summary, latency)\n\
             local none = summary.errors.connect + summary.errors.read + summary.errors.timeout\n\
             io.write(string.format('figures %f %f %d %d %d\\n', summary.requests / summary.duration * 1e6,\n\
                 latency:percentile(99) / 1e3, none, summary.requests, summary.errors.status))\n\
         end\n"
    )
    .unwrap();
    let (connections, seconds) = (format!("-c{connections}"), format!("-d{seconds}s"));
    let arguments = ["-t2", &connections, &seconds, "-s", file.path().to_str().unwrap(), url];
    let output = Command::new("wrk").args(arguments).output().unwrap_or_else(|error| panic!("wrk: {error}"));
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("figures ")).unwrap_or_else(|| panic!("{text}"));
    let figures: Vec<f64> = line.split(' ').map(|figure| figure.parse().unwrap()).collect();
    assert!(figures[2] == 0.0, "{url}: {} answers were none\n{text}", figures[2]);
    Load { rate: figures[0], p99: figures[1], requests: figures[3], refused: figures[4] }
}
