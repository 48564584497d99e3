//! Time and randomness come in as values, so that no test has to wait.

use std::time::Duration;

use async_trait::async_trait;

use crate::domain::time::Timestamp;

/// The time, and waiting for it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Timestamp;
    /// Returns when `step` has passed on this clock.
    async fn sleep(&self, step: Duration);
}

/// Unpredictable bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` from a source that is fit for keys.
    fn fill(&self, bytes: &mut [u8]);

    /// `count` random bytes as lower-case hexadecimal, twice as many characters.
    fn hex(&self, count: usize) -> String {
        let mut bytes = vec![0_u8; count];
        self.fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A random identifier (version 4).
    fn uuid(&self) -> uuid::Uuid {
        let mut bytes = [0_u8; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
