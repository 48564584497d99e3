//! Words of the first run.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// What the form is for.
    pub intro: &'static str,
    /// Label of the organization's name.
    pub organization: &'static str,
    /// Label of the address.
    pub email: &'static str,
    /// Label of the password.
    pub password: &'static str,
    /// What a password must be; the number is its least length.
    pub password_hint: fn(usize) -> String,
    /// The button.
    pub submit: &'static str,
    /// The name cannot be taken; the number is its greatest length.
    pub bad_organization: fn(usize) -> String,
    /// The address cannot be taken.
    pub bad_email: &'static str,
    /// The password cannot be taken; the number is its least length.
    pub bad_password: fn(usize) -> String,
    /// The link is wrong, old or missing.
    pub no_token: &'static str,
    /// Where to find the right one.
    pub no_token_where: &'static str,
    /// How to get a new one.
    pub no_token_again: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "Первый запуск",
    intro: "Создайте организацию и её первого администратора.",
    organization: "Название организации",
    email: "Электронная почта",
    password: "Пароль",
    password_hint: |least| format!("Не короче {least} символов"),
    submit: "Создать и войти",
    bad_organization: |most| format!("Введите название: до {most} символов в одну строку"),
    bad_email: "Введите адрес вида name@example.org",
    bad_password: |least| format!("Пароль должен быть не короче {least} символов"),
    no_token: "Эта ссылка не подходит",
    no_token_where: "Откройте ссылку, которую сервер напечатал в терминале при запуске. Она действует 30 минут и \
                     только один раз.",
    no_token_again: "Время вышло или ссылки не видно? Перезапустите сервер: он напечатает новую.",
};
