//! A CRM: its users' tokens, signed as Supabase signs them, and its address with the public keys.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Method, Request, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
        RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Notify};
use wpp_panel::{
    domain::{actor::Role, ids::UserId, secret::Secret},
    http::{
        Settings,
        bearer::{Bearer, Trust},
    },
};

use crate::{
    answer::Answer,
    panel::{EMAIL, HTTPS, Panel, request},
};

pub const SECRET: &str = "super-secret-jwt-token-with-at-least-32-characters";
pub const CRM: &str = "https://crm.example.org";
/// Seconds; where the clock of a panel begins.
pub const NOW: i64 = 1_800_000_000;

/// What signs tokens.
pub enum Signer {
    Hmac(Vec<u8>),
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl Signer {
    pub fn secret() -> Self {
        Self::Hmac(SECRET.into())
    }

    pub fn rsa() -> Self {
        Self::Rsa(RsaKeyPair::from_pkcs8(include_bytes!("keys/first.pk8")).unwrap())
    }

    pub fn other_rsa() -> Self {
        Self::Rsa(RsaKeyPair::from_pkcs8(include_bytes!("keys/second.pk8")).unwrap())
    }

    /// A new one at every call.
    pub fn ec() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self::Ec(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
    }

    /// Its public half as a key set has it.
    pub fn jwk(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Hmac(secret) => json!({ "kty": "oct", "kid": kid, "k": text(secret) }),
            Self::Rsa(pair) => {
                let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": text(&n), "e": text(&e) })
            }
            Self::Ec(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                let operations = ["verify"];
                json!({
                    "kty": "EC", "kid": kid, "crv": "P-256", "alg": "ES256", "key_ops": operations, "ext": true,
                    "x": text(x), "y": text(y),
                })
            }
        }
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encode(header), encode(claims));
        let (bytes, random) = (message.as_bytes(), SystemRandom::new());
        let signature = match self {
            Self::Hmac(secret) => hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), bytes).as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, bytes, &mut signature).unwrap();
                signature
            }
            Self::Ec(pair) => pair.sign(&random, bytes).unwrap().as_ref().to_vec(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

pub fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

pub fn hs256(claims: &Value) -> String {
    Signer::secret().sign(&json!({ "alg": "HS256", "typ": "JWT" }), claims)
}

pub fn header(alg: &str, kid: &str) -> Value {
    json!({ "alg": alg, "typ": "JWT", "kid": kid })
}

/// A panel whose administrator is a user of the CRM. `GET /functions/v1/who` says who calls.
pub struct Crm {
    pub panel: Panel,
    pub user: UserId,
}

impl Crm {
    /// One that signs with a secret.
    pub async fn new() -> Self {
        Self::trusting(Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() }).await
    }

    /// One whose public keys are here.
    pub async fn with_keys(keys: &KeyServer) -> Self {
        Self::trusting(Trust { jwks_url: Some(keys.url()), ..Trust::default() }).await
    }

    pub async fn trusting(trust: Trust) -> Self {
        Self::whole(trust).await.calling()
    }

    /// With [`who`] instead of the panel's routes.
    pub fn calling(self) -> Self {
        Self { panel: self.panel.routes(Router::new().route("/functions/v1/who", get(who).post(who))), ..self }
    }

    /// With the panel's own routes.
    pub async fn whole(trust: Trust) -> Self {
        let settings = Settings::new(HTTPS, false).allow(vec![CRM.to_owned(), "https://crm.elsewhere.ru".to_owned()]);
        let panel = Panel::trusting(settings, Path::new("/nonexistent/site"), trust).await;
        panel.add(EMAIL, Role::Admin).await;
        let user = panel.store.tables().users[0].id;
        Self { panel, user }
    }

    /// What a good token of the administrator says.
    pub fn claims(&self) -> Value {
        json!({
            "iss": "https://project.supabase.co/auth/v1", "sub": self.user, "aud": "authenticated",
            "role": "authenticated", "exp": NOW + 3600, "iat": NOW, "email": EMAIL, "phone": "",
            "app_metadata": { "provider": "email" }, "user_metadata": {}, "aal": "aal1",
        })
    }

    /// The same with other claims in it; `null` takes one out.
    pub fn claims_with(&self, other: Value) -> Value {
        let mut claims = self.claims();
        for (name, value) in other.as_object().unwrap() {
            claims[name] = value.clone();
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            }
        }
        claims
    }

    pub async fn call(&self, token: &str) -> Answer {
        self.call_with(&format!("Bearer {token}")).await
    }

    /// With this `Authorization` header.
    pub async fn call_with(&self, authorization: &str) -> Answer {
        self.panel.send(asking().header(header::AUTHORIZATION, authorization).body(Body::empty()).unwrap()).await
    }

    pub async fn is_let_in(&self, token: &str) -> bool {
        let answer = self.call(token).await;
        match answer.status {
            StatusCode::OK => assert_eq!(answer.body, EMAIL),
            status => {
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{}", answer.body);
                assert_eq!(answer.body, r#"{"error":"unauthorized","success":false}"#);
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
        }
        answer.status == StatusCode::OK
    }
}

pub fn asking() -> axum::http::request::Builder {
    request(Method::GET, "/functions/v1/who", "")
}

async fn who(Bearer(actor): Bearer) -> String {
    actor.email
}

/// The address with the public keys.
pub struct KeyServer {
    address: std::net::SocketAddr,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    reply: Mutex<Reply>,
    asked: AtomicUsize,
    arrived: Notify,
    released: Notify,
}

/// What it answers.
#[derive(Clone)]
pub enum Reply {
    Keys(Vec<Value>),
    Raw(StatusCode, String),
    Redirect,
    /// The keys, when [`KeyServer::release`] is called.
    Held(Vec<Value>),
}

impl Default for Reply {
    fn default() -> Self {
        Self::Keys(Vec::new())
    }
}

impl KeyServer {
    pub async fn new(reply: Reply) -> Self {
        let shared = Arc::new(Shared { reply: Mutex::new(reply), ..Shared::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/auth/v1/.well-known/jwks.json", get(answer)).with_state(shared.clone());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { address, shared, server }
    }

    pub fn url(&self) -> Secret {
        Secret::new(format!("http://{}/auth/v1/.well-known/jwks.json?apikey=sb_secret_key", self.address))
    }

    pub fn reply(&self, reply: Reply) {
        *self.shared.reply.lock().unwrap() = reply;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }

    /// Returns when somebody asks.
    pub async fn arrived(&self) {
        self.shared.arrived.notified().await;
    }

    pub fn release(&self) {
        self.shared.released.notify_one();
    }

    /// Connections are refused from now on.
    pub async fn stop(&self) {
        self.server.abort();
        while tokio::net::TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, _: Request<Body>) -> Response {
    shared.asked.fetch_add(1, Ordering::SeqCst);
    shared.arrived.notify_one();
    let reply = shared.reply.lock().unwrap().clone();
    match reply {
        Reply::Keys(keys) => axum::Json(json!({ "keys": keys })).into_response(),
        Reply::Raw(status, body) => (status, body).into_response(),
        Reply::Redirect => Redirect::temporary("/auth/v1/.well-known/jwks.json").into_response(),
        Reply::Held(keys) => {
            shared.released.notified().await;
            axum::Json(json!({ "keys": keys })).into_response()
        }
    }
}
