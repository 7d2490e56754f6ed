//! Any certificate's seal opens to what it prints, and to nothing else once a bit of it was changed.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::certificates::snapshot::{Fixed, Signatory, Variable};
use crate::shared::language::Language;

fn keys(seed: u8) -> Vault {
    Vault::of(BTreeMap::from([(1, [seed; 32])]), 1)
}

fn certificate(kind: CertificateKind, texts: [&str; 4], days: (NaiveDate, Option<NaiveDate>)) -> Snapshot {
    let [number, name, training, when] = texts.map(str::to_owned);
    let code = "7KQMABCDEFGH0123456789JKMN".to_owned();
    Snapshot {
        fixed: Fixed {
            issuer: "Urząd".into(),
            subtitle: String::new(),
            phrase: String::new(),
            training,
            when,
            topics: vec![],
            signatory: Signatory { name: "A. B.".into(), post: "dyrektor".into() },
            project: String::new(),
            strip: vec![],
            verify_host: "zwornik.example.pl/verify".into(),
            verify_link: true,
            kind,
            language: Language::Polish,
        },
        variable: Variable {
            number,
            name,
            place: "Kielce".into(),
            issued_on: days.0,
            valid_until: days.1,
            issued_at: chrono::DateTime::UNIX_EPOCH,
            verify_url: format!("https://zwornik.example.pl/verify/{code}"),
            code,
            seal: None,
            corrects: None,
        },
    }
}

fn usual() -> Snapshot {
    let texts = [
        "SK/2026/0001",
        "Świętosława Źdźbło-Łącka",
        "Standardy kooperacji jednostek pomocy społecznej",
        "12–14 maja 2026 r., Kielce, 24 godziny",
    ];
    certificate(CertificateKind::Completion, texts, (day_of(2026, 5, 18), Some(day_of(2028, 5, 18))))
}

fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn scanned(snapshot: &Snapshot, seal: &str) -> String {
    format!("{}#{seal}", snapshot.variable.verify_url)
}

#[test]
fn a_seal_tells_what_is_printed_to_whoever_has_the_key() {
    let (snapshot, vault) = (usual(), keys(7));
    let seal = of(&snapshot, &vault).unwrap();
    let text = scanned(&snapshot, &seal);
    let opened = open(&format!(" {text}\n"), &vault.public_keys()).unwrap();
    assert_eq!(opened.facts.name, "Świętosława Źdźbło-Łącka");
    assert_eq!(opened.facts.when, snapshot.fixed.when);
    assert_eq!(opened.facts.valid_until, snapshot.variable.valid_until);
    assert_eq!(opened.address, snapshot.variable.verify_url);
    assert_eq!(of(&snapshot, &vault).as_ref(), Some(&seal), "the same each time");
    assert!(is_of(&snapshot, &seal));
    let mut other = snapshot.clone();
    other.variable.name = "Jan Bąk".into();
    assert!(!is_of(&other, &seal));
    // After a rotation the former key is published beside the new one.
    let both = [keys(8).public_keys(), vault.public_keys()].concat();
    assert!(open(&text, &keys_of(&published(&both).to_string()).unwrap()).is_ok());
    assert_eq!(of(&snapshot, &Vault::default()), None, "no key, no seal");
}

#[test]
fn each_kind_of_bad_text_is_refused_by_its_reason() {
    let (snapshot, vault) = (usual(), keys(7));
    let keys = vault.public_keys();
    let seal = of(&snapshot, &vault).unwrap();
    let text = scanned(&snapshot, &seal);
    let refused = |text: &str| open(text, &keys).unwrap_err();
    assert_eq!(refused(""), Refused::Foreign);
    assert_eq!(refused("https://example.pl/verify/krótki"), Refused::Foreign);
    assert_eq!(refused(&scanned(&snapshot, "eyJhbGciOiJFZERTQSJ9.e30.c2ln")), Refused::Foreign);
    assert_eq!(refused(&snapshot.variable.verify_url), Refused::Unsealed);
    assert_eq!(refused(&text[..text.len() - 40]), Refused::Cut);
    assert_eq!(refused(&text[..text.len() - 1]), Refused::Cut);
    assert_eq!(refused(&scanned(&snapshot, &figures(&[2; 90]))), Refused::Form);
    // The seal of one certificate in the address of another.
    assert_eq!(refused(&text.replace("7KQM", "7KQN")), Refused::Broken);
    let foreign = scanned(&snapshot, &of(&snapshot, &self::keys(9)).unwrap());
    assert!(matches!(refused(&foreign), Refused::UnknownKey(_)));
    // A foreign key under the name of ours.
    let mut bytes = bytes_of(&of(&snapshot, &self::keys(9)).unwrap()).unwrap();
    bytes[1..5].copy_from_slice(&bytes_of(&seal).unwrap()[1..5]);
    assert_eq!(refused(&scanned(&snapshot, &figures(&bytes))), Refused::Broken);
    for nothing in ["", "{}", "[]", r#"{"keys":[{"crv":"Ed25519","x":"AA"}]}"#] {
        assert_eq!(keys_of(nothing), None, "{nothing}");
    }
}

