//! What a person calls the browser that calls itself `Mozilla/5.0 (…)`.

/// What stands in the name, in the order in which it must be looked for, and what people call it.
const BROWSERS: [(&str, &str); 7] = [
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];
/// Of a name that nobody knows so many characters are shown.
const LONGEST: usize = 40;

/// `Firefox, Windows`; a name that is not known is cut.
pub fn short(agent: &str) -> String {
    let find =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(name), None) => name.to_owned(),
        (None, _) => agent.chars().take(LONGEST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_have_short_names() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        assert_eq!(short(chrome), "Chrome, Windows");
        assert_eq!(short(&format!("{chrome} YaBrowser/25.8")), "Яндекс Браузер, Windows");
        assert_eq!(short(&format!("{chrome} Edg/140.0")), "Edge, Windows");
        assert_eq!(short(phone), "Safari, iPhone");
        assert_eq!(short(firefox), "Firefox, Linux");
        assert_eq!(short(&"curl/8.0 ".repeat(20)).chars().count(), 40);
    }
}
