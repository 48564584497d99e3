//! A table as a file that spreadsheets open: UTF-8 with its mark, commas, quotes as RFC 4180 has them, and no text that a
//! spreadsheet would take for a formula.

use crate::{connect::ports::AuditLine, ui::words::Texts};

/// What a cell must not begin with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The file, a line after the other.
pub(super) struct File {
    text: String,
    lines: usize,
    texts: &'static Texts,
}

impl File {
    pub fn new(texts: &'static Texts) -> Self {
        let mut file = Self { text: "\u{feff}".to_owned(), lines: 0, texts };
        let t = &texts.audit;
        file.row(&[t.at, t.who, "action", t.what, t.subject, "session", t.address]);
        file
    }

    pub fn lines(&self) -> usize {
        self.lines
    }

    pub fn add(&mut self, line: &AuditLine) {
        let actor = line.actor.map(|id| id.to_string());
        let who = line.email.as_deref().or(actor.as_deref()).unwrap_or(self.texts.audit.by_itself);
        let session = line.session.map(|id| id.to_string()).unwrap_or_default();
        let address = line.address.as_deref().unwrap_or_default();
        let at = line.at.utc().to_string();
        self.row(&[&at, who, &line.action, &self.texts.action(&line.action), &line.detail, &session, address]);
        self.lines += 1;
    }

    pub fn text(self) -> String {
        self.text
    }

    fn row(&mut self, cells: &[&str]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        self.text.push_str(&cells.join(","));
        self.text.push_str("\r\n");
    }
}

fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_never_a_formula() {
        assert_eq!(quoted("Школа, «57»"), "\"Школа, «57»\"");
        assert_eq!(quoted("a \"b\"\nc"), "\"a \"\"b\"\"\nc\"");
        for formula in ["=1+1", "+7 999", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(quoted(formula), format!("\"'{formula}\""));
        }
    }
}
