//! Words of a session's page.

use crate::domain::{
    evidence::{Source, Trouble},
    time::Utc,
};

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// The way back to the list.
    pub back: &'static str,
    /// Name of the links to the page's parts.
    pub parts: &'static str,
    /// Heading of what is known now.
    pub facts: &'static str,
    /// The linked phone.
    pub phone: &'static str,
    /// It is not known.
    pub no_phone: &'static str,
    /// The account number.
    pub account: &'static str,
    /// The masked key.
    pub key: &'static str,
    /// The state behind a gateway that tells us nothing.
    pub last_known: &'static str,
    /// When the state was confirmed, and by what.
    pub checked: &'static str,
    /// The platform's own word at that time.
    pub word: &'static str,
    /// Whether the gateway answers.
    pub gateway: &'static str,
    /// It does.
    pub answers: &'static str,
    /// Before the time of the last question.
    pub asked: &'static str,
    /// It was not asked, and has spoken by itself.
    pub no_trouble: &'static str,
    /// It was never asked.
    pub never_asked: &'static str,
    /// Before the time since when the gateway tells us nothing.
    pub since: &'static str,
    /// When the row was made.
    pub created: &'static str,
    /// When it was connected for the first time.
    pub connected: &'static str,
    /// It never was.
    pub never_connected: &'static str,
    /// Stands where there is nothing to show.
    pub nothing: &'static str,
    /// Heading of the changes.
    pub history: &'static str,
    /// There are none.
    pub no_history: &'static str,
    /// Opens the older ones; the number is how many there are.
    pub more_history: fn(usize) -> String,
    /// Name of the table with those.
    pub older: &'static str,
    /// Column: when.
    pub when: &'static str,
    /// Column: from what to what.
    pub state: &'static str,
    /// Column: by what.
    pub cause: &'static str,
    /// The row was made.
    pub made: &'static str,
    /// Heading of the events.
    pub events: &'static str,
    /// What is kept of them.
    pub events_about: &'static str,
    /// There are none.
    pub no_events: &'static str,
    /// There are none that are older.
    pub no_more_events: &'static str,
    /// Column: when it arrived.
    pub received: &'static str,
    /// Column: its type and id.
    pub event: &'static str,
    /// Column: what became of it.
    pub fate: &'static str,
    /// Column: what can be done.
    pub actions: &'static str,
    /// An event without a type.
    pub no_kind: &'static str,
    /// Before the platform's own time of an event.
    pub by_platform: &'static str,
    /// It is kept, and nobody is to get it.
    pub taken: &'static str,
    /// It is to be passed on.
    pub waiting: &'static str,
    /// The same, after so many tries.
    pub waiting_again: fn(u32) -> String,
    /// It was passed on.
    pub passed_on: &'static str,
    /// It was given up.
    pub given_up: &'static str,
    /// The receiver answered with this status.
    pub status: fn(u16) -> String,
    /// The receiver did not answer in time.
    pub late: &'static str,
    /// The receiver did not answer.
    pub silent: &'static str,
    /// What was kept of the event cannot be read.
    pub unreadable: &'static str,
    /// The button that takes an event up again.
    pub replay: &'static str,
    /// To the older events.
    pub earlier: &'static str,
    /// Back to the newest ones.
    pub newest: &'static str,
    /// An event about a state was taken up again.
    pub replayed: &'static str,
    /// The event that was taken up again is to be passed on.
    pub replayed_waiting: &'static str,
    /// It was passed on.
    pub replayed_passed_on: &'static str,
    /// It was given up once more.
    pub replayed_given_up: &'static str,
    /// There was nothing left to do with it.
    pub nothing_to_do: &'static str,
    /// Heading of the webhook key.
    pub webhook_key: &'static str,
    /// What it is.
    pub webhook_key_about: &'static str,
    /// The CRM made it.
    pub crm_key: &'static str,
    /// The session has no account yet.
    pub no_account: &'static str,
    /// The button that asks.
    pub change_key: &'static str,
    /// The one that does it.
    pub change_key_now: &'static str,
    /// The question.
    pub change_key_title: &'static str,
    /// What will happen.
    pub change_key_text: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// It is done.
    pub key_changed: &'static str,
    /// The platform does not know it yet.
    pub key_untold: &'static str,
    months: [&'static str; 12],
}

