//! Who may show the panel in a frame: allowed origins of the panel's own site, since only there its cookie is sent.
//!
//! Browsers have a list of many thousand suffixes under which strangers live side by side. It is not in here: a site is
//! taken to be the last two labels of a name, or three below the suffixes that are likely. A mistake lets nobody in: a
//! browser that knows better keeps the cookie back, and whoever frames the panel was allowed by the operator.

/// Nobody may.
pub(super) const NOBODY: &str = "'none'";

/// Under a country's domain these are like a top-level domain.
const SECOND_LEVEL: [&str; 18] = [
    "ac", "co", "com", "edu", "go", "gob", "gov", "gv", "int", "mil", "msk", "ne", "net", "nom", "or", "org", "pp",
    "spb",
];
/// Everybody can have a name under these.
const SHARED: [&str; 22] = [
    "amplifyapp.com",
    "azurewebsites.net",
    "bubbleapps.io",
    "cloudfront.net",
    "deno.dev",
    "duckdns.org",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "lovable.app",
    "netlify.app",
    "ngrok.io",
    "onrender.com",
    "pages.dev",
    "run.app",
    "supabase.co",
    "surge.sh",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// The value of `frame-ancestors` for pages: the panel itself and who of the allowed origins is of its site.
pub(super) fn ancestors(public_url: &str, origins: &[String]) -> String {
    let ours: Vec<&str> = origins.iter().map(String::as_str).filter(|origin| same_site(public_url, origin)).collect();
    if ours.is_empty() { NOBODY.to_owned() } else { format!("'self' {}", ours.join(" ")) }
}

/// Whether browsers send our cookie in a frame of that origin: same scheme, same site. The port does not count.
fn same_site(ours: &str, theirs: &str) -> bool {
    match (parts(ours), parts(theirs)) {
        (Some((scheme, host)), Some((their_scheme, their_host))) => {
            scheme == their_scheme
                && (host == their_host || site(&host).is_some_and(|it| site(&their_host) == Some(it)))
        }
        _ => false,
    }
}

/// Scheme and host, in lower case.
fn parts(origin: &str) -> Option<(String, String)> {
    let (scheme, authority) = origin.split_once("://")?;
    // the last colon of an address in brackets may be one inside of them
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    Some((scheme.to_ascii_lowercase(), host.to_ascii_lowercase()))
}

/// The part of a name that one owner has; `None` for addresses and for names that share it with strangers.
fn site(host: &str) -> Option<&str> {
    let is_address = host.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok();
    let labels: Vec<&str> = host.split('.').collect();
    if is_address || labels.iter().any(|label| label.is_empty()) {
        return None;
    }
    let last = |count: usize| host.rmatch_indices('.').nth(count - 1).map_or(host, |(at, _)| &host[at + 1..]);
    let shared = matches!(labels.as_slice(), [.., second, top] if top.len() == 2 && SECOND_LEVEL.contains(second))
        || SHARED.contains(&last(2));
    let owned = if shared { 3 } else { 2 };
    (labels.len() >= owned).then(|| last(owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_owner_are_one_site() {
        for (ours, theirs) in [
            ("https://panel.school.ru", "https://crm.school.ru"),
            ("https://panel.school.ru", "https://school.ru"),
            ("https://school.ru", "https://a.b.school.ru:8443"),
            ("https://Panel.School.ru", "https://crm.school.ru"),
            ("https://panel.school.co.uk", "https://crm.school.co.uk"),
            ("https://wpp.school.pages.dev", "https://school.pages.dev"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:5173"),
            ("http://[::1]:3000", "http://[::1]:5173"),
            ("http://localhost:3000", "http://localhost:5173"),
        ] {
            assert!(same_site(ours, theirs), "{ours} {theirs}");
        }
    }

    #[test]
    fn strangers_are_not() {
        for (ours, theirs) in [
            ("https://panel.school.ru", "http://crm.school.ru"),
            ("https://panel.school.ru", "https://crm.other.ru"),
            ("https://panel.school.ru", "https://panelschool.ru"),
            ("https://panel.school.ru", "https://evil-school.ru"),
            ("https://school.msk.ru", "https://other.msk.ru"),
            ("https://school.co.uk", "https://other.co.uk"),
            ("https://school.vercel.app", "https://other.vercel.app"),
            ("https://school.vercel.app", "https://vercel.app"),
            ("http://127.0.0.1:3000", "http://127.0.0.2:3000"),
            ("http://127.0.0.1:3000", "http://localhost:3000"),
            ("http://10.0.0.1", "http://11.0.0.1"),
            ("https://panel", "https://crm"),
            ("https://panel.school.ru", "null"),
        ] {
            assert!(!same_site(ours, theirs), "{ours} {theirs}");
        }
    }

    #[test]
    fn who_may_frame_is_named_with_ourselves() {
        let origins = ["https://crm.school.ru", "https://app.vercel.app", "https://b.school.ru:8443"];
        let origins = origins.map(str::to_owned);
        let named = ancestors("https://panel.school.ru", &origins);
        assert_eq!(named, "'self' https://crm.school.ru https://b.school.ru:8443");
        assert_eq!(ancestors("https://elsewhere.ru", &origins), NOBODY);
        assert_eq!(ancestors("https://panel.school.ru", &[]), NOBODY);
    }
}
