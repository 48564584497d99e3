//! «Провайдеры»: who sees what, what the form takes, and what is kept.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};
use wpp_panel::{
    connect::{Draft, ports::Integration},
    domain::{
        actor::{Actor, Role},
        ids::IntegrationId,
    },
};

use crate::{
    answer::Answer,
    functions_kit::Kit,
    panel::{encode, form, request},
    support::log,
};

const TOKEN: &str = "d75b3a66374942c5b3c0de";
const GREEN: [(&str, &str); 4] =
    [("provider", "green_api"), ("name", "Отдел продаж"), ("account", "1101000001"), ("token", TOKEN)];

async fn get(kit: &Kit, cookie: &str, path: &str) -> Answer {
    kit.answer(request(Method::GET, path, cookie).body(Body::empty()).unwrap()).await
}

async fn post(kit: &Kit, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    kit.answer(form(path, cookie).header("sec-fetch-site", "same-origin").body(encode(fields)).unwrap()).await
}

async fn rows_of(kit: &Kit, actor: &Actor) -> Vec<Integration> {
    kit.world.store.integrations(actor.organization, None).await.unwrap()
}

async fn rows(kit: &Kit) -> Vec<Integration> {
    rows_of(kit, &kit.admin).await
}

/// Fields with one of them changed.
fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(field, was)| (*field, if *field == name { value } else { *was })).collect()
}

/// A row as the form makes it.
async fn added(kit: &Kit) -> Integration {
    let answer = post(kit, &kit.cookie, "/providers", &GREEN).await;
    let [row] = &rows(kit).await[..] else { unreachable!("one row: {}", answer.body) };
    assert_eq!(answer.leads_to(), format!("/providers?done=added&row={}", row.id));
    row.clone()
}

/// A row as another program makes it.
async fn theirs(kit: &Kit, actor: &Actor, messenger: &str, provider: &str, settings: Value) -> IntegrationId {
    let Value::Object(settings) = settings else { unreachable!("an object") };
    let draft = Draft {
        messenger_type: Some(messenger.to_owned()),
        provider: Some(provider.to_owned()),
        name: Some("Из CRM".to_owned()),
        settings,
        ..Draft::default()
    };
    kit.world.integrations().create(actor, draft, &wpp_panel::connect::Wish::new("test", None)).await.unwrap().0.id
}

/// What is said at the fields of the form.
fn alerts(answer: &Answer) -> Vec<String> {
    let notes = answer.body.split("role=\"alert\"").skip(1);
    notes.map(|note| note.split('>').nth(1).unwrap().split('<').next().unwrap().trim().to_owned()).collect()
}

/// The paths of one row: its form and its question.
fn paths(id: impl std::fmt::Display) -> [String; 2] {
    [format!("/providers/{id}"), format!("/providers/{id}/delete")]
}

#[tokio::test]
async fn nobody_is_sent_to_the_sign_in_page() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    assert_eq!(
        get(&kit, "", "/providers?provider=wappi").await.leads_to(),
        "/login?next=/providers%3Fprovider%3Dwappi"
    );
    assert_eq!(post(&kit, "", "/providers", &GREEN).await.leads_to(), "/login");
    for path in paths(row.id) {
        assert_eq!(get(&kit, "", &path).await.leads_to(), format!("/login?next={path}"));
        assert_eq!(post(&kit, "", &path, &[("name", "Чужое")]).await.leads_to(), "/login");
    }
    assert_eq!(rows(&kit).await[0].name, row.name);
}

