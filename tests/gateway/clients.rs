//! Making a key and number.

use serde_json::{Value, json};
use wpp_panel::connect::ports::{CredentialMode, Gateway, GatewayError, GatewayFault, NewClient};

use crate::{
    kit::{CLIENT_SECRET, Setup, account, kit},
    stub::Reply,
};

const CREATE: &str = "POST /api/integrations/wpp/create";
const SUB_ORGANIZATION: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff__wpp__0a1b2c3d";

async fn create(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Result<NewClient, GatewayError> {
    let kit = Setup::per_client().answering(move |_| reply()).await;
    assert_eq!(kit.client.mode(), CredentialMode::KeyPerClient);
    let result = kit.client.create_client(SUB_ORGANIZATION).await;
    let hits = kit.stub.hits();
    assert_eq!(hits.len(), 1, "no token is asked for");
    assert_eq!(hits[0].line, CREATE);
    assert_eq!(hits[0].bearer, Some(format!("Bearer {CLIENT_SECRET}")));
    assert_eq!(hits[0].body, json!({"organizationId": SUB_ORGANIZATION}));
    result
}

async fn fault(body: Value) -> GatewayFault {
    create(move || Reply::ok(body.clone())).await.unwrap_err().fault
}

#[tokio::test]
async fn a_client_has_a_key_and_a_number_of_either_type() {
    for body in [
        json!({"apiKey": "k-1", "session": "1700000000123"}),
        json!({"apiKey": "k-1", "session": 1_700_000_000_123_u64, "status": "created"}),
        json!({"success": true, "data": {"apiKey": "k-1", "session": "1700000000123"}}),
    ] {
        let client = create(move || Reply::json(201, body.clone())).await.unwrap();
        assert_eq!((client.api_key.expose(), client.number.as_str()), ("k-1", "1700000000123"));
    }
}

#[tokio::test]
async fn an_answer_without_key_or_number_is_nonsense() {
    for body in [
        json!({}),
        json!([]),
        json!({"apiKey": "k-1"}),
        json!({"session": "1"}),
        json!({"apiKey": "", "session": "1"}),
        json!({"apiKey": "k-1", "session": "../../accounts"}),
        json!({"apiKey": "k-1", "session": -1}),
        json!({"apiKey": "k-1", "session": {}}),
    ] {
        assert_eq!(fault(body.clone()).await, GatewayFault::Nonsense, "{body}");
    }
}

#[tokio::test]
async fn a_failure_that_comes_with_status_200_is_a_failure() {
    assert_eq!(fault(json!({"success": false, "error": "no more clients"})).await, GatewayFault::Rejected);
}

#[tokio::test]
async fn a_secret_that_is_refused_is_a_refused_key() {
    let error = create(|| Reply::json(401, json!({"error": "unauthorized"}))).await.unwrap_err();
    assert_eq!((error.fault, error.call), (GatewayFault::KeyRefused, "integrations/wpp/create"));
    let error = create(|| Reply::json(403, json!({"error": "Invalid API key"}))).await.unwrap_err();
    assert_eq!(error.fault, GatewayFault::KeyRefused);
}

#[tokio::test]
async fn lesson_13_each_sub_organization_is_sent_as_it_was_chosen() {
    let kit = Setup::per_client()
        .answering(|hit| {
            // as the platform does it: the key follows from the id
            let id = hit.body["organizationId"].as_str().unwrap();
            Reply::ok(json!({"apiKey": format!("key-of-{id}"), "session": 1_700_000_000_000_u64 + id.len() as u64}))
        })
        .await;
    let first = kit.client.create_client("6f9619ff").await.unwrap();
    let second = kit.client.create_client("6f9619ff__wpp__0a1b2c3d").await.unwrap();
    let again = kit.client.create_client("6f9619ff").await.unwrap();
    assert_ne!(first, second);
    assert_eq!(first, again, "repeating is how a lost answer is got again");
}

#[tokio::test]
async fn with_a_global_key_no_client_is_made() {
    let kit = kit(|_| Reply::ok(json!({}))).await;
    assert_eq!(kit.client.mode(), CredentialMode::GlobalKey);
    let error = kit.client.create_client("any").await.unwrap_err();
    assert_eq!((error.fault, error.status), (GatewayFault::Rejected, None));
    assert!(kit.stub.hits().is_empty());
}

#[tokio::test]
async fn with_a_client_secret_nothing_opens_an_account_of_the_global_key() {
    let kit = Setup::per_client().answering(|_| Reply::ok(json!({}))).await;
    let error = kit.client.start(&account()).await.unwrap_err();
    assert_eq!((error.fault, error.status), (GatewayFault::KeyRefused, None));
    assert!(kit.stub.hits().is_empty());
}
