//! The two calls whose address differs between deployments.

use serde_json::json;
use wpp_panel::{
    connect::ports::{Gateway, GatewayError, GatewayFault},
    gateway::wpp::WppRoutes,
};

use crate::{
    kit::{Kit, Setup, account},
    stub::{Hit, Reply},
};

const PLAN_HOOK: &str = "POST /api/webhooks/org_3f2a91c7";
const OTHER_HOOK: &str = "POST /internal/session/org_3f2a91c7/webhook";
const PLAN_STOP: &str = "DELETE /api/accounts/org_3f2a91c7";
const OTHER_STOP: &str = "POST /internal/session/org_3f2a91c7/stop";
const URL: &str = "https://panel.example/functions/v1/wpp-webhook?account=org_3f2a91c7&key=abc";

async fn with(routes: WppRoutes, script: impl Fn(&Hit) -> Reply + Send + Sync + 'static) -> Kit {
    Setup { routes, ..Setup::default() }.answering(script).await
}

/// A deployment that knows only one form; anything else is `unknown`.
async fn deployment(routes: WppRoutes, known: &'static str, unknown: u16) -> Kit {
    with(routes, move |hit| match hit.line.split('/').nth(1) {
        Some(form) if form == known => Reply::ok(json!({"success": true})),
        _ => Reply::json(unknown, json!({"error": "Cannot find it"})),
    })
    .await
}

async fn hook(kit: &Kit) -> Result<(), GatewayError> {
    kit.client.register_webhook(&account(), URL).await
}

async fn stop(kit: &Kit) -> Result<(), GatewayError> {
    kit.client.stop(&account()).await
}

#[tokio::test]
async fn a_fixed_form_is_the_only_one_that_is_asked() {
    for (routes, known, lines) in
        [(WppRoutes::Plan, "api", [PLAN_HOOK, PLAN_STOP]), (WppRoutes::Internal, "internal", [OTHER_HOOK, OTHER_STOP])]
    {
        let kit = deployment(routes, known, 404).await;
        hook(&kit).await.unwrap();
        stop(&kit).await.unwrap();
        assert_eq!(kit.stub.lines(), lines);
        let bodies: Vec<_> = kit.stub.hits().into_iter().skip(1).map(|hit| hit.body).collect();
        assert_eq!(bodies, [json!({"url": URL}), json!(null)]);

        let wrong = deployment(routes, "neither", 404).await;
        assert_eq!(hook(&wrong).await.unwrap_err().fault, GatewayFault::Rejected);
        stop(&wrong).await.unwrap();
        assert_eq!(wrong.stub.lines(), lines);
    }
}

#[tokio::test]
async fn auto_finds_the_form_that_answers_and_remembers_it() {
    for unknown in [404, 405] {
        let kit = deployment(WppRoutes::Auto, "internal", unknown).await;
        hook(&kit).await.unwrap();
        stop(&kit).await.unwrap();
        assert_eq!(kit.stub.lines(), [PLAN_HOOK, OTHER_HOOK, PLAN_STOP, OTHER_STOP]);
        kit.stub.forget();
        hook(&kit).await.unwrap();
        stop(&kit).await.unwrap();
        assert_eq!(kit.stub.lines(), [OTHER_HOOK, OTHER_STOP], "remembered");
    }
    let kit = deployment(WppRoutes::Auto, "api", 404).await;
    hook(&kit).await.unwrap();
    stop(&kit).await.unwrap();
    assert_eq!(kit.stub.lines(), [PLAN_HOOK, PLAN_STOP]);
}

#[tokio::test]
async fn a_platform_that_moves_is_found_again() {
    let kit = with(WppRoutes::Auto, |hit| {
        // first the plan's form works, then only the other
        let moved = hit.nth > 0 || hit.line == OTHER_HOOK;
        if moved == (hit.line == OTHER_HOOK) { Reply::ok(json!({})) } else { Reply::missing() }
    })
    .await;
    for _ in 0..3 {
        hook(&kit).await.unwrap();
    }
    assert_eq!(kit.stub.lines(), [PLAN_HOOK, PLAN_HOOK, OTHER_HOOK, OTHER_HOOK]);
}