#[tokio::test]
async fn lesson_18_a_member_sees_the_rows_and_changes_nothing() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    let member = kit.world.person(kit.admin.organization, Role::Member).await;
    let cookie = kit.cookie_of(&member).await;
    let page = get(&kit, &cookie, "/providers").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Отдел продаж") && page.body.contains("••••••••c0de"));
    for word in
        ["Изменить", "Удалить", "Добавить интеграцию", "Быстрое подключение", "action=\"/providers", "wpp-panel.wasm"]
    {
        assert!(!page.body.contains(word), "{word}");
    }
    assert_eq!(post(&kit, &cookie, "/providers", &with(&GREEN, "account", "2")).await.status, StatusCode::FORBIDDEN);
    for path in paths(row.id) {
        assert_eq!(get(&kit, &cookie, &path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(&kit, &cookie, &path, &[("name", "Чужое")]).await.status, StatusCode::FORBIDDEN);
    }
    let [after] = &rows(&kit).await[..] else { panic!("one row") };
    assert_eq!((&after.name, after.updated_at), (&row.name, row.updated_at));
}

#[tokio::test]
async fn the_address_chooses_the_provider() {
    let kit = Kit::new(true).await;
    for (path, chosen) in [
        ("/providers", "wpp"),
        ("/providers?provider=wpp", "wpp"),
        ("/providers?provider=green_api", "green_api"),
        ("/providers?provider=wappi", "wappi"),
        ("/providers?provider=%22%3E%3Cb%3E", "wpp"),
    ] {
        let page = get(&kit, &kit.cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let inputs = page.tags("input");
        let radios: Vec<_> = inputs.into_iter().filter(|input| input.contains("type=\"radio\"")).collect();
        let words: Vec<_> = radios.iter().map(|radio| radio.split("value=\"").nth(1).unwrap()).collect();
        assert!(words.iter().zip(["wpp\"", "green_api\"", "wappi\""]).all(|(word, start)| word.starts_with(start)));
        let checked: Vec<_> = radios.iter().filter(|radio| radio.contains("checked")).collect();
        assert!(checked.len() == 1 && checked[0].contains(&format!("value=\"{chosen}\"")), "{path}: {checked:?}");
    }
}

#[tokio::test]
async fn for_wpp_there_is_no_field_but_the_button() {
    let kit = Kit::new(true).await;
    let page = get(&kit, &kit.cookie, "/providers").await;
    let part = page.body.split("data-for=\"wpp\"").nth(1).unwrap().split("<form").next().unwrap();
    assert!(part.contains("Быстрое подключение") && part.contains("data-goal=\"connect\""), "{part}");
    assert!(!part.contains("<input"), "{part}");
    for provider in ["wpp", "WPP", "", "telegram_bot"] {
        let answer = post(&kit, &kit.cookie, "/providers", &with(&GREEN, "provider", provider)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{provider}");
    }
    assert!(rows(&kit).await.is_empty() && kit.world.sim.keys().iter().all(|key| key.id == "global"));
}

#[tokio::test]
async fn lesson_18_a_token_is_sealed_masked_and_in_no_log() {
    log::keep();
    let kit = Kit::new(true).await;
    log::take();
    let row = added(&kit).await;
    assert_eq!(Value::Object(row.settings), json!({ "idInstance": "1101000001", "apiTokenInstance": TOKEN }));
    assert_eq!((row.messenger_type.as_str(), row.provider.as_str()), ("whatsapp", "green_api"));
    let page = get(&kit, &kit.cookie, &format!("/providers?done=added&row={}", row.id)).await;
    for part in ["Добавлено: «Отдел продаж»", "Green API", "<code>1101000001</code>", "<code>••••••••c0de</code>"]
    {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    let [change, delete] = paths(row.id);
    let mut seen = page.body;
    seen.push_str(&get(&kit, &kit.cookie, &change).await.body);
    seen.push_str(&get(&kit, &kit.cookie, &delete).await.body);
    assert!(seen.contains("Сейчас ••••••••c0de"));
    for file in std::fs::read_dir(kit.world.folder()).unwrap() {
        seen.push_str(&String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()));
    }
    assert!(seen.contains("Отдел продаж") && !seen.contains(TOKEN));
    let log = log::take();
    assert!(log.contains("path=\"/providers\"") && !log.contains(TOKEN), "{log}");
}

#[tokio::test]
async fn wappi_has_a_profile() {
    let kit = Kit::new(true).await;
    let wappi =
        [("provider", "wappi"), ("name", " Wappi "), ("account", " b6f5b8c1-0f6a "), ("token", " abcd1234efgh ")];
    post(&kit, &kit.cookie, "/providers", &wappi).await.leads_to();
    let [row] = &rows(&kit).await[..] else { panic!("one row") };
    let settings = json!({ "profileId": "b6f5b8c1-0f6a", "token": "abcd1234efgh" });
    assert_eq!((&row.name[..], Value::Object(row.settings.clone())), ("Wappi", settings));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() {
    let kit = Kit::new(true).await;
    let long = "я".repeat(61);
    let much = "x".repeat(513);
    for (field, value, said) in [
        ("name", "", "Введите название"),
        ("name", "   ", "Введите название"),
        ("name", "две\nстроки", "Введите название"),
        ("name", &long, "от 1 до 60 символов"),
        ("account", "", "Введите ID инстанса"),
        ("account", "1101-000001", "только цифры"),
        ("account", "••••••••0001", "только цифры"),
        ("token", "", "Введите токен"),
        ("token", "два слова", "без пробелов"),
        ("token", &much, "не больше 512"),
        ("token", "••••••••c0de", "точки вместо токена"),
    ] {
        let answer = post(&kit, &kit.cookie, "/providers", &with(&GREEN, field, value)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {value}");
        let alerts = alerts(&answer);
        assert!(alerts.len() == 1 && alerts[0].contains(said), "{field}: {value}: {alerts:?}");
        let inputs = answer.tags("input");
        let invalid: Vec<_> = inputs.iter().filter(|input| input.contains("aria-invalid")).collect();
        let id = format!("id=\"green_api-{field}\"");
        assert!(invalid.len() == 1 && invalid[0].contains(&id) && invalid[0].contains("autofocus"), "{invalid:?}");
        assert!(invalid[0].contains(&format!("aria-describedby=\"green_api-{field}-note\"")));
        // what was typed is kept, but for the token
        let kept = if field == "name" { "value=\"1101000001\"" } else { "value=\"Отдел продаж\"" };
        assert!(answer.body.contains(kept) && !answer.body.contains(TOKEN), "{field}: {value}");
        assert!(answer.tags("input").iter().any(|input| input.contains("value=\"green_api\" checked")));
    }
    let none = post(&kit, &kit.cookie, "/providers", &[("provider", "wappi")]).await;
    assert_eq!((none.status, alerts(&none).len()), (StatusCode::UNPROCESSABLE_ENTITY, 3), "all of them at once");
    assert!(rows(&kit).await.is_empty());
}

#[tokio::test]
async fn lesson_05_the_same_account_twice_is_one_row_and_says_so() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    for fields in [GREEN.to_vec(), with(&with(&GREEN, "name", "Второй"), "token", "another-token-1234")] {
        let answer = post(&kit, &kit.cookie, "/providers", &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(alerts(&answer), ["Уже есть в списке: «Отдел продаж». Вторая запись не создана"]);
        assert!(!answer.body.contains("another-token"));
    }
    let [after] = &rows(&kit).await[..] else { panic!("one row") };
    assert_eq!((&after.name, &after.settings), (&row.name, &row.settings));
    // the same digits are another account at another provider
    let answer = post(&kit, &kit.cookie, "/providers", &with(&GREEN, "provider", "wappi")).await;
    assert!(answer.leads_to().starts_with("/providers?done=added"));
}

#[tokio::test]
async fn a_name_and_a_token_can_be_changed() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    let [path, _] = paths(row.id);
    let token = async || rows(&kit).await[0].settings["apiTokenInstance"].as_str().unwrap().to_owned();
    for unchanged in ["", "  ", "••••••••c0de", "••••••••"] {
        let answer = post(&kit, &kit.cookie, &path, &[("name", "Приёмная"), ("token", unchanged)]).await;
        assert_eq!(answer.leads_to(), format!("/providers?done=saved&row={}", row.id));
        assert_eq!((rows(&kit).await[0].name.as_str(), &*token().await), ("Приёмная", TOKEN), "{unchanged:?}");
    }
    let page = get(&kit, &kit.cookie, &format!("/providers?done=saved&row={}", row.id)).await;
    assert!(page.body.contains("Сохранено: «Приёмная»"));
    post(&kit, &kit.cookie, &path, &[("name", "Приёмная"), ("token", "0123456789abcdef")]).await.leads_to();
    assert_eq!(token().await, "0123456789abcdef");
    for (name, typed, said) in [("", "", "Введите название"), ("Приёмная", "два слова", "Введите токен")]
    {
        let answer = post(&kit, &kit.cookie, &path, &[("name", name), ("token", typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(alerts(&answer).len() == 1 && alerts(&answer)[0].contains(said) && !answer.body.contains("два слова"));
    }
    assert_eq!((rows(&kit).await[0].name.as_str(), &*token().await), ("Приёмная", "0123456789abcdef"));
}

/// The CRM may have written other names; it goes on reading what it wrote.
#[tokio::test]
async fn a_row_that_was_made_elsewhere_keeps_the_names_of_its_settings() {
    let kit = Kit::new(true).await;
    let settings = json!({ "instanceId": 1_101_000_009, "apiToken": TOKEN, "note": "theirs" });
    let [path, _] = paths(theirs(&kit, &kit.admin, "whatsapp", "green_api", settings).await);
    let page = get(&kit, &kit.cookie, "/providers").await;
    assert!(page.body.contains("<code>1101000009</code>") && page.body.contains("<code>••••••••c0de</code>"));
    post(&kit, &kit.cookie, &path, &[("name", "Из CRM"), ("token", "0123456789abcdef")]).await.leads_to();
    let after = Value::Object(rows(&kit).await.remove(0).settings);
    assert_eq!((&after["apiToken"], &after["note"]), (&json!("0123456789abcdef"), &json!("theirs")));
    assert_eq!(after.get("apiTokenInstance"), None);
}

#[tokio::test]
async fn lesson_24_deleting_is_a_question() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    let [_, path] = paths(row.id);
    let page = get(&kit, &kit.cookie, "/providers").await;
    assert!(
        page.body.contains(&format!("action=\"{path}\"")) && !page.body.contains(&format!("\"post\" action=\"{path}"))
    );
    let question = get(&kit, &kit.cookie, &path).await;
    for part in ["<dialog open", "Удалить интеграцию?", "Отдел продаж", "1101000001", ">Отмена<", ">Удалить<"]
    {
        assert!(question.body.contains(part), "{part} in {}", question.body);
    }
    assert_eq!(rows(&kit).await.len(), 1, "asked, not done");
    let done = post(&kit, &kit.cookie, &path, &[]).await;
    assert_eq!(done.leads_to(), format!("/providers?done=deleted&row={}", row.id));
    assert!(get(&kit, &kit.cookie, done.leads_to()).await.body.contains("Интеграция удалена"));
    assert!(rows(&kit).await.is_empty());
    assert_eq!(post(&kit, &kit.cookie, &path, &[]).await.status, StatusCode::NOT_FOUND, "there is none any more");
}

#[tokio::test]
async fn rows_of_others_do_not_exist() {
    let kit = Kit::new(true).await;
    let stranger = kit.world.admin().await;
    let foreign = theirs(&kit, &stranger, "whatsapp", "green_api", json!({ "idInstance": "1", "token": TOKEN })).await;
    let telegram = theirs(&kit, &kit.admin, "telegram", "wappi", json!({ "profileId": "1" })).await;
    let unknown = theirs(&kit, &kit.admin, "whatsapp", "waba", json!({ "token": TOKEN })).await;
    kit.ok("wpp_provision", json!({ "attempt": kit.press() })).await;
    let session = kit.world.connect.list(&kit.admin).await.unwrap()[0].id;
    let ids = [foreign, telegram, unknown, session, IntegrationId(kit.world.random.uuid())];
    let ids = ids.map(|id| id.to_string()).into_iter().chain(["x".to_owned(), "%2e%2e".to_owned()]);
    for path in ids.flat_map(paths) {
        let shown = get(&kit, &kit.cookie, &path).await;
        let changed = post(&kit, &kit.cookie, &path, &[("name", "Чужое"), ("token", "0123456789abcdef")]).await;
        assert_eq!((shown.status, changed.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{path}");
        assert!(!shown.body.contains("Из CRM") && !changed.body.contains("Из CRM"), "{path}");
    }
    let page = get(&kit, &kit.cookie, "/providers").await;
    assert_eq!(page.body.matches("Из CRM").count(), 1, "the one of a provider without a form, and nothing of others");
    assert!(page.body.contains("waba") && !page.body.contains("href=\"/providers/") && !page.body.contains("/delete"));
    assert_eq!((rows(&kit).await.len(), rows_of(&kit, &stranger).await[0].name.as_str()), (3, "Из CRM"));
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    let paths = paths(row.id).into_iter().chain(["/providers".to_owned()]);
    for (path, (name, value)) in paths.flat_map(|path| {
        let from = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "at all")];
        from.map(|header| (path.clone(), header))
    }) {
        let fields = with(&GREEN, "account", "1101000002");
        let request = form(&path, &kit.cookie).header(name, value).header("host", "panel.test");
        let answer = kit.answer(request.body(encode(&fields)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
    }
    let [after] = &rows(&kit).await[..] else { panic!("one row") };
    assert_eq!((after.name.as_str(), after.updated_at), (row.name.as_str(), row.updated_at));
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let kit = Kit::new(true).await;
    let huge = "x".repeat(16 * 1024);
    let answer = post(&kit, &kit.cookie, "/providers", &with(&GREEN, "token", &huge)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let [name, account] = ["Отдел", "2"];
    let twice = [("provider", "wappi"), ("name", name), ("account", account), ("token", TOKEN), ("token", TOKEN)];
    let answer = post(&kit, &kit.cookie, "/providers", &twice).await;
    assert!(answer.status.is_client_error() && !answer.body.contains(TOKEN), "{}", answer.body);
    let request = request(Method::POST, "/providers", &kit.cookie).header("sec-fetch-site", "same-origin");
    let answer = kit.answer(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(answer.body.contains("<!DOCTYPE html>") && rows(&kit).await.is_empty());
}

/// An address is kept, sent on, and opened again: it must not say what is not so.
#[tokio::test]
async fn what_has_happened_is_said_as_long_as_it_is_so() {
    let kit = Kit::new(true).await;
    let row = added(&kit).await;
    let stranger = kit.world.admin().await;
    let foreign = theirs(&kit, &stranger, "whatsapp", "wappi", json!({ "profileId": "1" })).await;
    for query in [
        format!("done=deleted&row={}", row.id),
        format!("done=added&row={foreign}"),
        format!("done=saved&row={}", IntegrationId(kit.world.random.uuid())),
        format!("done=%3Cb%3E&row={}", row.id),
        "done=added&row=x".to_owned(),
        "done=added".to_owned(),
    ] {
        let page = get(&kit, &kit.cookie, &format!("/providers?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(!page.body.contains("role=\"status\">Д") && page.body.matches("note ok done").count() == 0, "{query}");
    }
}

#[tokio::test]
async fn whatever_is_typed_is_text() {
    let kit = Kit::new(true).await;
    let name = "</td><img src=x onerror=alert(1)>\"'&";
    let bad =
        post(&kit, &kit.cookie, "/providers", &with(&with(&GREEN, "name", name), "account", "\"><img src=x>")).await;
    post(&kit, &kit.cookie, "/providers", &with(&GREEN, "name", name)).await.leads_to();
    let [change, delete] = paths(rows(&kit).await[0].id);
    for body in [bad.body, get(&kit, &kit.cookie, "/providers").await.body]
        .into_iter()
        .chain([get(&kit, &kit.cookie, &change).await.body, get(&kit, &kit.cookie, &delete).await.body])
    {
        assert!(body.contains("&lt;/td&gt;&lt;img src=x") && !body.contains("<img"), "{body}");
    }
}
