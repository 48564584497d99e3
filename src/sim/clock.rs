//! The simulator's own time: the machine's, plus what the control side added.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::{sync::watch, time::Instant};

/// Milliseconds since 1970, on the simulator's clock.
pub type Ms = u64;

/// Runs with the machine and can be moved on, never back.
pub struct Clock {
    started: Instant,
    base: Ms,
    offset: watch::Sender<Ms>,
}

impl Clock {
    pub fn new() -> Self {
        let base = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis);
        Self { started: Instant::now(), base, offset: watch::Sender::new(0) }
    }

    pub fn now(&self) -> Ms {
        (self.base + millis(self.started.elapsed())).saturating_add(*self.offset.borrow())
    }

    /// Moves the clock on; everybody who waits on it looks again.
    pub fn advance(&self, step: Ms) {
        self.offset.send_modify(|offset| *offset = offset.saturating_add(step));
    }

    pub async fn sleep_until(&self, at: Ms) {
        let mut moved = self.offset.subscribe();
        loop {
            moved.borrow_and_update();
            let left = at.saturating_sub(self.now());
            if left == 0 {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
                _ = moved.changed() => {}
            }
        }
    }

    pub async fn sleep(&self, step: Ms) {
        self.sleep_until(self.now().saturating_add(step)).await;
    }
}

fn millis(span: Duration) -> Ms {
    u64::try_from(span.as_millis()).unwrap_or(Ms::MAX)
}
