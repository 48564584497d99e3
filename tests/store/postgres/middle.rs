//! What stands between a server and its database.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream, UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{Mutex, OwnedMutexGuard},
};
use tokio_util::task::AbortOnDropHandle;

/// It goes with this.
pub struct Middle {
    /// The address of the database through it.
    pub url: String,
    connections: Arc<AtomicUsize>,
    _task: AbortOnDropHandle<()>,
}

/// One message without its length: the kind, if it has one, and the rest.
type Message = (u8, Vec<u8>);

impl Middle {
    /// One that passes everything on but notifications.
    pub async fn deaf(url: &str) -> Self {
        Self::start(url, |client, socket| async move {
            let (from, to) = client.into_split();
            let (database, mut into) = UnixStream::connect(socket).await?.into_split();
            let (mut from, mut database, mut to) = (from, database, to);
            let up = async { tokio::io::copy(&mut from, &mut into).await.map(|_| ()) };
            let down = async {
                loop {
                    let message = read(&mut database).await?;
                    if message.0 != b'A' {
                        write(&mut to, &message).await?;
                    }
                }
            };
            tokio::select! { up = up => up, down = down => down }
        })
        .await
    }

    /// A pooler that shares one connection by the transaction, and keeps the prepared statements of its clients apart.
    pub async fn pooler(url: &str) -> Self {
        let shared = Arc::new(Mutex::new(None));
        let clients = Arc::new(AtomicUsize::new(0));
        Self::start(url, move |client, socket| {
            pooled(client, socket, shared.clone(), clients.fetch_add(1, Ordering::Relaxed))
        })
        .await
    }

    async fn start<F: Future<Output = io::Result<()>> + Send + 'static>(
        url: &str,
        serve: impl Fn(TcpStream, String) -> F + Send + 'static,
    ) -> Self {
        let (address, folder) = url.split_once("?host=").unwrap();
        let (socket, database) = (format!("{folder}/.s.PGSQL.5432"), address.rsplit_once('/').unwrap().1);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = format!("postgres://postgres@127.0.0.1:{port}/{database}?sslmode=disable");
        let connections = Arc::new(AtomicUsize::new(0));
        let count = connections.clone();
        let task = tokio::spawn(async move {
            let mut clients = tokio::task::JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                clients.spawn(serve(client, socket.clone()));
            }
        });
        Self { url, connections, _task: AbortOnDropHandle::new(task) }
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

/// The one connection, and how the database greeted it.
struct Backend {
    from: OwnedReadHalf,
    to: OwnedWriteHalf,
    greeting: Vec<Message>,
}

type Turn = OwnedMutexGuard<Option<Backend>>;

async fn pooled(
    mut client: TcpStream,
    socket: String,
    shared: Arc<Mutex<Option<Backend>>>,
    number: usize,
) -> io::Result<()> {
    let length = client.read_u32().await?;
    let mut hello = vec![0; length as usize - 4];
    client.read_exact(&mut hello).await?;
    let mut backend = shared.clone().lock_owned().await;
    if backend.is_none() {
        let (mut from, mut to) = UnixStream::connect(socket).await?.into_split();
        to.write_all(&[&length.to_be_bytes()[..], &hello].concat()).await?;
        let mut greeting = Vec::new();
        while greeting.last().is_none_or(|(kind, _)| *kind != b'Z') {
            greeting.push(read(&mut from).await?);
        }
        *backend = Some(Backend { from, to, greeting });
    }
    for message in &backend.as_ref().unwrap().greeting {
        write(&mut client, message).await?;
    }
    drop(backend);

    let mut turn: Option<Turn> = None;
    let ended = loop {
        let mut message = match read(&mut client).await {
            Ok((b'X', _)) => break Ok(()),
            Ok(message) => message,
            Err(error) => break Err(error),
        };
        rename(&mut message, number);
        let backend = match &mut turn {
            Some(turn) => turn,
            none => none.insert(shared.clone().lock_owned().await),
        };
        let backend = backend.as_mut().unwrap();
        write(&mut backend.to, &message).await?;
        if matches!(message.0, b'Q' | b'S') && answer(backend, &mut client).await? {
            turn = None;
        }
    };
    // nobody else may get a transaction that was left open
    if let Some(mut turn) = turn {
        let backend = turn.as_mut().unwrap();
        write(&mut backend.to, &(b'Q', b"ROLLBACK\0".to_vec())).await?;
        answer(backend, &mut tokio::io::sink()).await?;
    }
    ended
}

/// Passes on what the database says up to where it is ready again; whether that is outside of a transaction.
async fn answer(backend: &mut Backend, to: &mut (impl tokio::io::AsyncWrite + Unpin)) -> io::Result<bool> {
    loop {
        let message = read(&mut backend.from).await?;
        write(to, &message).await?;
        if let (b'Z', state) = &message {
            return Ok(state == b"I");
        }
    }
}

/// Statements of different clients must not meet.
fn rename((kind, rest): &mut Message, client: usize) {
    let at = match kind {
        b'P' => 0,
        b'B' => rest.iter().position(|byte| *byte == 0).unwrap() + 1,
        b'C' | b'D' if rest[0] == b'S' => 1,
        _ => return,
    };
    if rest[at] != 0 {
        rest.splice(at..at, format!("{client}_").into_bytes());
    }
}

async fn read(from: &mut (impl tokio::io::AsyncRead + Unpin)) -> io::Result<Message> {
    let kind = from.read_u8().await?;
    let mut rest = vec![0; from.read_u32().await? as usize - 4];
    from.read_exact(&mut rest).await?;
    Ok((kind, rest))
}

async fn write(to: &mut (impl tokio::io::AsyncWrite + Unpin), (kind, rest): &Message) -> io::Result<()> {
    let length = u32::try_from(rest.len() + 4).unwrap().to_be_bytes();
    to.write_all(&[&[*kind][..], &length, rest].concat()).await
}
