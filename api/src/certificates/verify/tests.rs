//! What the verification pages say, and that codes are read as people write them.

use super::*;

const POLISH: Speech = Speech { lang: Language::Polish, is_chosen: false };
const ENGLISH: Speech = Speech { lang: Language::English, is_chosen: true };

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn facts() -> Facts {
    Facts {
        kind: CertificateKind::Attendance,
        number: "SUP/2026/0001".into(),
        name: Some("Łucja <b>Żak</b>".into()),
        is_erased: false,
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
        let asked = Asked::Code("ABCDEFGHIJ".into());
        let page = page(&asked, &verdict, POLISH);
        assert!(page.as_str().contains(words), "{words}");
        assert!(page.as_str().contains("ABCDE FGHI J"));
        assert!(!page.as_str().contains("<b>"));
        assert!(!page.as_str().contains("style="));
        assert_eq!(verdict.status().as_u16(), status);
    }
}

#[test]
fn an_unknown_code_shows_nothing_of_anybody_and_asks_again() {
    let page = page(&Asked::Code("\"><img src=x>".into()), &Verdict::Unknown, POLISH);
    assert!(page.as_str().contains("<form"));
    assert!(!page.as_str().contains("<dl"));
    assert!(!page.as_str().contains("<img src=x"));
}

#[test]
fn a_withdrawn_certificate_tells_no_term_of_validity() {
    let withdrawn = Verdict::Revoked { facts: facts(), on: day(6, 1) };
    let withdrawn = page(&Asked::Code("ABCD".into()), &withdrawn, POLISH);
    assert!(!withdrawn.as_str().contains("Termin"));
}

#[test]
fn every_page_speaks_english_and_says_so_and_leads_back_to_polish() {
    let polish = ["Sprawd", "rejestr", "Zaświadczenie", "szkolenia", "wystawc"];
    let verdicts = [
        Verdict::Valid(facts()),
        Verdict::Corrected { facts: facts(), by: "SUP/2026/0002".into() },
        Verdict::Revoked { facts: facts(), on: day(6, 1) },
        Verdict::Expired(facts(), day(9, 30)),
        Verdict::Unknown,
    ];
    let asked =
        [Asked::Code("ABCD".into()), Asked::Number("SK/2026/0001".into()), Asked::File("0f".repeat(32))];
    let mut pages = vec![landing(Typed::default(), ENGLISH), unavailable(ENGLISH)];
    for verdict in &verdicts {
        pages.extend(asked.iter().map(|asked| page(asked, verdict, ENGLISH)));
    }
    for page in &pages {
        let text = page.as_str();
        assert!(text.contains("<html lang=\"en\">"), "{text}");
        let main = text.split("<main").nth(1).unwrap();
        for words in polish {
            assert!(!main.contains(words), "{words}: {main}");
        }
    }
    assert!(pages[0].as_str().contains("href=\"/verify?lang=pl\""));
    assert!(page(&asked[0], &verdicts[0], ENGLISH).as_str().contains("12\u{a0}May 2026"));
    assert!(page(&asked[0], &verdicts[0], POLISH).as_str().contains("href=\"?lang=en\""));
}

#[test]
fn a_number_in_place_of_a_code_is_told_and_goes_where_it_belongs() {
    let sent = Sent { code: Some("SK/2026/0001".into()), lang: None };
    assert_eq!(ask(&sent, &HeaderMap::new()).status(), StatusCode::BAD_REQUEST);
    let typed = Typed { number: "SK/2026/0001", problem: Some(Problem::IsANumber), ..Typed::default() };
    let page = landing(typed, POLISH);
    assert!(page.as_str().contains("value=\"SK/2026/0001\" aria-invalid"), "{}", page.as_str());
    assert!(page.as_str().contains("numer zaświadczenia, a"));
}
