//! Words of one's own account, and of the link that sets a new password.

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// Heading of the password.
    pub password: &'static str,
    /// It is the CRM's.
    pub of_the_crm: &'static str,
    /// Label: the present password.
    pub present: &'static str,
    /// Label: the new one.
    pub wanted: &'static str,
    /// What a password must be; the number is its least length.
    pub hint: fn(usize) -> String,
    /// The present password is another one.
    pub wrong: &'static str,
    /// The new one cannot be taken; the number is its least length.
    pub bad: fn(usize) -> String,
    /// Too many wrong ones; the number is how many seconds to wait.
    pub too_many: fn(u64) -> String,
    /// The button.
    pub change: &'static str,
    /// What happens to other sign-ins.
    pub change_note: &'static str,
    /// It is done.
    pub changed: &'static str,
    /// Heading of the sign-ins.
    pub sign_ins: &'static str,
    /// What they are.
    pub sign_ins_about: &'static str,
    /// The one that asks.
    pub this: &'static str,
    /// A browser without a name.
    pub no_agent: &'static str,
    /// Column: where.
    pub device: &'static str,
    /// Column: from which address.
    pub address: &'static str,
    /// Column: used last.
    pub seen: &'static str,
    /// Column: made.
    pub since: &'static str,
    /// Column: what can be done.
    pub actions: &'static str,
    /// The button that ends one.
    pub end: &'static str,
    /// The button that ends all others.
    pub end_others: &'static str,
    /// One was ended.
    pub ended: &'static str,
    /// All others were ended.
    pub others_ended: &'static str,
    /// Heading and title of the page behind a link.
    pub reset_title: &'static str,
    /// What the form does.
    pub reset_about: &'static str,
    /// Its button.
    pub reset: &'static str,
    /// The link is used, old or wrong.
    pub bad_link: &'static str,
    /// Where to get another.
    pub bad_link_where: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "Мой аккаунт",
    password: "Пароль",
    of_the_crm: "Вы входите через CRM: пароль меняется там.",
    present: "Текущий пароль",
    wanted: "Новый пароль",
    hint: |least| format!("Не короче {least} символов"),
    wrong: "Текущий пароль не подходит",
    bad: |least| format!("Пароль должен быть не короче {least} символов"),
    too_many: |seconds| format!("Слишком много попыток. Подождите {seconds} с"),
    change: "Сменить пароль",
    change_note: "На остальных устройствах придётся войти заново.",
    changed: "Пароль изменён. На остальных устройствах нужно войти заново.",
    sign_ins: "Где выполнен вход",
    sign_ins_about: "Незнакомое устройство? Завершите вход и смените пароль.",
    this: "это устройство",
    no_agent: "неизвестный браузер",
    device: "Устройство",
    address: "Адрес",
    seen: "Последний раз",
    since: "Вход",
    actions: "Действия",
    end: "Завершить",
    end_others: "Выйти на остальных устройствах",
    ended: "Вход завершён.",
    others_ended: "На остальных устройствах выполнен выход.",
    reset_title: "Новый пароль",
    reset_about: "Придумайте пароль. На всех устройствах придётся войти заново.",
    reset: "Сохранить и войти",
    bad_link: "Эта ссылка не подходит",
    bad_link_where: "Она действует час и только один раз. Попросите администратора сервера создать новую.",
};
