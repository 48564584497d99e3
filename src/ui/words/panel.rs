//! The words of the main page.

use crate::{
    api::ErrorCode,
    domain::{
        evidence::{Source, Trouble},
        state::SessionState,
    },
    ui::words::plural,
};

/// A language's words for the main page.
pub struct PanelWords {
    pub title: &'static str,
    pub connect: &'static str,
    pub add: &'static str,
    pub quick: &'static str,
    pub refresh: &'static str,
    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub empty_member: &'static str,
    pub empty_steps: [&'static str; 3],
    pub session: &'static str,
    pub copy_session: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
    pub api_key: &'static str,
    pub shared_key: &'static str,
    pub disconnect: &'static str,
    pub reconnect: &'static str,
    pub go_on: &'static str,
    pub rename: &'static str,
    pub more: &'static str,
    pub checked: &'static str,
    pub last_known: &'static str,
    pub never_checked: &'static str,
    pub no_number: &'static str,
    pub dialog: DialogWords,
    pub question: QuestionWords,
    pub lost: &'static str,
    pub checking: &'static str,
    pub gateway_silent: &'static str,
    pub ticket: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
}

/// The words of «Подключение WhatsApp».
pub struct DialogWords {
    pub title: &'static str,
    pub preparing: &'static str,
    pub waits_for: &'static str,
    pub waits_long: &'static str,
    pub no_script: &'static str,
    pub qr: &'static str,
    /// Each step: plain, bold, plain.
    pub steps: [[&'static str; 3]; 3],
    pub renews_in: &'static str,
    pub renewing: &'static str,
    pub linking: &'static str,
    pub linking_text: &'static str,
    pub linking_long: &'static str,
    pub connected: &'static str,
    pub time_is_up: &'static str,
    pub time_is_up_text: &'static str,
    pub new_code: &'static str,
    pub no_code: &'static str,
    pub failed: &'static str,
    pub again: &'static str,
    pub kept: &'static str,
    pub silent: &'static str,
}

/// The words of the questions.
pub struct QuestionWords {
    pub disconnect_title: &'static str,
    pub disconnect_text: &'static str,
    pub disconnected: &'static str,
    pub rename_title: &'static str,
    pub name: &'static str,
    pub save: &'static str,
    pub renamed: &'static str,
    pub bad_name: &'static str,
}

/// Russian, the first language.
pub const RU: PanelWords = PanelWords {
    title: "Интеграции WhatsApp",
    connect: "Подключить WhatsApp",
    add: "Подключить ещё один WhatsApp",
    quick: "Быстрое подключение",
    refresh: "Обновить статусы",
    empty_title: "WhatsApp ещё не подключён",
    empty_text: "Нажмите кнопку и отсканируйте QR-код телефоном. Ключи и номера вводить не нужно.",
    empty_member: "Подключить WhatsApp может администратор организации.",
    empty_steps: ["Нажмите кнопку", "Отсканируйте QR", "Готово"],
    session: "Session:",
    copy_session: "Скопировать session",
    copied: "Скопировано",
    copy_failed: "Не удалось скопировать: выделите номер и скопируйте его сами",
    api_key: "API Key:",
    shared_key: "общий ключ платформы",
    disconnect: "Отключить",
    reconnect: "Переподключить",
    go_on: "Продолжить подключение",
    rename: "Переименовать",
    more: "Ещё",
    checked: "проверено",
    last_known: "последний раз:",
    never_checked: "ещё не проверено",
    no_number: "Запись нельзя прочитать: в ней нет номера или ключа. Отключите её и подключите WhatsApp заново.",
    dialog: DialogWords {
        title: "Подключение WhatsApp",
        preparing: "Готовим подключение…",
        waits_for: "Ждём, пока платформа WPP запустит сессию и пришлёт QR-код.",
        waits_long: "Платформа WPP отвечает, но кода пока нет. Ждём дальше, можно не закрывать окно.",
        no_script: "Чтобы показать QR-код, нужен JavaScript. Включите его в браузере и обновите страницу.",
        qr: "QR-код WhatsApp",
        steps: [
            ["Откройте ", "WhatsApp", " на телефоне"],
            ["", "Настройки → Связанные устройства", ""],
            ["", "Привязка устройства", " и наведите камеру на код"],
        ],
        renews_in: "Код обновится сам через",
        renewing: "Обновляем код…",
        linking: "Связываем устройство…",
        linking_text: "Код отсканирован. Не закрывайте WhatsApp на телефоне.",
        linking_long: "Дольше обычного. Посмотрите на телефон: с середины 2026 года WhatsApp просит некоторых подтвердить \
                       вход ключом доступа (passkey). Сделать это можно только на телефоне, ни одна панель не может за \
                       вас. Если телефон ничего не просит, нажмите «Отмена» и начните снова.",
        connected: "Подключено!",
        time_is_up: "Время вышло",
        time_is_up_text: "QR-код никто не отсканировал. Возьмите телефон и получите новый код.",
        new_code: "Новый код",
        no_code: "Платформа WPP отвечает, но не прислала QR-код за минуту.",
        failed: "Платформа WPP сообщила об ошибке этой сессии.",
        again: "Попробовать снова",
        kept: "Телефон успел подключиться раньше отмены, сессия сохранена",
        silent: "Платформа WPP сейчас не отвечает. Пробуем снова каждые 3 секунды.",
    },
    question: QuestionWords {
        disconnect_title: "Отключить WhatsApp?",
        disconnect_text: "Сообщения перестанут приходить, запись исчезнет из списка. Чтобы вернуть WhatsApp, нужно \
                          будет снова отсканировать QR-код.",
        disconnected: "WhatsApp отключён",
        rename_title: "Переименовать",
        name: "Название",
        save: "Сохранить",
        renamed: "Название сохранено",
        bad_name: "От 1 до 60 символов",
    },
    lost: "Нет связи с сервером панели. Показано последнее известное, обновим сами.",
    checking: "Проверка…",
    gateway_silent: "Платформа WPP не отвечает. Сообщения могут идти как обычно; статус обновится сам.",
    ticket: "Код для поддержки:",
    close: "Закрыть",
    cancel: "Отмена",
};

impl PanelWords {
    /// The badge's word for a state.
    pub fn state(&self, state: SessionState) -> &'static str {
        match state {
            SessionState::Connected => "Подключено",
            SessionState::Linking | SessionState::Reconnecting | SessionState::Starting => "Связываем…",
            SessionState::Disconnected => "Отключено",
            SessionState::AwaitingScan => "Нужен QR-код",
            SessionState::LoggedOut => "Вышли на телефоне",
            SessionState::Failed => "Ошибка",
        }
    }

    /// The badge's word where the gateway tells us nothing.
    pub fn trouble(&self, trouble: Trouble) -> &'static str {
        if trouble == Trouble::Refused { "Ошибка" } else { "Шлюз недоступен" }
    }

