//! Words around every page.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// The document's language.
    pub lang: &'static str,
    /// The product.
    pub product: &'static str,
    /// The link past the header.
    pub skip: &'static str,
    /// Above everything in demo mode.
    pub demo: &'static str,
    /// The link to the simulated phone.
    pub demo_phone: &'static str,
    /// Name of the navigation.
    pub navigation: &'static str,
    /// The main page, in the navigation.
    pub integrations: &'static str,
    /// Integrations of other providers, in the navigation.
    pub providers: &'static str,
    /// Colleagues, in the navigation.
    pub staff: &'static str,
    /// The audit, in the navigation.
    pub audit: &'static str,
    /// The button that signs out.
    pub sign_out: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    lang: "ru",
    product: "wpp-panel",
    skip: "К содержимому",
    demo: "Демо-режим: WhatsApp не настоящий",
    demo_phone: "открыть «Телефон»",
    navigation: "Разделы",
    integrations: "Интеграции",
    providers: "Провайдеры",
    staff: "Сотрудники",
    audit: "Журнал",
    sign_out: "Выйти",
};
