//! What cannot be seen from outside: how many tokens are kept, and what happens when a renewal is dropped.

use std::sync::atomic::AtomicI64;

use super::*;

#[derive(Default)]
struct Hands(AtomicI64);

#[async_trait::async_trait]
impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, _step: Duration) {}
}

fn late() -> GatewayError {
    GatewayError { fault: GatewayFault::TimedOut, call: "auth/token", status: None, detail: String::new() }
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(5)
}

async fn issued(value: &str, lives: Duration) -> Result<Issued, GatewayError> {
    Ok(Issued { value: Secret::new(value), lives: Some(lives), asked_at: Timestamp(0) })
}

#[tokio::test]
async fn tokens_that_are_over_are_forgotten_when_a_new_key_comes() {
    let clock = Arc::new(Hands::default());
    let tokens = Tokens::new(clock.clone());
    for key in 0..100 {
        let key = Secret::new(format!("key-{key}"));
        tokens.get(&key, Want::Valid, soon(), late, issued("t", Duration::from_secs(900))).await.unwrap();
    }
    assert_eq!(tokens.slots.lock().unwrap().len(), 100);
    clock.0.store(1_000_000, Ordering::SeqCst);
    tokens
        .get(&Secret::new("another"), Want::Valid, soon(), late, issued("t", Duration::from_secs(900)))
        .await
        .unwrap();
    assert_eq!(tokens.slots.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn failures_are_not_kept_for_ever() {
    let tokens = Tokens::new(Arc::new(Hands::default()));
    for key in 0..100 {
        let key = Secret::new(format!("key-{key}"));
        let result = tokens.get(&key, Want::Valid, soon(), late, async { Err(late()) }).await;
        assert!(result.is_err());
    }
    assert_eq!(tokens.slots.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn no_token_is_trusted_for_more_than_a_day() {
    let clock = Arc::new(Hands::default());
    let tokens = Tokens::new(clock.clone());
    let key = Secret::new("key");
    tokens.get(&key, Want::Valid, soon(), late, issued("old", Duration::MAX)).await.unwrap();
    clock.0.store(24 * 3600 * 1000, Ordering::SeqCst);
    let token = tokens.get(&key, Want::Valid, soon(), late, issued("new", Duration::MAX)).await.unwrap();
    assert_eq!(token.value.expose(), "new");
}

#[tokio::test]
async fn a_renewal_that_is_dropped_half_way_hands_over_to_the_next() {
    let tokens = Arc::new(Tokens::new(Arc::new(Hands::default())));
    let key = Secret::new("key");
    let dropped = {
        let (tokens, key) = (Arc::clone(&tokens), key.clone());
        tokio::spawn(async move {
            tokens.get(&key, Want::Valid, soon(), late, std::future::pending()).await.map(|token| token.serial)
        })
    };
    while tokens.slot(&key).state.try_lock().is_ok() {
        tokio::task::yield_now().await;
    }
    let waiting = tokens.get(&key, Want::Valid, soon(), late, issued("t", Duration::from_secs(900)));
    let abort = async { dropped.abort() };
    let (token, ()) = tokio::join!(waiting, abort);
    assert_eq!(token.unwrap().value.expose(), "t");
}

#[tokio::test]
async fn who_waits_for_a_renewal_waits_no_longer_than_its_own_deadline() {
    let tokens = Tokens::new(Arc::new(Hands::default()));
    let key = Secret::new("key");
    let slot = tokens.slot(&key);
    let held = slot.state.lock().await;
    let deadline = Instant::now() + Duration::from_millis(20);
    let result = tokens.get(&key, Want::Valid, deadline, late, issued("t", Duration::from_secs(900))).await;
    drop(held);
    assert_eq!(result.err().map(|error| error.fault), Some(GatewayFault::TimedOut));
}
