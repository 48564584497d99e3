//! Sending a text.

use serde_json::{Value, json};
use wpp_panel::connect::ports::{Gateway, GatewayError, GatewayFault, SentMessage};

use crate::{
    kit::{account, kit},
    stub::Reply,
};

async fn send(body: Value) -> Result<SentMessage, GatewayError> {
    let kit = kit(move |_| Reply::ok(body.clone())).await;
    let result = kit.client.send_text(&account(), "79850001122", "Привет").await;
    let last = kit.stub.hits().pop().unwrap();
    assert_eq!(last.line, "POST /api/messages/text");
    assert_eq!(last.body, json!({"account": "org_3f2a91c7", "to": "79850001122", "text": "Привет", "type": "text"}));
    result
}

#[tokio::test]
async fn a_message_has_the_platforms_name_for_it() {
    for (body, name) in [
        (json!({"taskId": "t-1"}), Some("t-1")),
        (json!({"id": "t-2", "status": "queued"}), Some("t-2")),
        (json!({"taskId": 17, "id": "x"}), Some("17")),
        (json!({"success": true}), None),
        (json!({"taskId": null, "id": ""}), None),
    ] {
        assert_eq!(send(body).await.unwrap().task_id.as_deref(), name);
    }
}

#[tokio::test]
async fn a_failure_that_comes_with_status_200_is_a_failure() {
    for body in [
        json!({"success": false, "taskId": "t-1"}),
        json!({"status": "error", "id": "t-1"}),
        json!({"status": "ERROR", "error": {"message": "no such phone"}}),
    ] {
        let error = send(body).await.unwrap_err();
        assert_eq!((error.fault, error.status), (GatewayFault::Rejected, Some(200)));
    }
    let error = send(json!({"success": false, "message": "the phone is off"})).await.unwrap_err();
    assert_eq!(error.detail, "the phone is off");
}

#[tokio::test]
async fn nothing_of_a_message_is_in_its_error() {
    let kit = kit(|_| Reply::json(400, json!({"error": "cannot send «Код 4711» to 79850001122"}))).await;
    let error = kit.client.send_text(&account(), "79850001122", "Код 4711").await.unwrap_err();
    assert_eq!(error.detail, "cannot send «…» to …");
}