/// Russian.
pub const RU: Words = Words {
    back: "Все подключения",
    parts: "На этой странице",
    facts: "Что известно",
    phone: "Телефон",
    no_phone: "пока неизвестен",
    account: "Session",
    key: "API Key",
    last_known: "Последнее известное",
    checked: "Проверено",
    word: "Слово платформы",
    gateway: "Шлюз",
    answers: "отвечает",
    asked: "спрашивали",
    no_trouble: "сбоев не было",
    never_asked: "ещё не спрашивали",
    since: "началось",
    created: "Создано",
    connected: "Впервые подключено",
    never_connected: "ещё не подключалось",
    nothing: "—",
    history: "История",
    no_history: "Состояние ещё не менялось. Как только изменится, здесь будет видно, когда и почему.",
    more_history: |count| format!("Показать ещё {count}"),
    older: "История, раньше",
    when: "Когда",
    state: "Состояние",
    cause: "Причина",
    made: "запись создана",
    events: "События платформы",
    events_about: "Что платформа сообщила сама. Содержание сообщений здесь не хранится.",
    no_events: "Событий ещё не было. Платформа присылает их сама, как только что-то происходит.",
    no_more_events: "Более ранних событий нет.",
    received: "Получено",
    event: "Событие",
    fate: "Результат",
    actions: "Действия",
    no_kind: "без типа",
    by_platform: "у платформы:",
    taken: "принято",
    waiting: "ждёт передачи",
    waiting_again: |tries| format!("ждёт передачи (попыток: {tries})"),
    passed_on: "передано",
    given_up: "не передано",
    status: |status| format!("CRM ответила {status}"),
    late: "CRM не ответила вовремя",
    silent: "CRM не отвечает",
    unreadable: "запись нельзя прочитать",
    replay: "Обработать ещё раз",
    earlier: "Раньше",
    newest: "К новым",
    replayed: "Событие обработано ещё раз; шлюз спросим в ближайшие секунды.",
    replayed_waiting: "Событие ждёт передачи.",
    replayed_passed_on: "Событие передано.",
    replayed_given_up: "Событие снова не передано.",
    nothing_to_do: "С этим событием больше нечего делать.",
    webhook_key: "Ключ webhook",
    webhook_key_about: "По этому ключу панель узнаёт, что событие прислала платформа. Если он мог попасть к чужим, смените его.",
    crm_key: "Ключ этого подключения создала CRM, и она знает его: здесь его сменить нельзя.",
    no_account: "Менять пока нечего: у подключения нет номера или ключа платформы.",
    change_key: "Сменить ключ webhook",
    change_key_now: "Сменить ключ",
    change_key_title: "Сменить ключ webhook?",
    change_key_text: "Панель создаст новый ключ и сообщит его платформе. Старый действует ещё 10 минут, поэтому ничего не \
                      прервётся: WhatsApp остаётся подключённым, события приходят.",
    cancel: "Отмена",
    key_changed: "Ключ сменён. Старый действует 10 минут после смены.",
    key_untold: "Платформа ещё не приняла новый ключ; пока действуют оба. Панель сообщит его снова сама.",
    months: ["янв.", "февр.", "марта", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек."],
};

impl Words {
    /// «26 нояб. 2026, 14:10:05 UTC»
    #[must_use]
    pub fn utc(&self, at: Utc) -> String {
        let Utc { year, month, day, hour, minute, second } = at;
        let month = usize::try_from(month - 1).ok().and_then(|month| self.months.get(month)).copied();
        let month = month.unwrap_or_default();
        format!("{day} {month} {year}, {hour:02}:{minute:02}:{second:02} UTC")
    }

    /// What made a state change, or confirmed it; `None` is an attempt to connect.
    #[must_use]
    pub fn cause_of(&self, source: Option<Source>) -> &'static str {
        match source {
            Some(Source::Webhook) => "сообщила платформа",
            Some(Source::Probe) => "ответ на наш запрос",
            None => "подключение",
        }
    }

    /// Why the gateway tells us nothing.
    #[must_use]
    pub fn trouble(&self, trouble: Trouble) -> &'static str {
        match trouble {
            Trouble::Unreachable => "не отвечает",
            Trouble::Unwell => "отвечает ошибкой",
            Trouble::Nonsense => "отвечает непонятно",
            Trouble::Refused => "не принимает ключ",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::time::Timestamp;

    use super::RU;

    #[test]
    fn a_time_is_readable_and_says_its_zone() {
        assert_eq!(RU.utc(Timestamp(1_800_000_000_123).utc()), "15 янв. 2027, 08:00:00 UTC");
        assert_eq!(RU.utc(Timestamp(951_868_799_000).utc()), "29 февр. 2000, 23:59:59 UTC");
        assert_eq!(RU.utc(Timestamp(-1).utc()), "31 дек. 1969, 23:59:59 UTC");
    }
}