    /// What is said below a card whose gateway tells us nothing.
    pub fn trouble_note(&self, trouble: Trouble) -> &'static str {
        if trouble == Trouble::Refused {
            "Платформа WPP не принимает ключ. Отключите эту запись и подключите WhatsApp заново или обратитесь к тому, \
             кто установил панель."
        } else {
            self.gateway_silent
        }
    }

    /// What told us the state.
    pub fn source(&self, source: Source) -> &'static str {
        match source {
            Source::Webhook => "webhook",
            Source::Probe => "запрос",
        }
    }

    /// What happened, and what to do.
    pub fn error(&self, code: ErrorCode) -> [&'static str; 2] {
        match code {
            ErrorCode::SignedOut => ["Вы вышли из панели.", "Обновите страницу и войдите снова."],
            ErrorCode::Forbidden => ["Это может только администратор.", "Попросите администратора организации."],
            ErrorCode::NotFound => ["Такой сессии больше нет.", "Закройте окно: список уже обновлён."],
            ErrorCode::Cancelled => ["Подключение отменено.", "Можно начать снова."],
            ErrorCode::BadInput => ["Запрос не удалось понять.", "Обновите страницу и попробуйте снова."],
            ErrorCode::GatewayDown | ErrorCode::GatewaySlow => {
                ["Платформа WPP не отвечает.", "Подождите минуту и попробуйте снова. Ничего лишнего не создано."]
            }
            ErrorCode::GatewayUnwell => {
                ["Платформа WPP отвечает ошибкой.", "Подождите минуту и попробуйте снова. Ничего лишнего не создано."]
            }
            ErrorCode::GatewayNonsense => [
                "Платформа WPP прислала ответ, который нельзя прочитать.",
                "Попробуйте снова. Если повторится, передайте код поддержке.",
            ],
            ErrorCode::GatewayRefused => [
                "Платформа WPP отказала: ключ не принят.",
                "Передайте код тому, кто установил панель: нужен новый ключ.",
            ],
            ErrorCode::Unavailable => ["Панель сейчас не может это сделать.", "Попробуйте снова через минуту."],
            ErrorCode::Internal => ["В панели произошла ошибка.", "Попробуйте снова или передайте код поддержке."],
            ErrorCode::Offline => ["Нет связи с сервером панели.", "Проверьте интернет и попробуйте снова."],
        }
    }

    /// «3 сессии · 1 подключена»
    pub fn summary(&self, all: usize, connected: usize) -> String {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let sessions = plural::ru(count(all), "сессия", "сессии", "сессий");
        let linked = plural::ru(count(connected), "подключена", "подключены", "подключено");
        format!("{all} {sessions} · {connected} {linked}")
    }

    /// «12 с назад»
    pub fn ago(&self, seconds: i64) -> String {
        match seconds {
            ..2 => "только что".to_owned(),
            2..60 => format!("{seconds} с назад"),
            60..3_600 => format!("{} мин назад", seconds / 60),
            3_600..86_400 => format!("{} ч назад", seconds / 3_600),
            _ => format!("{} дн. назад", seconds / 86_400),
        }
    }

    /// «37 с»
    pub fn seconds(&self, count: i64) -> String {
        format!("{count} с")
    }
}
