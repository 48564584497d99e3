//! Which tokens count.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::{Value, json};
use uuid::Uuid;
use wpp_panel::{domain::secret::Secret, http::bearer::Trust};

use crate::{
    bearer_kit::{Crm, NOW, SECRET, Signer, asking, encode, hs256},
    panel::EMAIL,
    support::log,
};

#[tokio::test]
async fn lesson_22_the_word_bearer_counts_in_any_letter_case() {
    let crm = Crm::new().await;
    let token = hs256(&crm.claims());
    for line in [
        format!("Bearer {token}"),
        format!("bearer {token}"),
        format!("BEARER {token}"),
        format!("bEaReR    {token}   "),
        format!("Bearer\t{token}"),
    ] {
        let answer = crm.call_with(&line).await;
        assert_eq!((answer.status, &*answer.body), (StatusCode::OK, EMAIL), "{line}");
    }
}

#[tokio::test]
async fn nobody_is_told_so_in_json() {
    let crm = Crm::new().await;
    let token = hs256(&crm.claims());
    let missing = crm.panel.send(asking().body(Body::empty()).unwrap()).await;
    let twice = asking().header(header::AUTHORIZATION, format!("Bearer {token}"));
    let twice = crm.panel.send(twice.header(header::AUTHORIZATION, "Bearer x").body(Body::empty()).unwrap()).await;
    let mut answers = vec![missing, twice];
    for line in
        ["", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", &token, &format!("Token {token}"), "Bearer a b", "Bearer я"]
    {
        answers.push(crm.call_with(line).await);
    }
    for answer in answers {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.body, r#"{"error":"unauthorized","success":false}"#);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn the_panels_cookie_is_no_bearer() {
    let crm = Crm::whole(Trust { jwt_secret: Some(Secret::new(SECRET)), ..Trust::default() }).await;
    let cookie = crm.panel.signed_in(EMAIL).await;
    assert_eq!(crm.panel.get_as(&cookie, "/").await.status, StatusCode::OK);
    let crm = crm.calling();
    assert_eq!(crm.panel.get_as(&cookie, "/functions/v1/who").await.status, StatusCode::UNAUTHORIZED);
    let token = cookie.split_once('=').unwrap().1;
    assert!(!crm.is_let_in(token).await);
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let crm = Crm::new().await;
    let good = hs256(&crm.claims());
    let [head, claims, signature]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let long = hs256(&crm.claims_with(json!({ "user_metadata": "x".repeat(7000) })));
    assert!(long.len() > 8 * 1024);
    let fits = hs256(&crm.claims_with(json!({ "user_metadata": "x".repeat(4000) })));
    assert!(crm.is_let_in(&fits).await);
    for token in [
        "x",
        "..",
        "a.b.c",
        &format!("{head}.{claims}"),
        &format!("{head}.{claims}."),
        &format!("{head}.{claims}.{signature}.{signature}"),
        &format!("{head}.{claims}.{}", signature.replace(signature.get(..4).unwrap(), "AAAA")),
        &format!("{head}.{}.{signature}", encode(&crm.claims_with(json!({ "sub": Uuid::nil() })))),
        &format!("{}.{claims}.{signature}", encode(&json!([]))),
        &format!("{}.{claims}.{signature}", encode(&json!({ "typ": "JWT" }))),
        &format!("{good}="),
        &long,
    ] {
        assert!(!crm.is_let_in(token).await, "{token}");
    }
    for payload in [json!([]), json!("text"), json!(null), json!({})] {
        assert!(!crm.is_let_in(&hs256(&payload)).await, "{payload}");
    }
}

#[tokio::test]
async fn a_token_counts_from_its_beginning_to_its_end() {
    let crm = Crm::new().await;
    let exp = |seconds: Value| hs256(&crm.claims_with(json!({ "exp": seconds })));
    let nbf = |seconds: Value| hs256(&crm.claims_with(json!({ "nbf": seconds })));
    for good in
        [exp(json!(NOW + 1)), exp(json!(NOW - 29)), exp(json!(f64::from(1_800_000_001) + 0.5)), exp(json!(1e300))]
    {
        assert!(crm.is_let_in(&good).await, "{good}");
    }
    for good in [nbf(json!(NOW)), nbf(json!(NOW + 30)), nbf(json!(0)), nbf(json!(-1.5))] {
        assert!(crm.is_let_in(&good).await, "{good}");
    }
    for bad in [NOW - 30, NOW - 3600, 0, -1, i64::MIN] {
        assert!(!crm.is_let_in(&exp(json!(bad))).await, "exp {bad}");
    }
    for bad in [json!(NOW + 31), json!(NOW + 3600), json!(1e300)] {
        assert!(!crm.is_let_in(&nbf(bad.clone())).await, "nbf {bad}");
    }
}

#[tokio::test]
async fn a_claim_of_the_wrong_type_is_not_an_absent_one() {
    let crm = Crm::new().await;
    for name in ["exp", "nbf", "iss", "sub", "aud", "role"] {
        for value in
            [json!(true), json!("soon"), json!([NOW + 3600]), json!({ "a": 1 }), json!("1900000000"), Value::Null]
        {
            let mut claims = crm.claims();
            claims[name] = value.clone();
            // any text is an issuer where none is asked for
            let fits = name == "iss" && value.is_string();
            assert_eq!(crm.is_let_in(&hs256(&claims)).await, fits, "{name}: {value}");
        }
    }
    for name in ["exp", "sub", "aud", "role"] {
        assert!(!crm.is_let_in(&hs256(&crm.claims_with(json!({ name: null })))).await, "{name} is missing");
    }
    let twice = crm.claims().to_string().replacen("\"exp\"", "\"exp\":1,\"exp\"", 1);
    assert!(!crm.is_let_in(&raw(&twice)).await, "a claim that is there twice");
}

#[tokio::test]
async fn only_a_signed_in_user_of_this_project_counts() {
    let crm = Crm::new().await;
    for good in [json!({ "aud": ["other", "authenticated"] }), json!({ "email": 7 }), json!({ "email": null })] {
        assert!(crm.is_let_in(&hs256(&crm.claims_with(good.clone()))).await, "{good}");
    }
    for bad in [
        json!({ "role": "anon" }),
        json!({ "role": "service_role" }),
        json!({ "role": "Authenticated" }),
        json!({ "aud": "anon" }),
        json!({ "aud": [] }),
        json!({ "aud": ["authenticated", 7] }),
        json!({ "aud": "not authenticated" }),
        json!({ "sub": "admin" }),
        json!({ "sub": "" }),
    ] {
        assert!(!crm.is_let_in(&hs256(&crm.claims_with(bad.clone()))).await, "{bad}");
    }
    // the project's own keys for anonymous visitors and servers have neither a person nor an audience
    let key = json!({ "iss": "supabase", "ref": "project", "role": "service_role", "iat": NOW, "exp": NOW + 3600 });
    assert!(!crm.is_let_in(&hs256(&key)).await);
}

#[tokio::test]
async fn another_projects_tokens_are_refused_where_the_issuer_is_set() {
    let issuer = Some("https://project.supabase.co/auth/v1".to_owned());
    let crm =
        Crm::trusting(Trust { jwt_secret: Some(Secret::new(SECRET)), jwt_issuer: issuer, ..Trust::default() }).await;
    assert!(crm.is_let_in(&hs256(&crm.claims())).await);
    for bad in [json!("https://other.supabase.co/auth/v1"), json!("https://project.supabase.co/auth/v1/"), Value::Null]
    {
        assert!(!crm.is_let_in(&hs256(&crm.claims_with(json!({ "iss": bad })))).await, "{bad}");
    }
    let other = Signer::Hmac(b"the secret of another project, as long as ours".to_vec());
    assert!(!crm.is_let_in(&other.sign(&json!({ "alg": "HS256" }), &crm.claims())).await);
}

#[tokio::test]
async fn the_algorithm_is_not_the_callers_to_choose() {
    let crm = Crm::new().await;
    let secret = Signer::secret();
    for alg in ["none", "None", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "hs256"] {
        let token = secret.sign(&json!({ "alg": alg, "typ": "JWT", "kid": "k" }), &crm.claims());
        assert!(!crm.is_let_in(&token).await, "{alg}");
        let unsigned = format!("{}.{}.", encode(&json!({ "alg": alg })), encode(&crm.claims()));
        assert!(!crm.is_let_in(&unsigned).await, "{alg} without a signature");
    }
    let own = Signer::rsa();
    let embedded = json!({ "alg": "RS256", "kid": "k", "jwk": own.jwk("k"), "jku": "http://127.0.0.1:9/keys" });
    assert!(!crm.is_let_in(&own.sign(&embedded, &crm.claims())).await, "a key that the token brings along");
    let extended = json!({ "alg": "HS256", "crit": ["b64"], "b64": false });
    assert!(!crm.is_let_in(&secret.sign(&extended, &crm.claims())).await, "an extension that must be understood");
}

#[tokio::test]
async fn without_a_secret_and_keys_nobody_counts_and_the_log_says_once_what_to_set() {
    let crm = Crm::trusting(Trust::default()).await;
    log::take();
    for token in [hs256(&crm.claims()), Signer::Hmac(Vec::new()).sign(&json!({ "alg": "HS256" }), &crm.claims())] {
        assert!(!crm.is_let_in(&token).await);
    }
    let text = log::take();
    assert_eq!(text.matches("set SUPABASE_JWT_SECRET or SUPABASE_JWKS_URL").count(), 1, "{text}");
}

#[tokio::test]
async fn neither_token_nor_secret_reach_the_log() {
    let crm = Crm::new().await;
    log::take();
    let tokens = [hs256(&crm.claims()), hs256(&crm.claims_with(json!({ "exp": 0 }))), "not.a.token".to_owned()];
    for token in &tokens {
        crm.call(token).await;
    }
    let text = log::take();
    assert!(text.contains("a bearer was refused") && text.contains("it is over"), "{text}");
    for token in tokens.iter().map(String::as_str).chain([SECRET]) {
        assert!(!text.contains(token), "{token} in {text}");
    }
}

/// Signed claims, byte for byte.
fn raw(claims: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use ring::hmac;
    let message = format!("{}.{}", encode(&json!({ "alg": "HS256" })), URL_SAFE_NO_PAD.encode(claims));
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(hmac::sign(&key, message.as_bytes())))
}
