//! `GET /docs`: the document as a page, rendered here, without any script.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::{
    http::page::Page,
    ui::pages::docs::{Answer, Call, Content, Docs, DocsPage, Field, Group},
};

use super::document::document;

/// The page, for everybody: it says nothing that is not in the sources.
pub(crate) async fn read(page: Page) -> Response {
    let docs = docs(&serde_json::to_value(document()).unwrap_or_default());
    let frame = page.frame();
    page.show(StatusCode::OK, move || view! { <DocsPage frame docs /> })
}

/// What the page shows of a document.
fn docs(document: &Value) -> Docs {
    let mut docs = Docs {
        lead: text(&document["info"]["description"]),
        version: text(&document["info"]["version"]),
        groups: Vec::new(),
    };
    for (method, path) in super::ORDER {
        let operation = &document["paths"][path][method];
        let name = text(&operation["tags"][0]);
        let call = call(document, path, method, operation);
        match docs.groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.calls.push(call),
            None => docs.groups.push(Group { name, calls: vec![call] }),
        }
    }
    docs
}

fn call(document: &Value, path: &str, method: &str, operation: &Value) -> Call {
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Field {
        name: text(&parameter["name"]),
        kind: format!("{}, {}", text(&parameter["in"]), kind(document, &parameter["schema"])),
        required: parameter["required"] == true,
        about: text(&parameter["description"]),
    });
    let security = operation["security"].as_array().into_iter().flatten().flat_map(fields).map(|(name, _)| {
        let scheme = &document["components"]["securitySchemes"][name];
        format!("{name}: {}", text(&scheme["description"]))
    });
    let answers = fields(&operation["responses"]).map(|(status, response)| Answer {
        status: status.to_owned(),
        about: text(&response["description"]),
        content: content(document, response),
    });
    let body = operation.get("requestBody").map(|body| content(document, body));
    Call {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        about: [text(&operation["summary"]), text(&operation["description"])].join(" ").trim().to_owned(),
        security: security.collect::<Vec<_>>().join(", "),
        parameters: parameters.collect(),
        body,
        answers: answers.collect(),
    }
}

fn content(document: &Value, holder: &Value) -> Content {
    let json = &holder["content"]["application/json"];
    let mut examples: Vec<(String, String)> =
        fields(&json["examples"]).map(|(name, example)| (name.to_owned(), pretty(&example["value"]))).collect();
    examples.extend(json.get("example").map(|example| (String::new(), pretty(example))));
    Content { fields: schema_fields(document, &json["schema"]), examples }
}

/// The fields of an object, those of what it is made of among them: what must be there first.
fn schema_fields(document: &Value, schema: &Value) -> Vec<Field> {
    let schema = resolved(document, schema);
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let mut found: Vec<Field> = parts.flat_map(|part| schema_fields(document, part)).collect();
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
    found.extend(fields(&schema["properties"]).map(|(name, property)| Field {
        name: name.to_owned(),
        kind: kind(document, property),
        required: required(name),
        about: about(document, property),
    }));
    found.sort_by_key(|field| !field.required);
    found
}

/// What a value is, in few words.
fn kind(document: &Value, schema: &Value) -> String {
    let schema = resolved(document, schema);
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(pretty).collect::<Vec<_>>().join(" | ");
    }
    let several = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array());
    if let Some(several) = several {
        return several.iter().map(|one| kind(document, one)).collect::<Vec<_>>().join(" | ");
    }
    let name = match &schema["type"] {
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" | "),
        Value::String(name) if name == "array" => format!("array of {}", kind(document, &schema["items"])),
        name => text(name),
    };
    match schema["format"].as_str() {
        Some(format) => format!("{name} ({format})"),
        None => name,
    }
}

fn about(document: &Value, schema: &Value) -> String {
    let own = text(&schema["description"]);
    if own.is_empty() { text(&resolved(document, schema)["description"]) } else { own }
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/components/schemas/"));
    name.map_or(schema, |name| &document["components"]["schemas"][name])
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
