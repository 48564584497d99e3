//! When the process is asked to end.

/// Listens from now on. What is returned ends at Ctrl-C or SIGTERM, also one that came before it was waited for; never if
/// this system can send neither. Without it a signal that comes while the server starts would cut it off.
#[cfg(unix)]
pub(super) fn listen() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    let listen = |kind: SignalKind, name: &'static str| match signal(kind) {
        Ok(signals) => Some(signals),
        Err(error) => {
            tracing::warn!(%error, "{name} cannot be listened to");
            None
        }
    };
    async fn came(signals: Option<Signal>) {
        match signals {
            Some(mut signals) => {
                signals.recv().await;
            }
            None => std::future::pending().await,
        }
    }
    let (interrupted, terminated) =
        (listen(SignalKind::interrupt(), "Ctrl-C"), listen(SignalKind::terminate(), "SIGTERM"));
    async move {
        tokio::select! {
            () = came(interrupted) => {}
            () = came(terminated) => {}
        }
    }
}

/// The same where there is Ctrl-C alone.
#[cfg(not(unix))]
pub(super) fn listen() -> impl Future<Output = ()> + Send + 'static {
    async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be listened to");
            std::future::pending::<()>().await;
        }
    }
}
