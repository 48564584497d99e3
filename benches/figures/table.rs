//! Figures, as people and as programs read them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

/// One figure.
struct Row {
    name: String,
    goal: String,
    value: String,
    runs: Vec<f64>,
    median: f64,
    met: Option<bool>,
}

/// What was measured.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// A figure with its runs and the unit; `goal` says whether the median is good enough, where there is a goal.
    pub fn add(&mut self, name: &str, unit: &str, runs: Vec<f64>, goal: Option<(&str, bool)>) {
        let median = median(&runs);
        let value = if median < 10.0 { format!("{median:.3} {unit}") } else { format!("{median:.0} {unit}") };
        self.0.push(Row {
            name: name.to_owned(),
            goal: goal.map_or_else(|| "–".to_owned(), |(goal, _)| goal.to_owned()),
            value: value.trim().to_owned(),
            runs,
            median,
            met: goal.map(|(_, met)| met),
        });
    }

    /// On standard output.
    pub fn print(&self) {
        println!("\n| figure | median | goal | met | runs |\n|---|---|---|---|---|");
        for row in &self.0 {
            let met = row.met.map_or("", |met| if met { "yes" } else { "NO" });
            let runs: Vec<String> = row.runs.iter().map(|run| format!("{run:.4}")).collect();
            println!("| {} | {} | {} | {met} | {} |", row.name, row.value, row.goal, runs.join(", "));
        }
    }

    /// `target/bench/summary.json`, or `summary-click-scan.json` where only these groups are measured.
    pub fn write(&self, groups: &[&str]) -> String {
        let rows: Vec<Value> = self
            .0
            .iter()
            .map(|row| {
                json!({ "figure": row.name, "median": row.median, "goal": row.goal, "met": row.met, "runs": row.runs })
            })
            .collect();
        let mut name = "summary".to_owned();
        for group in groups {
            name.extend(["-", group]);
        }
        name.push_str(".json");
        fs::write(folder().join(&name), serde_json::to_string_pretty(&rows).unwrap()).unwrap();
        name
    }
}

/// `target/bench`
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn median(runs: &[f64]) -> f64 {
    let mut sorted = runs.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// The value that `share` of all are not above.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}
