//! «Сотрудники» and the page behind an invitation.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use wpp_panel::{
    connect::ports::AuditFilter,
    domain::actor::{Actor, Role},
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{HTTP, PASSWORD, encode, form, request},
};

const GUEST: &str = "guest@example.org";

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

/// The token of the link that the page shows.
async fn invited(kit: &Kit, cookie: &str, email: &str, role: &str) -> String {
    let answer = post(kit, cookie, "/people/invitations", &[("email", email), ("role", role)]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let start = format!("value=\"{HTTP}/invite?token=");
    answer.body.split_once(&start).unwrap().1.split('"').next().unwrap().to_owned()
}

async fn owner(kit: &Kit) -> (Actor, String) {
    let owner = kit.world.person(kit.admin.organization, Role::Owner).await;
    let cookie = kit.cookie_of(&owner).await;
    (owner, cookie)
}

#[tokio::test]
async fn somebody_is_invited_and_joins_once() {
    let kit = Kit::new(true).await;
    let token = invited(&kit, &kit.cookie, " Guest@Example.ORG ", "admin").await;
    let list = get(&kit, &kit.cookie, "/people").await.body;
    assert!(list.contains(GUEST) && list.contains("Приглашения") && !list.contains(&token), "shown once");

    let link = format!("/invite?token={token}");
    for _ in 0..2 {
        let page = get(&kit, "", &link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Академия «Окей»") && page.body.contains("администратор"), "{}", page.body);
    }
    let short = post(&kit, "", "/invite", &[("token", &token), ("wanted", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("не короче 10 символов"));
    let joined = post(&kit, "", "/invite", &[("token", &token), ("wanted", PASSWORD)]).await;
    assert_eq!(joined.leads_to(), "/");
    assert_eq!(get(&kit, &joined.cookie(), "/people").await.status, StatusCode::OK, "an administrator at once");
    let again = post(&kit, "", "/invite", &[("token", &token), ("wanted", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("Это приглашение не подходит"));
    let signed_in = post(&kit, "", "/login", &[("email", GUEST), ("password", PASSWORD)]).await;
    assert_eq!(signed_in.leads_to(), "/");

    let lines = kit.app.connect.audit_lines(&kit.admin, AuditFilter::default(), 10).await.unwrap();
    let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["sign_in", "join", "invite_admin"]);
    assert!(lines.iter().all(|line| line.detail == GUEST));
}

#[tokio::test]
async fn an_invitation_ends_by_time_by_word_and_with_who_made_it() {
    let kit = Kit::new(true).await;
    let status = async |token: &str| get(&kit, "", &format!("/invite?token={token}")).await.status;
    let (_, of_owner) = owner(&kit).await;

    let revoked = invited(&kit, &kit.cookie, GUEST, "member").await;
    let page = get(&kit, &kit.cookie, "/people").await.body;
    let path = page.split("action=\"/people/invitations/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/people/invitations/{path}");
    assert_eq!(post(&kit, &kit.cookie, &path, &[]).await.leads_to(), "/people?done=revoked");
    assert_eq!(status(&revoked).await, StatusCode::GONE);
    assert_eq!(post(&kit, &kit.cookie, &path, &[]).await.status, StatusCode::NOT_FOUND);

    let orphan = invited(&kit, &kit.cookie, GUEST, "member").await;
    let role = format!("/people/{}/role", kit.admin.user);
    assert_eq!(post(&kit, &of_owner, &role, &[("role", "member")]).await.leads_to(), "/people?done=role");
    assert_eq!(status(&orphan).await, StatusCode::GONE, "who made it may not invite any more");

    let late = invited(&kit, &of_owner, GUEST, "member").await;
    assert_eq!(status(&late).await, StatusCode::OK);
    kit.clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(status(&late).await, StatusCode::GONE);
    assert_eq!(status("").await, StatusCode::GONE);
}

#[tokio::test]
async fn what_is_wrong_with_an_invitation_is_said_at_the_form() {
    let kit = Kit::new(true).await;
    let colleague = kit.world.person(kit.admin.organization, Role::Member).await;
    for (email, status, words) in [
        ("not an address", StatusCode::UNPROCESSABLE_ENTITY, "Введите адрес"),
        (&*colleague.email, StatusCode::CONFLICT, "Этот сотрудник уже в списке"),
    ] {
        let answer = post(&kit, &kit.cookie, "/people/invitations", &[("email", email), ("role", "admin")]).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.contains(words), "{words}");
    }
    let unknown = post(&kit, &kit.cookie, "/people/invitations", &[("email", GUEST), ("role", "king")]).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    // somebody of another organization keeps their address, and who invites is not told of them
    let stranger = kit.world.admin().await;
    let token = invited(&kit, &kit.cookie, &stranger.email, "member").await;
    let taken = post(&kit, "", "/invite", &[("token", &token), ("wanted", PASSWORD)]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.body.contains("С этим адресом уже входят"));
    assert_eq!(get(&kit, &kit.cookie_of(&stranger).await, "/people").await.status, StatusCode::OK);
}

/// Who × whom × what.
#[tokio::test]
async fn owners_are_the_owners_business() {
    let kit = Kit::new(true).await;
    let (first, of_first) = owner(&kit).await;
    let (second, _) = owner(&kit).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let role = |of: &Actor| format!("/people/{}/role", of.user);
    let remove = |of: &Actor| format!("/people/{}/remove", of.user);
    let status = async |cookie: &str, path: &str, to: &str| post(&kit, cookie, path, &[("role", to)]).await.status;

    for (path, to) in
        [(role(&second), "member"), (remove(&second), ""), (role(&member), "owner"), (role(&kit.admin), "member")]
    {
        assert_eq!(status(&kit.cookie, &path, to).await, StatusCode::FORBIDDEN, "an administrator: {path} {to}");
    }
    let king = [("email", GUEST), ("role", "owner")];
    assert_eq!(post(&kit, &kit.cookie, "/people/invitations", &king).await.status, StatusCode::FORBIDDEN);
    let token = invited(&kit, &of_first, GUEST, "owner").await;
    let page = get(&kit, &kit.cookie, "/people").await.body;
    assert!(page.contains(GUEST) && !page.contains("/revoke\""), "it is shown, not theirs to call back");
    assert!(!page.contains(&format!("/people/{}/", second.user)) && page.contains(&role(&member)));
    assert!(!page.contains("value=\"owner\""));
    assert_eq!(get(&kit, "", &format!("/invite?token={token}")).await.status, StatusCode::OK);

    // nobody is their own master
    for path in [role(&first), remove(&first)] {
        assert_eq!(status(&of_first, &path, "member").await, StatusCode::FORBIDDEN);
    }
    assert_eq!(get(&kit, &of_first, &remove(&second)).await.status, StatusCode::OK);
    assert_eq!(post(&kit, &of_first, &remove(&second), &[]).await.leads_to(), "/people?done=removed");
    assert_eq!(post(&kit, &of_first, &role(&kit.admin), &[("role", "owner")]).await.leads_to(), "/people?done=role");
    assert_eq!(status(&kit.cookie, &role(&first), "member").await, StatusCode::SEE_OTHER, "an owner now");
}

#[tokio::test]
async fn what_was_chosen_on_an_old_page_does_not_count() {
    let kit = Kit::new(true).await;
    let (_, of_owner) = owner(&kit).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let path = format!("/people/{}/role", member.user);
    let fields = [("role", "admin"), ("from", "admin")];
    let outdated = post(&kit, &of_owner, &path, &fields).await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    assert!(outdated.body.contains("Кто-то уже изменил это") && outdated.body.contains(&member.email));
}

#[tokio::test]
async fn whoever_is_removed_is_out_at_once() {
    let kit = Kit::new(true).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let cookie = kit.cookie_of(&member).await;
    assert_eq!(get(&kit, &cookie, "/").await.status, StatusCode::OK);
    let path = format!("/people/{}/remove", member.user);
    let question = get(&kit, &kit.cookie, &path).await.body;
    assert!(question.contains("Удалить сотрудника?") && question.contains(&member.email));
    assert_eq!(post(&kit, &kit.cookie, &path, &[]).await.leads_to(), "/people?done=removed");
    assert_eq!(get(&kit, &cookie, "/").await.leads_to(), "/login");
    let audit = get(&kit, &kit.cookie, "/audit").await.body;
    assert!(audit.contains("удалил сотрудника") && audit.contains(&member.email));
}
