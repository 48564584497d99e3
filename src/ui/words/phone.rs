//! The words of the simulated phone.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// The page's name.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// Nothing to do.
    pub empty: &'static str,
    /// The button on a code.
    pub scan: &'static str,
    /// The button on a linked phone.
    pub unlink: &'static str,
    /// A code is there, for so many seconds.
    pub code: fn(u64) -> String,
    /// Scanned, not linked yet.
    pub linking: &'static str,
    /// The phone is linked.
    pub linked: &'static str,
    /// Neither.
    pub nothing: &'static str,
    /// Looks again.
    pub refresh: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "Телефон",
    lead: "Вместо настоящего WhatsApp: здесь «сканируют» QR-коды демо-режима.",
    empty: "Кодов пока нет. Нажмите в панели «Подключить WhatsApp», потом обновите эту страницу.",
    scan: "Сканировать",
    unlink: "Выйти на телефоне",
    code: |seconds| format!("Код на экране, осталось {seconds} с"),
    linking: "Связываем…",
    linked: "Устройство связано",
    nothing: "Кода сейчас нет",
    refresh: "Обновить",
};
