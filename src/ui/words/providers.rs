//! Words of «Провайдеры».

use crate::domain::integration::Provider;

texts! {
    /// See `locales`.
    Words in "providers" {
        /// Heading and title.
        title,
        /// What the page is for.
        lead,
        /// Heading of the form.
        add_title,
        /// Name of the list of providers.
        choose,
        /// WPP among the providers.
        wpp,
        /// What it takes.
        wpp_about,
        /// What follows the button.
        wpp_text,
        /// Label of the name.
        name,
        /// What the name is for.
        name_hint,
        /// The name cannot be taken; the number is its greatest length.
        bad_name,
        /// Label of the token.
        token,
        /// The token cannot be taken; the number is its greatest length.
        bad_token,
        /// The token is what a mask has left of one.
        masked_token,
        /// The account is in the list already, under this name.
        taken,
        /// The button of a new row.
        add,
        /// A row of this name was made.
        added,
        /// A row of this name was changed.
        saved,
        /// A row was deleted.
        deleted,
        /// Heading of the rows.
        list_title,
        /// There are none.
        empty,
        /// Column: who carries the messages.
        provider,
        /// Column: the account at the provider.
        account,
        /// Column: what can be done.
        actions,
        /// Stands where there is nothing to show.
        nothing,
        /// The link to the form of a row.
        change,
        /// Its full name, with the row's.
        change_row,
        /// The button that asks whether to delete a row.
        delete,
        /// Its full name, with the row's.
        delete_row,
        /// Heading of a row's form.
        change_title,
        /// What the token is now, masked, and how to keep it.
        token_now,
        /// There is no token, or none that can be read.
        no_token,
        /// The button that saves.
        save,
        /// The way back.
        cancel,
        /// The question.
        delete_title,
        /// What will be gone.
        delete_text,
        /// Green API: its name for people.
        green_api_title,
        /// Green API: what it takes.
        green_api_about,
        /// Green API: label of the account.
        green_api_account,
        /// Green API: where to find it.
        green_api_account_hint,
        /// Green API: it cannot be taken.
        green_api_bad_account,
        /// Green API: where to find the token.
        green_api_token_hint,
        /// Wappi: its name for people.
        wappi_title,
        /// Wappi: what it takes.
        wappi_about,
        /// Wappi: label of the account.
        wappi_account,
        /// Wappi: where to find it.
        wappi_account_hint,
        /// Wappi: it cannot be taken.
        wappi_bad_account,
        /// Wappi: where to find the token.
        wappi_token_hint,
    }
}

/// In the language of the page that is being made.
#[must_use]
pub fn t() -> &'static Words {
    &super::here().providers
}

/// What one provider's form says.
#[derive(Clone, Copy, Debug)]
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

impl Words {
    /// The words of a provider that has a form.
    #[must_use]
    pub fn of(&self, provider: &Provider) -> Option<ProviderWords> {
        match provider.word {
            "green_api" => Some(ProviderWords {
                title: self.green_api_title,
                about: self.green_api_about,
                account: self.green_api_account,
                account_hint: self.green_api_account_hint,
                bad_account: self.green_api_bad_account,
                token_hint: self.green_api_token_hint,
            }),
            "wappi" => Some(ProviderWords {
                title: self.wappi_title,
                about: self.wappi_about,
                account: self.wappi_account,
                account_hint: self.wappi_account_hint,
                bad_account: self.wappi_bad_account,
                token_hint: self.wappi_token_hint,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::integration::PROVIDERS;

    use super::t;

    #[test]
    fn every_provider_with_a_form_has_its_words() {
        for provider in &PROVIDERS {
            assert!(t().of(provider).is_some(), "{}", provider.word);
        }
    }
}
