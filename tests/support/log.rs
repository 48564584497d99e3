//! The log, kept for the thread that a test runs on.
//!
//! One subscriber for the whole program, in place before anything is made that logs: whether a log line is wanted is asked
//! once per program and remembered, so a subscriber of one test would see what other tests let it.

use std::{cell::RefCell, io, sync::Once};

use tracing::Level;

thread_local! {
    static LINES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

struct Lines;

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn keep() {
    static KEPT: Once = Once::new();
    KEPT.call_once(|| {
        let kept = tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false).with_writer(|| Lines);
        tracing::subscriber::set_global_default(kept.finish()).unwrap();
    });
}

/// What this thread has logged since it was last asked.
pub fn take() -> String {
    String::from_utf8(LINES.take()).unwrap()
}
