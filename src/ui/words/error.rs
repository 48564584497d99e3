//! Words of the error pages.

/// What one kind of error says.
#[derive(Debug)]
pub struct Text {
    /// What happened.
    pub title: &'static str,
    /// What to do.
    pub hint: &'static str,
}

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// 403.
    pub forbidden: Text,
    /// 404.
    pub not_found: Text,
    /// 405.
    pub method: Text,
    /// 410: a link that works once.
    pub gone: Text,
    /// 413.
    pub too_large: Text,
    /// 429.
    pub too_many: Text,
    /// Any other 4xx.
    pub bad_request: Text,
    /// 502, 503, 504.
    pub unavailable: Text,
    /// Any other 5xx.
    pub internal: Text,
    /// The link to the main page.
    pub home: &'static str,
    /// The link to the sign-in page.
    pub login: &'static str,
    /// Before the status code.
    pub code: &'static str,
}

impl Words {
    /// The text for an HTTP status.
    #[must_use]
    pub fn of(&self, status: u16) -> &Text {
        match status {
            403 => &self.forbidden,
            404 => &self.not_found,
            405 => &self.method,
            410 => &self.gone,
            413 => &self.too_large,
            429 => &self.too_many,
            502..=504 => &self.unavailable,
            500.. => &self.internal,
            _ => &self.bad_request,
        }
    }
}

/// Russian.
pub const RU: Words = Words {
    forbidden: Text {
        title: "Доступ закрыт",
        hint: "Это действие вам недоступно. Если вы отправили форму, откройте страницу панели заново и повторите.",
    },
    not_found: Text {
        title: "Такой страницы нет", hint: "Проверьте адрес или вернитесь на главную."
    },
    method: Text {
        title: "Так эта страница не работает", hint: "Вернитесь на главную и начните оттуда."
    },
    gone: Text {
        title: "Ссылка больше не действует",
        hint: "Такая ссылка открывает панель один раз и только сразу. Откройте панель из CRM ещё раз или войдите с паролем.",
    },
    too_large: Text {
        title: "Слишком много данных", hint: "Сократите то, что отправляете, и повторите."
    },
    too_many: Text {
        title: "Слишком много запросов", hint: "Подождите минуту и повторите."
    },
    bad_request: Text {
        title: "Запрос не понят", hint: "Откройте страницу заново и повторите."
    },
    unavailable: Text {
        title: "Сервис временно недоступен",
        hint: "Подождите минуту и обновите страницу. Ваши подключения продолжают работать.",
    },
    internal: Text {
        title: "Что-то сломалось у нас",
        hint: "Обновите страницу. Если не поможет, сообщите администратору сервера время и код ошибки.",
    },
    home: "На главную",
    login: "Войти",
    code: "Код",
};
