//! Words of the page about the calls. What is said of the calls themselves is the document's, in English.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// The page's name.
    pub title: &'static str,
    /// What the page is made of, before the link to the document.
    pub made_of: &'static str,
    /// Before the version.
    pub version: &'static str,
    /// Name of the list of calls.
    pub calls: &'static str,
    /// What goes into the address and the head.
    pub parameters: &'static str,
    /// What goes into the body.
    pub body: &'static str,
    /// What comes back.
    pub answers: &'static str,
    /// Fields of a body.
    pub fields: &'static str,
    /// Every other status.
    pub refusals: &'static str,
    /// Beside what must be there.
    pub required: &'static str,
    /// Who may call.
    pub security: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "API для CRM",
    made_of: "Эта страница сделана из документа OpenAPI 3.1:",
    version: "Версия",
    calls: "Вызовы",
    parameters: "Параметры",
    body: "Тело запроса",
    answers: "Ответ",
    fields: "Поля",
    refusals: "Отказы",
    required: "обязательно",
    security: "Доступ",
};
