//! What the verification pages say, and that codes are read as people write them.

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn facts() -> Facts {
    Facts {
        number: "SUP/2026/0001".into(),
        name: Some("Łucja <b>Żak</b>".into()),
        training: "Superwizja".into(),
        issuer: "ROPS w Kielcach".into(),
        issued_on: day(5, 12),
        valid_until: None,
    }
}

#[test]
fn codes_are_read_as_people_write_them() {
    assert_eq!(normalise(" abcd-efgh 2345 ").as_deref(), Some("ABCDEFGH2345"));
    assert_eq!(normalise("ab\u{a0}cd\u{2013}ef").as_deref(), Some("ABCDEF"));
    for nonsense in ["", "  - ", "../admin", "ąbc", "a/b", "<script>", &"A".repeat(65)] {
        assert_eq!(normalise(nonsense), None, "{nonsense}");
    }
}

#[test]
fn every_verdict_is_told_in_words() {
    let cases = [
        (Verdict::Valid(facts()), "bezterminowo", 200),
        (Verdict::Corrected { facts: facts(), by: "SUP/2026/0002".into() }, "SUP/2026/0002", 200),
        (Verdict::Revoked { facts: facts(), on: day(6, 1) }, "1\u{a0}czerwca 2026\u{a0}r.", 200),
        (Verdict::Expired(facts(), day(9, 30)), "30\u{a0}września 2026\u{a0}r.", 200),
        (Verdict::Unknown, "Adres strony.", 404),
    ];
    for (verdict, words, status) in cases {
        let page = page("ABCDEFGHIJ", &verdict);
        assert!(page.as_str().contains(words), "{words}");
        assert!(page.as_str().contains("ABCDE FGHI J"));
        assert!(!page.as_str().contains("<b>"));
        assert!(!page.as_str().contains("style="));
        assert_eq!(verdict.status().as_u16(), status);
    }
}

#[test]
fn an_unknown_code_shows_nothing_of_anybody_and_asks_again() {
    let page = page("\"><img src=x>", &Verdict::Unknown);
    assert!(page.as_str().contains("<form"));
    assert!(!page.as_str().contains("<dl"));
    assert!(!page.as_str().contains("<img src=x"));
}

#[test]
fn a_withdrawn_certificate_tells_no_term_of_validity() {
    let withdrawn = page("ABCD", &Verdict::Revoked { facts: facts(), on: day(6, 1) });
    assert!(!withdrawn.as_str().contains("Termin"));
}
