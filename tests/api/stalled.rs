//! A client that opens a stream over a real socket and never reads.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpSocket, TcpStream},
    sync::{oneshot, watch},
    time::timeout,
};
use wpp_panel::{
    connect::ports::{Clock, Publisher as _},
    domain::{ids::IntegrationId, name::SessionName, time::Timestamp},
    http::{self, App, live::Rooms, serve},
};

use crate::functions_kit::Kit;

const PATIENCE: Duration = Duration::from_secs(20);

/// Who sleeps sleeps until the test moves it.
struct StillClock {
    now: watch::Sender<i64>,
    sleeping: AtomicUsize,
}

#[async_trait::async_trait]
impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(*self.now.borrow())
    }

    async fn sleep(&self, step: Duration) {
        struct Asleep<'a>(&'a AtomicUsize);
        impl Drop for Asleep<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.sleeping.fetch_add(1, Ordering::SeqCst);
        let _asleep = Asleep(&self.sleeping);
        let until = self.now().plus(step).0;
        let _ = self.now.subscribe().wait_for(|now| *now >= until).await;
    }
}

async fn listen(stream: &mut TcpStream, cookie: &str) {
    let request = format!("GET /api/live HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// How a listener is received, who leaves at once.
async fn first_line(address: SocketAddr, cookie: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    listen(&mut stream, cookie).await;
    BufReader::new(stream).lines().next_line().await.unwrap().unwrap()
}

async fn rename(kit: &Kit, session: IntegrationId, name: usize) -> String {
    let name = format!("Имя {name}");
    kit.world.connect.rename(&kit.admin, session, &SessionName::parse(&name).unwrap()).await.unwrap();
    name
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_reads_is_cut_off_and_holds_nobody_up() {
    let kit = Kit::new(true).await;
    let session = kit.world.connect.provision(&kit.admin, kit.world.press()).await.unwrap().integration_id;
    let clock = Arc::new(StillClock { now: watch::Sender::new(0), sleeping: AtomicUsize::new(0) });
    let rooms = Rooms::with_seats(kit.world.hub.clone(), kit.world.connect.clone(), 2);
    let app = App { clock: clock.clone(), rooms, ..kit.app.clone() };
    let listener = http::listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, app, async move { stopped.await.unwrap_or(()) }));

    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stuck = socket.connect(address).await.unwrap();
    listen(&mut stuck, &kit.cookie).await;
    let mut reads = TcpStream::connect(address).await.unwrap();
    listen(&mut reads, &kit.cookie).await;
    let mut reads = BufReader::new(reads).lines();
    let mut until = async |words: &str| {
        let reading = async { while !reads.next_line().await.unwrap().unwrap().contains(words) {} };
        timeout(PATIENCE, reading).await.expect(words);
    };
    // from here on it hears of everything
    until("event: panel").await;

    // until nothing more goes into its socket, which the system may still move about a little
    let (mut told, mut full) = (0, 0);
    while full < 20 {
        told += 1;
        assert!(told < 5_000, "it takes everything");
        kit.world.hub.changed(kit.admin.organization, session);
        until("event: card").await;
        full = if clock.sleeping.load(Ordering::SeqCst) == 0 { 0 } else { full + 1 };
    }
    let before_its_time = Duration::from_millis(29_999);
    clock.now.send_modify(|now| *now += before_its_time.as_millis() as i64);
    until(&rename(&kit, session, 1).await).await;
    assert_eq!(clock.sleeping.load(Ordering::SeqCst), 1);

    assert_eq!(first_line(address, &kit.cookie).await, "HTTP/1.1 503 Service Unavailable");

    clock.now.send_modify(|now| *now += 1);
    let gone = async { while first_line(address, &kit.cookie).await != "HTTP/1.1 200 OK" {} };
    timeout(PATIENCE, gone).await.expect("it still has its seat, and all that goes with it");
    until(&rename(&kit, session, 2).await).await;
    drop(stuck);

    stop.send(()).unwrap();
    timeout(PATIENCE, server).await.unwrap().unwrap().unwrap();
}
