//! Words of the audit.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// What is shown here.
    pub about: &'static str,
    /// Column: when.
    pub at: &'static str,
    /// Column: who.
    pub who: &'static str,
    /// Column: what.
    pub what: &'static str,
    /// Column: to which session or person.
    pub subject: &'static str,
    /// Column: from which address.
    pub address: &'static str,
    /// What the panel did by itself.
    pub by_itself: &'static str,
    /// Somebody who is not known here: a colleague of the CRM, or one who is gone.
    pub somebody: &'static str,
    /// The link that saves everything.
    pub export: &'static str,
    /// There is no line yet.
    pub none: &'static str,
    /// There are no lines before these.
    pub no_more: &'static str,
    /// To the lines before.
    pub earlier: &'static str,
    /// To the newest lines.
    pub newest: &'static str,
    /// Only lines of this person, or about this session.
    pub filtered: &'static str,
    /// All lines again.
    pub all: &'static str,
    /// Name of the link to the lines about a session.
    pub of_session: &'static str,
    /// What was done.
    actions: &'static [(&'static str, &'static str)],
}

impl Words {
    /// What was done, in words; an action that is not known as it is.
    #[must_use]
    pub fn action(&self, action: &str) -> String {
        let known = self.actions.iter().find(|(known, _)| *known == action);
        known.map_or_else(|| action.to_owned(), |(_, words)| (*words).to_owned())
    }
}

/// Russian.
pub const RU: Words = Words {
    title: "Журнал",
    about: "Кто, что и когда сделал. Записи нельзя изменить или удалить.",
    at: "Когда",
    who: "Кто",
    what: "Действие",
    subject: "Объект",
    address: "Адрес",
    by_itself: "панель",
    somebody: "сотрудник",
    export: "Скачать CSV",
    none: "Записей пока нет.",
    no_more: "Более ранних записей нет.",
    earlier: "Раньше",
    newest: "К новым",
    filtered: "Показаны не все записи.",
    all: "Показать все",
    of_session: "Журнал подключения",
    actions: &[
        ("connect", "начал подключение"),
        ("reconnect", "переподключает"),
        ("cancel", "отменил подключение"),
        ("disconnect", "отключил"),
        ("rename", "переименовал"),
        ("replace_account", "новый аккаунт на платформе"),
        ("rotate_webhook_key", "сменил ключ webhook"),
        ("replay_event", "событие обработано ещё раз"),
        ("failed", "подключение не удалось"),
        ("abandoned", "подключение брошено"),
        ("removed", "удалено на платформе"),
        ("take_webhook", "webhook переведён в панель"),
        ("release_webhook", "webhook возвращён в CRM"),
        ("create_integration", "добавил интеграцию"),
        ("change_integration", "изменил интеграцию"),
        ("delete_integration", "удалил интеграцию"),
        ("sign_in", "вошёл"),
        ("sign_in_failed", "вход не удался"),
        ("sign_out", "вышел"),
        ("sign_out_everywhere", "вышел на всех устройствах"),
        ("change_password", "сменил пароль"),
        ("reset_password", "задал новый пароль по ссылке"),
        ("invite_owner", "пригласил владельца"),
        ("invite_admin", "пригласил администратора"),
        ("invite_member", "пригласил наблюдателя"),
        ("revoke_invitation", "отозвал приглашение"),
        ("join", "принял приглашение"),
        ("make_owner", "назначил владельцем"),
        ("make_admin", "назначил администратором"),
        ("make_member", "назначил наблюдателем"),
        ("remove_person", "удалил сотрудника"),
    ],
};
