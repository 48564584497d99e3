//! Words of «Провайдеры».

use crate::domain::integration::Provider;

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// What the page is for.
    pub lead: &'static str,
    /// Heading of the form.
    pub add_title: &'static str,
    /// Name of the list of providers.
    pub choose: &'static str,
    /// WPP among the providers.
    pub wpp: &'static str,
    /// What it takes.
    pub wpp_about: &'static str,
    /// What follows the button.
    pub wpp_text: &'static str,
    /// The others, by their words: see [`Words::of`].
    others: [(&'static str, ProviderWords); 2],
    /// Label of the name.
    pub name: &'static str,
    /// What the name is for.
    pub name_hint: &'static str,
    /// The name cannot be taken; the number is its greatest length.
    pub bad_name: fn(usize) -> String,
    /// Label of the token.
    pub token: &'static str,
    /// The token cannot be taken; the number is its greatest length.
    pub bad_token: fn(usize) -> String,
    /// The token is what a mask has left of one.
    pub masked_token: &'static str,
    /// The account is in the list already, under this name.
    pub taken: fn(&str) -> String,
    /// The button of a new row.
    pub add: &'static str,
    /// A row of this name was made.
    pub added: fn(&str) -> String,
    /// A row of this name was changed.
    pub saved: fn(&str) -> String,
    /// A row was deleted.
    pub deleted: &'static str,
    /// Heading of the rows.
    pub list_title: &'static str,
    /// There are none.
    pub empty: &'static str,
    /// Column: who carries the messages.
    pub provider: &'static str,
    /// Column: the account at the provider.
    pub account: &'static str,
    /// Column: what can be done.
    pub actions: &'static str,
    /// Stands where there is nothing to show.
    pub nothing: &'static str,
    /// The link to the form of a row.
    pub change: &'static str,
    /// Its full name, with the row's.
    pub change_row: fn(&str) -> String,
    /// The button that asks whether to delete a row.
    pub delete: &'static str,
    /// Its full name, with the row's.
    pub delete_row: fn(&str) -> String,
    /// Heading of a row's form.
    pub change_title: &'static str,
    /// What the token is now, masked, and how to keep it.
    pub token_now: fn(&str) -> String,
    /// There is no token, or none that can be read.
    pub no_token: &'static str,
    /// The button that saves.
    pub save: &'static str,
    /// The way back.
    pub cancel: &'static str,
    /// The question.
    pub delete_title: &'static str,
    /// What will be gone.
    pub delete_text: &'static str,
}

/// What one provider's form says.
#[derive(Debug)]
pub struct ProviderWords {
    /// Its name for people.
    pub title: &'static str,
    /// What it takes.
    pub about: &'static str,
    /// Label of the account.
    pub account: &'static str,
    /// Where to find it.
    pub account_hint: &'static str,
    /// It cannot be taken.
    pub bad_account: &'static str,
    /// Where to find the token.
    pub token_hint: &'static str,
}

/// Russian.
pub const RU: Words = Words {
    title: "Провайдеры",
    lead: "Через кого организация отправляет и получает сообщения WhatsApp.",
    add_title: "Добавить интеграцию",
    choose: "Провайдер",
    wpp: "WPP (быстрое подключение)",
    wpp_about: "Без ключей и номеров: кнопка и QR-код",
    wpp_text: "Заполнять ничего не нужно: нажмите кнопку и отсканируйте код телефоном. Подключение появится в разделе \
               «Интеграции».",
    others: [
        (
            "green_api",
            ProviderWords {
                title: "Green API",
                about: "Инстанс и токен из личного кабинета",
                account: "ID инстанса",
                account_hint: "idInstance в личном кабинете Green API",
                bad_account: "Введите ID инстанса: только цифры, не больше 20",
                token_hint: "apiTokenInstance, там же",
            },
        ),
        (
            "wappi",
            ProviderWords {
                title: "Wappi",
                about: "Профиль и токен из личного кабинета",
                account: "ID профиля",
                account_hint: "profile_id в личном кабинете Wappi",
                bad_account: "Введите ID профиля: латинские буквы, цифры, дефис и подчёркивание, не больше 64",
                token_hint: "Токен API, там же",
            },
        ),
    ],
    name: "Название",
    name_hint: "Так интеграция будет называться в списке",
    bad_name: |most| format!("Введите название: от 1 до {most} символов в одну строку"),
    token: "Токен",
    bad_token: |most| format!("Введите токен: латинские буквы, цифры и знаки без пробелов, не больше {most}"),
    masked_token: "Это точки вместо токена. Введите токен целиком",
    taken: |name| format!("Уже есть в списке: «{name}». Вторая запись не создана"),
    add: "Добавить",
    added: |name| format!("Добавлено: «{name}»"),
    saved: |name| format!("Сохранено: «{name}»"),
    deleted: "Интеграция удалена",
    list_title: "Добавленные интеграции",
    empty: "Через других провайдеров пока ничего не добавлено. Подключения WPP показаны в разделе «Интеграции».",
    provider: "Провайдер",
    account: "ID",
    actions: "Действия",
    nothing: "—",
    change: "Изменить",
    change_row: |name| format!("Изменить «{name}»"),
    delete: "Удалить",
    delete_row: |name| format!("Удалить «{name}»"),
    change_title: "Изменить интеграцию",
    token_now: |mask| format!("Сейчас {mask}. Оставьте пустым, чтобы не менять"),
    no_token: "Сейчас токена нет. Оставьте пустым, чтобы не менять",
    save: "Сохранить",
    cancel: "Отмена",
    delete_title: "Удалить интеграцию?",
    delete_text: "Запись и её токен исчезнут из панели, сообщения через неё перестанут отправляться. Аккаунт у самого \
                  провайдера останется.",
};

impl Words {
    /// The words of a provider that has a form.
    #[must_use]
    pub fn of(&self, provider: &Provider) -> Option<&ProviderWords> {
        self.others.iter().find(|(word, _)| *word == provider.word).map(|(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::integration::PROVIDERS;

    use super::RU;

    #[test]
    fn every_provider_with_a_form_has_its_words() {
        for provider in &PROVIDERS {
            assert!(RU.of(provider).is_some(), "{}", provider.word);
        }
    }
}
