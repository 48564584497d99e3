//! Tokens as Supabase signs them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use serde_json::{Value, json};

/// What `SUPABASE_JWT_SECRET` is in these tests.
pub const SECRET: &str = "a-secret-of-a-project-that-does-not-exist";

/// A token of somebody who is signed in at the CRM.
pub fn of(user: &str) -> String {
    signed(&json!({
        "sub": user,
        "email": "anna@crm.example.org",
        "role": "authenticated",
        "aud": "authenticated",
        "exp": 4_102_444_800_i64,
    }))
}

fn signed(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(&json!({ "alg": "HS256", "typ": "JWT" }));
    let text = format!("{head}.{}", part(claims));
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()));
    format!("{text}.{signature}")
}
