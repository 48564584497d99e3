//! Refusals as the document has them: which statuses a call may answer, each with an example.

use std::collections::BTreeMap;

use utoipa::{
    IntoResponses,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

use super::wire::Failure;

/// Types that stand for groups of refusals in `responses(…)` of a call.
macro_rules! refusals {
    ($($(#[$doc:meta])* $group:ident: $(($status:literal, $when:literal, $error:literal, $ticket:expr))+;)+) => {
        $($(#[$doc])*
        pub(in crate::http) struct $group;

        impl IntoResponses for $group {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                [$(($status, refusal($when, $error, $ticket))),+].map(|(status, told)| (status.to_owned(), told)).into()
            }
        })+
    };
}

refusals! {
    /// Of every call with a bearer.
    ByBearer:
        ("401", "No token, or one that does not count.", "unauthorized", None)
        ("500", "A fault of the panel.", "В панели произошла ошибка. Попробуйте снова или передайте код поддержке.",
            Some("SRV-500-K7M"))
        ("503", "The database does not answer, or the server is being stopped: try again.",
            "Панель сейчас не может это сделать. Попробуйте снова через минуту.", Some("SRV-503-4XQ"));
    /// Of calls with a body.
    OfBody:
        ("400", "The body is no JSON object, a field has a wrong type, names disagree, or the key of the request is none.",
            "force has a wrong type", None)
        ("413", "The body is over 1 MiB.", "payload too large", None);
    /// Of calls without a body whose query may be wrong.
    OfQuery:
        ("400", "What is needed is missing, or the key of the request is none.", "name a session: ?session=", None);
    /// Of calls that change, start or show a code.
    OfMember:
        ("403", "A member: only administrators may do that.",
            "Это может только администратор. Попросите администратора организации.", Some("REQ-403-9TR"));
    /// Of calls about a row.
    OfRow:
        ("404", "No such row of the organization, or nobody's organization.", "Такого подключения нет.",
            Some("REQ-404-2HC"));
    /// Of calls that need no row.
    OfNobody:
        ("404", "The user has no organization.", "no organization", None);
    /// Of calls that connect.
    OfGateway:
        ("409", "Somebody cancelled the attempt meanwhile.", "Подключение отменено. Можно начать снова.",
            Some("REQ-409-W3D"))
        ("422", "The gateway refuses for good: the key is dead.",
            "Платформа WPP отказала: ключ не принят. Передайте код тому, кто установил панель: нужен новый ключ.",
            Some("GW-422-8NB"))
        ("502", "No connection to the gateway, or it answers what cannot be used: try again.",
            "Платформа WPP не отвечает. Подождите минуту и попробуйте снова. Ничего лишнего не создано.",
            Some("GW-502-5VF"))
        ("504", "The gateway does not answer in time: try again.",
            "Платформа WPP не отвечает. Подождите минуту и попробуйте снова. Ничего лишнего не создано.",
            Some("GW-504-7K2"));
}

fn refusal(when: &str, error: &str, ticket: Option<&str>) -> RefOr<Response> {
    let example = Failure { success: false, error: error.to_owned(), ticket: ticket.map(str::to_owned) };
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Failure")))
        .example(serde_json::to_value(example).ok())
        .build();
    ResponseBuilder::new().description(when).content("application/json", content).build().into()
}
