//! What the process holds, over time.

use std::{
    fs,
    time::{Duration, Instant},
};

const EVERY: Duration = Duration::from_secs(2);

/// What the process held at one moment.
pub struct Sample {
    /// MiB.
    pub memory: f64,
    pub files: f64,
}

/// One sample every 2 s; each minute a line says how it stands.
pub async fn samples(process: u32, life: Duration) -> Vec<Sample> {
    let (began, mut samples) = (Instant::now(), vec![]);
    while began.elapsed() < life {
        tokio::time::sleep(EVERY).await;
        let files = fs::read_dir(format!("/proc/{process}/fd")).unwrap().count() as f64;
        let sample = Sample { memory: crate::pages::resident(process), files };
        if samples.len() % 30 == 0 {
            let seconds = began.elapsed().as_secs();
            println!("{seconds:>4} s  {:>6.1} MiB  {:>4} files", sample.memory, sample.files);
        }
        samples.push(sample);
    }
    samples
}
