//! Connections that can be cut without an answer.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::connect_info::Connected,
    response::Response,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// The switch of one connection, for the code that answers on it.
#[derive(Clone)]
pub struct Line(CancellationToken);

impl Line {
    /// Cuts the connection. The response only satisfies the signature: no byte of it leaves.
    pub fn cut(&self) -> Response {
        self.0.cancel();
        Response::new(Body::empty())
    }
}

/// Accepts connections until `stop` is set, which cuts all of them.
pub struct Lines {
    pub listener: TcpListener,
    pub stop: CancellationToken,
}

/// A TCP connection with a switch.
pub struct Cuttable {
    stream: TcpStream,
    switch: CancellationToken,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Listener for Lines {
    type Io = Cuttable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Cuttable, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        // Small answers must not wait for Nagle; a socket that refuses the option still works.
        let _ = stream.set_nodelay(true);
        let switch = self.stop.child_token();
        let cut = Box::pin(switch.clone().cancelled_owned());
        (Cuttable { stream, switch, cut }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Lines>> for Line {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        Self(stream.io().switch.clone())
    }
}

impl Cuttable {
    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if self.switch.is_cancelled() || self.cut.as_mut().poll(cx).is_ready() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Cuttable {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
