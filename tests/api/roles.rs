//! The extractors say who is asking.

use axum::{Router, http::StatusCode, routing::get};
use wpp_panel::{
    domain::actor::Role,
    http::auth::{Admin, MaybeActor, SignedIn},
};

use crate::panel::{EMAIL, HTTP, Panel};

const MEMBER: &str = "colleague@example.org";

#[tokio::test]
async fn nobody_member_and_administrator_see_what_is_theirs() {
    let mine = async |SignedIn(actor): SignedIn| actor.email;
    let all = async |Admin(actor): Admin| actor.email;
    let routes = Router::new()
        .route("/maybe", get(async |MaybeActor(actor): MaybeActor| actor.map_or("nobody".into(), |actor| actor.email)))
        .route("/mine", get(mine))
        .route("/api/mine", get(mine))
        .route("/admin", get(all))
        .route("/api/admin", get(all));
    let panel = Panel::new(HTTP).await;
    panel.add(MEMBER, Role::Member).await;
    let (admin, member) = (panel.signed_in(EMAIL).await, panel.signed_in(MEMBER).await);
    let panel = panel.routes(routes);

    assert_eq!(panel.get("/maybe").await.body, "nobody");
    assert_eq!(panel.get("/mine?tab=1").await.leads_to(), "/login?next=/mine%3Ftab%3D1");
    assert_eq!(panel.get("/admin").await.leads_to(), "/login?next=/admin");
    for path in ["/api/mine", "/api/admin"] {
        let answer = panel.get(path).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "a program is not sent to a form");
        assert_eq!(answer.body, r#"{"error":"unauthorized","success":false}"#);
    }
    for path in ["/maybe", "/mine", "/api/mine"] {
        assert_eq!(panel.get_as(&member, path).await.body, MEMBER);
        assert_eq!(panel.get_as(&admin, path).await.body, EMAIL);
    }
    for path in ["/admin", "/api/admin"] {
        assert_eq!(panel.get_as(&member, path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(panel.get_as(&admin, path).await.body, EMAIL);
    }
}
