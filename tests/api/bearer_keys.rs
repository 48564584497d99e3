//! Tokens that are checked with the project's public keys: where those come from, and what counts while they do not.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use wpp_panel::{domain::secret::Secret, http::bearer::Trust};

use crate::{
    bearer_kit::{Crm, KeyServer, Reply, SECRET, Signer, header, hs256},
    support::log,
};

/// How long keys count without being asked for again.
const LIFE: Duration = Duration::from_secs(600);

/// One project with both kinds of keys.
struct Project {
    rsa: Signer,
    ec: Signer,
    keys: KeyServer,
    crm: Crm,
}

impl Project {
    async fn new() -> Self {
        let (rsa, ec) = (Signer::rsa(), Signer::ec());
        let keys = KeyServer::new(Reply::Keys(vec![rsa.jwk("r"), ec.jwk("e")])).await;
        let crm = Crm::with_keys(&keys).await;
        Self { rsa, ec, keys, crm }
    }

    /// A new token each time, so that no remembered one hides what is under test.
    fn token(&self, signer: &Signer, alg: &str, kid: &str) -> String {
        let ordinal = self.crm.panel.app.random.hex(4);
        signer.sign(&header(alg, kid), &self.crm.claims_with(json!({ "session_id": ordinal })))
    }
}

#[tokio::test]
async fn both_kinds_of_keys_are_found_by_name_and_asked_for_once() {
    let project = Project::new().await;
    assert_eq!(project.keys.asked(), 0, "not before somebody calls");
    for _ in 0..3 {
        assert!(project.crm.is_let_in(&project.token(&project.rsa, "RS256", "r")).await);
        assert!(project.crm.is_let_in(&project.token(&project.ec, "ES256", "e")).await);
    }
    assert_eq!(project.keys.asked(), 1);
}

#[tokio::test]
async fn a_key_serves_its_own_algorithm_alone() {
    let project = Project::new().await;
    for (signer, alg, kid) in [
        (&project.rsa, "RS256", "e"),
        (&project.ec, "ES256", "r"),
        (&project.rsa, "RS512", "r"),
        (&project.rsa, "PS256", "r"),
        (&project.rsa, "ES256", "r"),
        (&Signer::other_rsa(), "RS256", "r"),
        (&Signer::ec(), "ES256", "e"),
    ] {
        assert!(!project.crm.is_let_in(&project.token(signer, alg, kid)).await, "{alg} {kid}");
    }
    let claims = project.crm.claims();
    for nameless in
        [json!({ "alg": "RS256" }), json!({ "alg": "RS256", "kid": "" }), json!({ "alg": "RS256", "kid": 7 })]
    {
        assert!(!project.crm.is_let_in(&project.rsa.sign(&nameless, &claims)).await, "{nameless}");
    }
}

#[tokio::test]
async fn two_keys_of_one_name_are_told_apart_by_their_algorithm() {
    let (rsa, ec) = (Signer::rsa(), Signer::ec());
    let keys = KeyServer::new(Reply::Keys(vec![rsa.jwk("k"), ec.jwk("k")])).await;
    let crm = Crm::with_keys(&keys).await;
    assert!(crm.is_let_in(&rsa.sign(&header("RS256", "k"), &crm.claims())).await);
    assert!(crm.is_let_in(&ec.sign(&header("ES256", "k"), &crm.claims())).await);
}

#[tokio::test]
async fn a_public_key_is_never_taken_for_a_secret() {
    let project = Project::new().await;
    let jwk = project.rsa.jwk("r");
    let Signer::Rsa(pair) = &project.rsa else { panic!("it is one") };
    let der = ring::signature::KeyPair::public_key(pair).as_ref().to_vec();
    let texts = [jwk["n"].as_str().unwrap().as_bytes().to_vec(), jwk.to_string().into_bytes(), der, Vec::new()];
    let both = Trust { jwt_secret: Some(Secret::new(SECRET)), jwks_url: Some(project.keys.url()), ..Trust::default() };
    for crm in [Crm::with_keys(&project.keys).await, Crm::trusting(both).await] {
        for text in &texts {
            let token = Signer::Hmac(text.clone()).sign(&header("HS256", "r"), &crm.claims());
            assert!(!crm.is_let_in(&token).await);
        }
    }
}

