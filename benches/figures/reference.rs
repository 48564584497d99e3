//! What there is to be compared with: a handler that verifies the same token and answers a constant.

use axum::{Json, Router, http::HeaderMap, http::StatusCode, routing::post};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::token;

#[derive(Deserialize)]
struct Claims {
    #[expect(dead_code, reason = "read by the library")]
    sub: String,
}

/// Its address. It runs in this process until that ends.
pub async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/constant", post(constant));
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("{address}/constant")
}

async fn constant(headers: HeaderMap) -> Result<Json<Value>, StatusCode> {
    let line = headers.get("authorization").and_then(|line| line.to_str().ok()).unwrap_or_default();
    let given = line.strip_prefix("Bearer ").ok_or(StatusCode::UNAUTHORIZED)?;
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&["authenticated"]);
    let key = DecodingKey::from_secret(token::SECRET.as_bytes());
    decode::<Claims>(given, &key, &rules).map_err(|_| StatusCode::UNAUTHORIZED)?;
    Ok(Json(json!({ "success": true, "status": "connected", "account_number": "1000000000017" })))
}