#[tokio::test]
async fn an_account_that_is_already_gone_is_stopped() {
    for (plan, other) in [(404, 404), (404, 405), (405, 404), (404, 403), (404, 401), (410, 500)] {
        let kit = with(WppRoutes::Auto, move |hit| {
            Reply::json(if hit.line == PLAN_STOP { plan } else { other }, json!({"error": "no"}))
        })
        .await;
        stop(&kit).await.unwrap_or_else(|error| panic!("{plan} and {other}: {error}"));
    }
    let kit = with(WppRoutes::Auto, |_| Reply::ok(json!({"success": false, "error": "Session not found"}))).await;
    stop(&kit).await.unwrap();
}

#[tokio::test]
async fn a_stop_that_nobody_understands_is_rejected() {
    for (plan, other) in [(405, 405), (405, 403), (400, 404)] {
        let kit = with(WppRoutes::Auto, move |hit| {
            Reply::json(if hit.line == PLAN_STOP { plan } else { other }, json!({"error": "no"}))
        })
        .await;
        assert_eq!(stop(&kit).await.unwrap_err().fault, GatewayFault::Rejected, "{plan} and {other}");
    }
    let kit = with(WppRoutes::Auto, |_| Reply::ok(json!({"success": false, "error": "busy"}))).await;
    assert_eq!(stop(&kit).await.unwrap_err().fault, GatewayFault::Rejected);
}

#[tokio::test]
async fn a_stop_that_could_not_be_asked_to_the_end_is_not_taken_for_done() {
    let kit =
        with(WppRoutes::Auto, |hit| if hit.line == PLAN_STOP { Reply::missing() } else { Reply::json(502, json!({})) })
            .await;
    assert_eq!(stop(&kit).await.unwrap_err().fault, GatewayFault::Unwell { retry_after: None });
}

#[tokio::test]
async fn once_a_form_is_known_trouble_with_the_other_does_not_matter() {
    let kit = with(WppRoutes::Auto, |hit| match (hit.line.as_str(), hit.nth) {
        (PLAN_STOP, 0) => Reply::ok(json!({})),
        (PLAN_STOP, _) => Reply::missing(),
        _ => Reply::json(502, json!({})),
    })
    .await;
    stop(&kit).await.unwrap();
    stop(&kit).await.unwrap();
}

#[tokio::test]
async fn a_webhook_that_neither_form_takes_is_rejected() {
    for (plan, other) in [(404, 404), (404, 405), (405, 405), (404, 401), (404, 403), (422, 200)] {
        let kit = with(WppRoutes::Auto, move |hit| {
            Reply::json(if hit.line == PLAN_HOOK { plan } else { other }, json!({"error": "no"}))
        })
        .await;
        assert_eq!(hook(&kit).await.unwrap_err().fault, GatewayFault::Rejected, "{plan} and {other}");
    }
    let kit = with(WppRoutes::Auto, |_| Reply::ok(json!({"success": false, "error": "bad address"}))).await;
    assert_eq!(hook(&kit).await.unwrap_err().fault, GatewayFault::Rejected);
}

#[tokio::test]
async fn what_is_said_with_a_2xx_does_not_matter_unless_it_is_a_page() {
    for reply in
        [|| Reply::text(204, ""), || Reply::text(200, "OK"), || Reply::ok(json!([1])), || Reply::ok(json!(null))]
    {
        let kit = with(WppRoutes::Auto, move |_| reply()).await;
        hook(&kit).await.unwrap();
        stop(&kit).await.unwrap();
        assert_eq!(kit.stub.lines(), [PLAN_HOOK, PLAN_STOP]);
    }
    let kit = with(WppRoutes::Auto, |_| Reply::html(200)).await;
    assert_eq!(hook(&kit).await.unwrap_err().fault, GatewayFault::Nonsense);
    assert_eq!(stop(&kit).await.unwrap_err().fault, GatewayFault::Nonsense);
}

#[tokio::test]
async fn a_page_from_the_second_form_is_not_remembered() {
    let kit =
        with(WppRoutes::Auto, |hit| if hit.line == PLAN_HOOK { Reply::missing() } else { Reply::html(200) }).await;
    assert_eq!(hook(&kit).await.unwrap_err().fault, GatewayFault::Rejected);
    hook(&kit).await.unwrap_err();
    assert_eq!(kit.stub.lines(), [PLAN_HOOK, OTHER_HOOK, PLAN_HOOK, OTHER_HOOK]);
}
