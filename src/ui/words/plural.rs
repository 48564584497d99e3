//! Numbers with their nouns.

/// The form for `count` with the number in it. `forms` has those of a rule with `|` between: `east-slavic` one for 1, 21, 101
/// (сессия), one for 2 to 4, 22 (сессии), and another for all else (сессий); `one-other` one for 1 and another.
#[must_use]
pub fn fill(rule: &str, forms: &'static str, count: usize) -> String {
    let form = match (rule, count % 10, count % 100) {
        ("east-slavic", _, 11..=14) => 2,
        ("east-slavic", 1, _) => 0,
        ("east-slavic", 2..=4, _) => 1,
        ("east-slavic", ..) => 2,
        _ => usize::from(count != 1),
    };
    super::fill(forms.split('|').nth(form).unwrap_or(forms), &[&count])
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::fill;

    #[test]
    fn russian_has_three_forms() {
        for (counts, form) in [
            (&[1, 21, 101, 1_001][..], "сессия"),
            (&[2, 3, 4, 22, 34, 102], "сессии"),
            (&[0, 5, 9, 10, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 1_011], "сессий"),
        ] {
            for count in counts {
                let said = fill("east-slavic", "{0} сессия|{0} сессии|{0} сессий", *count);
                assert_eq!(said, format!("{count} {form}"));
            }
        }
    }

    #[test]
    fn english_has_two() {
        let said = |count| fill("one-other", "{0} session|{0} sessions", count);
        assert_eq!([0, 1, 2, 21].map(said), ["0 sessions", "1 session", "2 sessions", "21 sessions"]);
    }
}
