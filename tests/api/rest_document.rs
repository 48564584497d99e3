//! The document is about the calls that there are, and its examples are such answers.

use std::collections::BTreeSet;

use axum::{body::Body, http::Method};
use serde_json::{Map, Value, json};

use crate::{
    panel::{HTTP, Panel, request},
    rest_kit::Rest,
};

async fn document(panel: &Panel) -> Value {
    let answer = panel.get("/openapi.json").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    serde_json::from_str(&answer.body).unwrap()
}

fn each(document: &Value) -> impl Iterator<Item = (String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, call)| (method.to_uppercase(), path.clone(), call))
    })
}

/// The router and the document are made of one list; this holds both ways, over HTTP.
#[tokio::test]
async fn the_document_has_every_route_and_no_other() {
    let rest = Rest::new(true).await;
    let document = serde_json::to_value(wpp_panel::http::rest::document()).unwrap();
    let known: BTreeSet<(String, String)> = each(&document).map(|(method, path, _)| (method, path)).collect();
    assert_eq!(known.len(), 12);
    let paths: BTreeSet<&String> = known.iter().map(|(_, path)| path).collect();
    for path in paths {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let status = rest.call(Some(&rest.admin), method.as_str(), path, "{}").await.status;
            let is_known = known.contains(&(method.to_string(), path.clone()));
            assert_eq!(status != 405, is_known, "{method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn the_document_is_openapi_3_1_with_a_bearer_and_an_example_for_every_status() {
    let panel = Panel::empty(HTTP).await;
    let document = document(&panel).await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let mut ids = BTreeSet::new();
    for (method, path, call) in each(&document) {
        assert!(ids.insert(call["operationId"].as_str().unwrap()), "{method} {path}");
        let scheme = if path.ends_with("wpp-webhook") { "webhook_key" } else { "bearer" };
        assert_eq!(call["security"], json!([{ scheme: [] }]), "{method} {path}");
        for (status, response) in call["responses"].as_object().unwrap() {
            let json = &response["content"]["application/json"];
            assert!(json["example"].is_object() || json["examples"].is_object(), "{method} {path} {status}");
            assert!(response["description"].as_str().unwrap().ends_with('.'), "{method} {path} {status}");
        }
        assert_eq!(call["requestBody"].is_object(), method == "POST" || method == "PUT", "{method} {path}");
    }
}

#[tokio::test]
async fn every_example_fits_its_schema() {
    let document = serde_json::to_value(wpp_panel::http::rest::document()).unwrap();
    let mut count = 0;
    for (method, path, call) in each(&document) {
        let responses = call["responses"].as_object().unwrap().values();
        for holder in responses.chain(call.get("requestBody")) {
            let json = &holder["content"]["application/json"];
            let several = json["examples"].as_object().into_iter().flat_map(Map::values).map(|one| &one["value"]);
            for example in several.chain(json.get("example")) {
                if let Err(wrong) = fits(&document, &json["schema"], example) {
                    panic!("{method} {path}: {wrong} in {example}");
                }
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} examples");
    let schema = &document["components"]["schemas"]["ProvisionAnswer"];
    for wrong in [json!({}), json!([]), json!({ "success": 1 })] {
        assert!(fits(&document, schema, &wrong).is_err(), "{wrong}");
    }
}

/// As much of JSON Schema as the document uses.
fn fits(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/components/schemas/").unwrap();
        return fits(document, &document["components"]["schemas"][name], value);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fits(document, part, value)?;
    }
    if let Some(several) = schema["oneOf"].as_array() {
        let fitting = several.iter().filter(|one| fits(document, one, value).is_ok()).count();
        return if fitting == 1 { Ok(()) } else { Err(format!("{value} fits {fitting} of {several:?}")) };
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        return Err(format!("{value} is none of {words:?}"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let kinds = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    if schema.get("type").is_some() && !kinds.contains(&json!(kind)) {
        return Err(format!("{value} is no {kinds:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() {
            return Err(format!("{name} is missing"));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(field) = value.get(name) {
            fits(document, property, field).map_err(|wrong| format!("{name}: {wrong}"))?;
        }
    }
    for item in value.as_array().into_iter().flatten() {
        fits(document, &schema["items"], item)?;
    }
    Ok(())
}

/// What is answered has no field that the document does not name.
#[tokio::test]
async fn answers_have_the_documented_fields_alone() {
    let rest = Rest::new(true).await;
    let document = serde_json::to_value(wpp_panel::http::rest::document()).unwrap();
    let known = |name: &str| -> BTreeSet<String> {
        let schema = &document["components"]["schemas"][name];
        let parts = schema["allOf"].as_array().into_iter().flatten().chain([schema]);
        let own = parts.flat_map(|part| {
            let name = part["$ref"].as_str().and_then(|name| name.rsplit('/').next());
            let part = name.map_or(part, |name| &document["components"]["schemas"][name]);
            part["properties"].as_object().into_iter().flat_map(Map::keys)
        });
        own.cloned().collect()
    };
    let answers = [
        ("ProvisionAnswer", rest.post("wpp-provision", json!({})).await),
        ("CreateAnswer", rest.post("wpp-create", json!({})).await),
        ("StatusAnswer", rest.post("wpp-status", json!({})).await),
        ("StartAnswer", rest.post("wpp-start", json!({})).await),
        ("IntegrationsAnswer", rest.get("messenger-integrations").await),
        ("DisconnectAnswer", rest.post("wpp-disconnect", json!({})).await),
        ("Failure", rest.post("wpp-start", json!({})).await),
    ];
    for (name, answer) in answers {
        let body = answer.json();
        fits(&document, &json!({ "$ref": format!("#/components/schemas/{name}") }), &body).unwrap();
        for field in body.as_object().unwrap().keys() {
            assert!(known(name).contains(field), "{name} has no {field}");
        }
    }
}

#[tokio::test]
async fn the_page_shows_the_whole_document_without_a_script() {
    let panel = Panel::empty(HTTP).await;
    let document = document(&panel).await;
    let answer = panel.send(request(Method::GET, "/docs", "").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
    for script in answer.tags("script") {
        assert!(!script.contains("src=") && !script.contains("module"), "{script}");
    }
    assert!(answer.header("content-security-policy").contains("style-src 'self'"));
    assert!(answer.body.contains("<h1>API для CRM</h1>"), "{}", answer.body);
    for (method, path, call) in each(&document) {
        assert!(answer.body.contains(&format!("id=\"{}\"", call["operationId"].as_str().unwrap())), "{method} {path}");
        assert!(answer.body.contains(&path), "{path}");
    }
    for word in ["Idempotency-Key", "qr_issued | connected | starting", "GW-504-7K2", "обязательно", "string (uuid)"]
    {
        assert!(answer.body.replace("&quot;", "").replace('"', "").contains(word), "{word}");
    }
    for unknown in ["undefined", "[object", "()", "$ref"] {
        assert!(!answer.body.contains(unknown), "{unknown}");
    }
}