#[test]
fn long_texts_give_way_and_an_endless_address_leaves_no_seal() {
    let long = "Źródła ".repeat(60);
    let mut snapshot = certificate(
        CertificateKind::Attendance,
        ["SK/2026/0001", "Świętosława Źdźbło-Łącka", &long, &long],
        (day_of(2026, 5, 18), None),
    );
    let vault = keys(7);
    let seal = of(&snapshot, &vault).unwrap();
    let facts = open(&scanned(&snapshot, &seal), &vault.public_keys()).unwrap().facts;
    assert_eq!(facts.name, "Świętosława Źdźbło-Łącka");
    assert!(facts.training.ends_with('…') && facts.when.ends_with('…'));
    assert!(is_of(&snapshot, &seal));
    snapshot.variable.verify_url = format!("https://{}/verify/{}", "a".repeat(300), snapshot.variable.code);
    assert_eq!(of(&snapshot, &vault), None);
}

fn kinds() -> impl Strategy<Value = CertificateKind> {
    proptest::sample::select(CertificateKind::ALL.to_vec())
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    (1_i32..3_652_000).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

proptest! {
    #[test]
    fn whatever_a_certificate_prints_its_seal_says(
        kind in kinds(),
        texts in proptest::array::uniform4("\\PC{0,60}"),
        days in (dates(), proptest::option::of(dates())),
    ) {
        let [number, name, training, when] = &texts;
        let snapshot = certificate(kind, [number, name, training, when], days);
        let vault = keys(7);
        let seal = of(&snapshot, &vault).unwrap();
        let opened = open(&scanned(&snapshot, &seal), &vault.public_keys()).unwrap();
        prop_assert_eq!(opened.facts.kind, kind);
        prop_assert_eq!((opened.facts.issued_on, opened.facts.valid_until), days);
        let said = [&opened.facts.number, &opened.facts.name, &opened.facts.training, &opened.facts.when];
        for (said, printed) in said.into_iter().zip(&texts) {
            let whole = said == printed;
            let cut = said.strip_suffix(CUT).is_some_and(|start| printed.starts_with(start));
            prop_assert!(whole || cut, "{} / {}", said, printed);
        }
        prop_assert!(is_of(&snapshot, &seal));
        prop_assert_eq!(excess(snapshot.variable.verify_url.len(), bytes_of(&seal).unwrap().len()), 0);
    }

    #[test]
    fn any_flipped_bit_is_refused(at in 0_usize..4_000) {
        let (snapshot, vault) = (usual(), keys(7));
        let mut bytes = bytes_of(&of(&snapshot, &vault).unwrap()).unwrap();
        let at = at % (bytes.len() * 8);
        bytes[at / 8] ^= 1 << (at % 8);
        prop_assert!(open(&scanned(&snapshot, &figures(&bytes)), &vault.public_keys()).is_err());
    }

    #[test]
    fn bytes_are_read_as_they_were_written_in_figures(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let figures = figures(&bytes);
        prop_assert_eq!(figures.len(), digits(bytes.len()));
        prop_assert_eq!(bytes_of(&figures).unwrap(), bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}", figures in "[0-9]{0,400}") {
        let _ = open(&text, &keys(7).public_keys());
        let _ = open(&scanned(&usual(), &figures), &keys(7).public_keys());
    }
}
