//! The program itself, as an operator starts it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

/// Environment variables.
pub type Settings = Vec<(&'static str, String)>;

/// A server, killed when it is dropped.
pub struct Panel {
    child: Child,
    address: String,
    log: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    _folder: TempDir,
}

impl Panel {
    pub fn start(settings: &Settings) -> Self {
        let folder = TempDir::new().unwrap();
        let mut child = program(&["serve"], settings, &folder).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let mut readers = vec![];
        for stream in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let log = log.clone();
            readers.push(std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let mut log = log.lock().unwrap();
                    log.push_str(&line);
                    log.push('\n');
                }
            }));
        }
        let mut panel = Self { child, address: String::new(), log, readers, _folder: folder };
        panel.address = panel.listening();
        panel
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to end, as an operator does.
    #[allow(dead_code, reason = "tests end it so, figures do not")]
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.unwrap().success());
    }

    /// Waits for its end, and returns all that it has logged.
    #[allow(dead_code, reason = "tests end it so, figures do not")]
    pub fn ended(&mut self) -> String {
        self.child.wait().unwrap();
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        self.log()
    }

    /// Its process.
    #[allow(dead_code, reason = "figures read its memory, tests do not")]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    fn listening(&mut self) -> String {
        let began = Instant::now();
        loop {
            let log = self.log();
            let line = log.lines().find(|line| line.contains("\"listening\""));
            if let Some(line) = line {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                let address = line["fields"]["address"].as_str().or(line["address"].as_str()).unwrap();
                return format!("http://{address}");
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && began.elapsed() < PATIENCE, "it does not start:\n{log}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end and returns what it printed.
pub fn run(arguments: &[&str], settings: &Settings, input: &str) -> String {
    let folder = TempDir::new().unwrap();
    let mut child = program(arguments, settings, &folder).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn program(arguments: &[&str], settings: &Settings, folder: &TempDir) -> Command {
    // a disk that is full is an error, and a limit of sizes that stands for one would be a signal
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_wpp-panel")])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .envs(settings.iter().map(|(name, value)| (*name, value.as_str())))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}
