//! For whoever watches the process.

/// The process lives and answers. Says nothing about the database or the gateway.
pub(super) async fn alive() -> &'static str {
    "ok"
}
