//! Where events are sent to: the account and the key in the query of an address.

use std::fmt::Write as _;

use crate::domain::{account::AccountNumber, secret::Secret};

/// The path under which the platform reaches us.
const OURS: &str = "/functions/v1/wpp-webhook";

/// Our own address for the events of an account.
pub(super) fn ours(public_url: &str, account: &AccountNumber, key: &Secret) -> String {
    webhook(&format!("{public_url}{OURS}"), Some(account), Some(key))
}

/// `base` with account and key appended to its query, if there are any. What an adopted row has as its key may be any
/// text, so it is encoded.
#[must_use]
pub fn webhook(base: &str, account: Option<&AccountNumber>, key: Option<&Secret>) -> String {
    let mut url = base.to_owned();
    let account = account.map(|number| ("account", number.as_str()));
    let key = key.map(|key| ("key", key.expose())).filter(|(_, key)| !key.is_empty());
    for (name, value) in account.into_iter().chain(key) {
        let sign = match url.find('?') {
            None => "?",
            Some(_) if url.ends_with(['?', '&']) => "",
            Some(_) => "&",
        };
        url.push_str(sign);
        url.push_str(name);
        url.push('=');
        push_encoded(&mut url, value);
    }
    url
}

fn push_encoded(url: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // writing to a text cannot fail
            let _ = write!(url, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_and_key_are_appended_to_what_is_there() {
        let account = AccountNumber::try_from("org_1".to_owned()).unwrap();
        let key = Secret::new("a+b/c=&d я");
        let encoded = "key=a%2Bb%2Fc%3D%26d%20%D1%8F";
        for (base, expected) in [
            ("https://crm.example/f", format!("https://crm.example/f?account=org_1&{encoded}")),
            ("https://crm.example/f?", format!("https://crm.example/f?account=org_1&{encoded}")),
            ("https://crm.example/f?a=1", format!("https://crm.example/f?a=1&account=org_1&{encoded}")),
            ("https://crm.example/f?a=1&", format!("https://crm.example/f?a=1&account=org_1&{encoded}")),
        ] {
            assert_eq!(webhook(base, Some(&account), Some(&key)), expected);
        }
        assert_eq!(webhook("https://crm.example/f", None, None), "https://crm.example/f");
        assert_eq!(webhook("https://crm.example/f", None, Some(&Secret::new(""))), "https://crm.example/f");
    }
}