#[tokio::test]
async fn keys_that_do_not_fit_are_not_there() {
    let (rsa, ec) = (Signer::rsa(), Signer::ec());
    let with = |jwk: Value, name: &str, value: Value| {
        let mut jwk = jwk;
        jwk[name] = value;
        jwk
    };
    let keys = vec![
        with(rsa.jwk("encryption"), "use", json!("enc")),
        with(rsa.jwk("other-alg"), "alg", json!("RS512")),
        with(rsa.jwk("hmac-alg"), "alg", json!("HS256")),
        with(rsa.jwk("signs"), "key_ops", json!(["sign"])),
        with(rsa.jwk("broken"), "n", json!("!!")),
        with(rsa.jwk("short"), "n", json!("AQAB")),
        with(rsa.jwk("unnamed"), "kid", Value::Null),
        with(ec.jwk("curve"), "crv", json!("P-384")),
        with(ec.jwk("point"), "x", json!("AQAB")),
        with(ec.jwk("future"), "kty", json!("ML-DSA")),
        Signer::secret().jwk("oct"),
        json!("no key at all"),
        json!({}),
        with(rsa.jwk("plain"), "alg", Value::Null),
    ];
    let server = KeyServer::new(Reply::Keys(keys)).await;
    let crm = Crm::with_keys(&server).await;
    for kid in ["encryption", "other-alg", "hmac-alg", "signs", "broken", "short", "unnamed"] {
        assert!(!crm.is_let_in(&rsa.sign(&header("RS256", kid), &crm.claims())).await, "{kid}");
    }
    for kid in ["curve", "point", "future"] {
        assert!(!crm.is_let_in(&ec.sign(&header("ES256", kid), &crm.claims())).await, "{kid}");
    }
    assert!(!crm.is_let_in(&Signer::secret().sign(&header("HS256", "oct"), &crm.claims())).await);
    assert!(crm.is_let_in(&rsa.sign(&header("RS256", "plain"), &crm.claims())).await, "and the others still count");
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn a_secret_and_keys_count_side_by_side() {
    let rsa = Signer::rsa();
    let keys = KeyServer::new(Reply::Keys(vec![rsa.jwk("r")])).await;
    let trust = Trust { jwt_secret: Some(Secret::new(SECRET)), jwks_url: Some(keys.url()), ..Trust::default() };
    let crm = Crm::trusting(trust).await;
    assert!(crm.is_let_in(&hs256(&crm.claims())).await);
    assert_eq!(keys.asked(), 0, "a secret needs no keys");
    assert!(crm.is_let_in(&rsa.sign(&header("RS256", "r"), &crm.claims())).await);
}

#[tokio::test]
async fn a_new_key_counts_as_soon_as_it_is_used_and_a_withdrawn_one_for_ten_minutes_at_most() {
    let project = Project::new().await;
    let new = Signer::other_rsa();
    assert!(project.crm.is_let_in(&project.token(&project.rsa, "RS256", "r")).await);
    project.keys.reply(Reply::Keys(vec![new.jwk("n"), project.ec.jwk("e")]));

    project.crm.panel.clock.advance(Duration::from_secs(30));
    assert!(project.crm.is_let_in(&project.token(&new, "RS256", "n")).await);
    assert_eq!(project.keys.asked(), 2);
    assert!(!project.crm.is_let_in(&project.token(&project.rsa, "RS256", "r")).await, "it went with the same answer");

    project.keys.reply(Reply::Keys(vec![new.jwk("n")]));
    project.crm.panel.clock.advance(LIFE - Duration::from_secs(1));
    assert!(project.crm.is_let_in(&project.token(&project.ec, "ES256", "e")).await);
    project.crm.panel.clock.advance(Duration::from_secs(1));
    assert!(!project.crm.is_let_in(&project.token(&project.ec, "ES256", "e")).await);
    assert_eq!(project.keys.asked(), 3);
}

#[tokio::test]
async fn a_checked_token_does_not_outlive_its_key_for_long() {
    let project = Project::new().await;
    let token = project.token(&project.rsa, "RS256", "r");
    assert!(project.crm.is_let_in(&token).await);
    project.keys.reply(Reply::Keys(Vec::new()));
    project.crm.panel.clock.advance(LIFE - Duration::from_secs(1));
    assert!(project.crm.is_let_in(&token).await);
    project.crm.panel.clock.advance(Duration::from_secs(60));
    assert!(!project.crm.is_let_in(&token).await);
}

#[tokio::test]
async fn unknown_names_make_one_request_in_thirty_seconds() {
    let project = Project::new().await;
    let stranger = Signer::other_rsa();
    for step in 0..4 {
        for kid in 0..5 {
            assert!(!project.crm.is_let_in(&project.token(&stranger, "RS256", &format!("{step}-{kid}"))).await);
        }
        assert_eq!(project.keys.asked(), 1 + step / 2);
        project.crm.panel.clock.advance(Duration::from_secs(15));
    }
}

#[tokio::test]
async fn many_who_wait_share_one_request_and_who_hangs_up_does_not_end_it() {
    let project = Project::new().await;
    project.keys.reply(Reply::Held(vec![project.rsa.jwk("r")]));
    let tokens: Vec<String> = (0..8).map(|_| project.token(&project.rsa, "RS256", "r")).collect();
    {
        let mut hung_up = Box::pin(project.crm.call(&tokens[0]));
        tokio::select! {
            answer = &mut hung_up => panic!("the keys are held back: {}", answer.body),
            () = project.keys.arrived() => {}
        }
    }
    let calls = futures_util::future::join_all(tokens.iter().map(|token| project.crm.is_let_in(token)));
    project.keys.release();
    assert_eq!(calls.await, [true; 8]);
    assert_eq!(project.keys.asked(), 1);
}

#[tokio::test]
async fn without_keys_it_is_not_known_who_somebody_is() {
    let project = Project::new().await;
    for reply in [
        Reply::Raw(StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        Reply::Raw(StatusCode::NOT_FOUND, json!({ "keys": [project.rsa.jwk("r")] }).to_string()),
        Reply::Raw(StatusCode::OK, "<html>".to_owned()),
        Reply::Raw(StatusCode::OK, json!({ "keys": "none" }).to_string()),
        Reply::Raw(StatusCode::OK, json!([project.rsa.jwk("r")]).to_string()),
        Reply::Raw(StatusCode::OK, format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(256 * 1024))),
        Reply::Redirect,
    ] {
        project.keys.reply(reply);
        let crm = Crm::with_keys(&project.keys).await;
        let token = project.rsa.sign(&header("RS256", "r"), &crm.claims());
        let answer = crm.call(&token).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.body, r#"{"error":"the sign-in service does not answer","success":false}"#);

        let asked = project.keys.asked();
        project.keys.reply(Reply::Keys(vec![project.rsa.jwk("r")]));
        assert_eq!(crm.call(&token).await.status, StatusCode::SERVICE_UNAVAILABLE, "a pause of five seconds");
        assert_eq!(project.keys.asked(), asked);
        crm.panel.clock.advance(Duration::from_secs(5));
        assert!(crm.is_let_in(&token).await);
        assert_eq!(crm.call("no.to.ken").await.status, StatusCode::UNAUTHORIZED, "what is no token needs no keys");
    }
}

#[tokio::test]
async fn keys_that_come_too_late_are_not_waited_for() {
    let rsa = Signer::rsa();
    let keys = KeyServer::new(Reply::Held(vec![rsa.jwk("r")])).await;
    let trust = Trust { jwks_url: Some(keys.url()), patience: Duration::from_millis(50), ..Trust::default() };
    let crm = Crm::trusting(trust).await;
    let answer = crm.call(&rsa.sign(&header("RS256", "r"), &crm.claims())).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn keys_that_are_there_stay_while_the_project_does_not_answer_and_the_log_says_so_once() {
    let project = Project::new().await;
    assert!(project.crm.is_let_in(&project.token(&project.rsa, "RS256", "r")).await);
    log::take();
    project.keys.stop().await;
    for _ in 0..5 {
        project.crm.panel.clock.advance(LIFE);
        assert!(project.crm.is_let_in(&project.token(&project.rsa, "RS256", "r")).await);
        assert!(!project.crm.is_let_in(&project.token(&project.rsa, "RS256", "unknown")).await);
    }
    let text = log::take();
    assert_eq!(text.matches("could not be read").count(), 1, "{text}");
    for secret in ["sb_secret_key", "jwks.json"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn the_log_says_when_keys_are_back() {
    let project = Project::new().await;
    log::take();
    let token = || project.token(&project.rsa, "RS256", "r");
    for (reply, expected) in [
        (Reply::Raw(StatusCode::BAD_GATEWAY, String::new()), StatusCode::SERVICE_UNAVAILABLE),
        (Reply::Raw(StatusCode::BAD_GATEWAY, String::new()), StatusCode::SERVICE_UNAVAILABLE),
        (Reply::Keys(vec![project.rsa.jwk("r")]), StatusCode::OK),
        (Reply::Raw(StatusCode::BAD_GATEWAY, String::new()), StatusCode::OK),
        (Reply::Keys(vec![project.rsa.jwk("r")]), StatusCode::OK),
    ] {
        project.keys.reply(reply);
        assert_eq!(project.crm.call(&token()).await.status, expected);
        project.crm.panel.clock.advance(LIFE);
    }
    let text = log::take();
    assert_eq!(text.matches("could not be read").count(), 2, "{text}");
    assert_eq!(text.matches("are there").count(), 2, "{text}");
    assert!(text.contains("status 502"), "{text}");
}
