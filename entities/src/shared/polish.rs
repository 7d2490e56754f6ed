//! Polish grammar that texts need.

/// The form of a noun after a count: 1 osoba, 2 osoby, 5 osób.
#[must_use]
pub fn counted<'a>(count: usize, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count, count % 100, count % 10) {
        (1, _, _) => one,
        (_, 12..=14, _) => many,
        (_, _, 2..=4) => few,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_count() {
        let people = |n| counted(n, "osoba", "osoby", "osób");
        assert_eq!(
            [1, 2, 5, 12, 22, 25, 101].map(people),
            ["osoba", "osoby", "osób", "osób", "osoby", "osób", "osób"]
        );
    }
}
