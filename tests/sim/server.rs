//! Where it listens, and that it ends.

use std::net::SocketAddr;

use reqwest::Method;
use wpp_panel::sim::{Fault, FaultBody, Settings, Sim, SimConfig, SimError, Span};

use crate::rig::{Rig, soon};

#[tokio::test]
async fn refuses_to_listen_beyond_this_machine() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let listen: SocketAddr = address.parse().unwrap();
        let error = Sim::start(SimConfig { listen, ..SimConfig::default() }).await.err().unwrap();
        assert!(matches!(error, SimError::NotLoopback(refused) if refused == listen));
        assert!(error.to_string().contains("loopback addresses only"), "{error}");
    }
}

#[tokio::test]
async fn says_that_an_address_is_taken() {
    let first = Sim::start(SimConfig::default()).await.unwrap();
    let error = Sim::start(SimConfig { listen: first.addr(), ..SimConfig::default() }).await.err().unwrap();
    assert!(matches!(error, SimError::Listen(address, _) if address == first.addr()));
}

#[tokio::test]
async fn refuses_settings_that_cannot_work() {
    let settings = Settings { delay_ms: Span::range(2, 1), ..Settings::default() };
    let error = Sim::start(SimConfig { settings, ..SimConfig::default() }).await.err().unwrap();
    assert!(matches!(error, SimError::Settings(_)));
}

#[tokio::test]
async fn stopping_cuts_a_call_that_hangs() {
    let rig = Rig::new().await;
    rig.handle.fail(Fault::body(FaultBody::Hang)).unwrap();
    let hanging = tokio::spawn(rig.request(Method::POST, "/auth/token").send());
    soon(rig.handle.until(|handle| handle.calls().len() == 1)).await;
    soon(rig.sim.stop()).await;
    assert!(soon(hanging).await.unwrap().is_err());
}

#[tokio::test]
async fn debug_keeps_the_credentials_to_itself() {
    let text = format!("{:?}", SimConfig::default());
    assert!(!text.contains("demo"), "{text}");
}
