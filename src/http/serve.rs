//! Running the server until it is told to stop.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use axum::{Router, serve::ListenerExt as _};
use tokio::{net::TcpListener, sync::oneshot};

use super::{App, router, stall::Impatient};

/// How long open requests may go on after the stop, before they are cut.
pub const DRAIN: Duration = Duration::from_secs(10);

/// Serves the panel on `listener` until `shutdown` is ready; then says so at `/readyz` for the time that the settings give
/// it, takes no new requests after that, and lets open ones finish for at most [`DRAIN`].
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (clock, leaving, stopping) = (app.clock.clone(), app.leaving.clone(), app.stopping.clone());
    let (drain, draining) = (app.settings.drain, clock.clone());
    let service: Router = router(app);
    let (stop, stopped) = oneshot::channel::<()>();
    // only axum's own listeners know the client's address, and a tapped one counts as such
    let listener = Impatient { listener, clock: clock.clone() }.tap_io(|_| {});
    let server = axum::serve(listener, service.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            // who balances the load finds out first, so that nobody is sent here when nobody is let in any more
            leaving.cancel();
            draining.sleep(drain).await;
            stopping.cancel();
            // nobody listens only if the server has already ended
            let _ = stop.send(());
        });
    let deadline = async move {
        // a sender that is gone means that the server ends by itself, below
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        clock.sleep(DRAIN).await;
    };
    tokio::select! {
        result = server => result,
        () = deadline => {
            tracing::warn!(seconds = DRAIN.as_secs(), "requests were still open and are cut");
            Ok(())
        }
    }
}
