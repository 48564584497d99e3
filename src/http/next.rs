//! Where to go after the sign-in: only inside the panel.

use std::fmt::Write as _;

/// The longest path that is carried along, in bytes.
const MAX_NEXT: usize = 1024;

/// `next` if it is a path of our own, else `/`.
///
/// Browsers read `//host`, `/\host` and, since they drop tabs and line breaks, `/<tab>/host` as another host.
pub(super) fn inside(next: Option<&str>) -> &str {
    next.filter(|path| {
        path.len() <= MAX_NEXT
            && path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
    .unwrap_or("/")
}

/// The address of the sign-in page that leads back to `path`.
pub(super) fn login_for(path: &str) -> String {
    let mut address = String::from("/login");
    if let Some(next) = encoded(inside(Some(path))) {
        address.push_str("?next=");
        address.push_str(&next);
    }
    address
}

/// `next` as the value of a query; `None` if there is nothing to carry along.
pub(super) fn encoded(next: &str) -> Option<String> {
    (next != "/").then(|| {
        let mut text = String::new();
        for byte in next.bytes() {
            if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                // writing to a String cannot fail
                let _ = write!(text, "%{byte:02X}");
            }
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for good in ["/", "/providers", "/providers?tab=wpp&x=%20", "/a//b"] {
            assert_eq!(inside(Some(good)), good);
        }
        let long = format!("/{}", "a".repeat(MAX_NEXT));
        for bad in [
            "",
            "providers",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/a b",
            "/я",
            &long,
        ] {
            assert_eq!(inside(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(inside(None), "/");
    }

    #[test]
    fn the_way_back_survives_the_query() {
        assert_eq!(login_for("/"), "/login");
        assert_eq!(login_for("/p/1?a=b&c=d"), "/login?next=/p/1%3Fa%3Db%26c%3Dd");
    }
}
