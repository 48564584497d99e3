//! Words of the sign-in page.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// Label of the address.
    pub email: &'static str,
    /// Label of the password.
    pub password: &'static str,
    /// The button.
    pub submit: &'static str,
    /// Unknown address or wrong password.
    pub wrong: &'static str,
    /// Too many failures; the number is in seconds.
    pub too_many: fn(u64) -> String,
    /// Nobody exists yet: what this is.
    pub first_run: &'static str,
    /// Nobody exists yet: what to do.
    pub first_run_how: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "Вход",
    email: "Электронная почта",
    password: "Пароль",
    submit: "Войти",
    wrong: "Неверный адрес или пароль",
    too_many: |seconds| format!("Слишком много попыток. Попробуйте через {seconds} с"),
    first_run: "Первый запуск: откройте ссылку, которую сервер напечатал в терминале",
    first_run_how: "По ней вы создадите организацию и первого администратора. Ссылка действует 30 минут; новую сервер \
                    напечатает при перезапуске.",
};
