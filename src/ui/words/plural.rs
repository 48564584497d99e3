//! Numbers with their nouns.

/// The Russian form for `count`: `one` for 1, 21, 101 (сессия), `few` for 2 to 4, 22 (сессии), else `many` (сессий).
#[must_use]
pub fn ru(count: u64, one: &'static str, few: &'static str, many: &'static str) -> &'static str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::ru;

    #[test]
    fn russian_has_three_forms() {
        for (counts, form) in [
            (&[1, 21, 101, 1_001][..], "сессия"),
            (&[2, 3, 4, 22, 34, 102], "сессии"),
            (&[0, 5, 9, 10, 11, 12, 13, 14, 19, 20, 25, 100, 111, 112, 1_011], "сессий"),
        ] {
            for count in counts {
                assert_eq!(ru(*count, "сессия", "сессии", "сессий"), form, "{count}");
            }
        }
    }
}
