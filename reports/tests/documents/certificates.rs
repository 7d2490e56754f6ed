//! Certificates: what they show, and that their bytes depend on edition and person alone.

use entities::certificates::seal;
use entities::certificates::snapshot::{Fixed, Snapshot, Variable};
use entities::shared::vault::Vault;
use reports::certificates::layout::{self, Layout, Purpose};
use reports::certificates::{Template, person};
use reports::document::batch::Master;
use reports::document::model::Item;
use reports::document::{RenderError, dump};
use sha2::{Digest, Sha256};

use crate::samples::{day, edition, edition_in_english, name, person as someone};

fn model(topics: usize, person: &Variable, purpose: Purpose) -> String {
    let edition = edition(topics, 4);
    let Layout { doc, places, .. } = layout::fixed(&edition, purpose).expect("edition");
    let overlay = person::variable(&places, &edition, person).expect("person");
    dump::dump(&doc.with(&overlay))
}

#[test]
fn the_page_model_of_a_certificate_is_as_reviewed() {
    let mut person = someone("Zażółć Gęślą-Jaźń", 137);
    person.corrects = Some("SK/1/2026/0099".into());
    person.valid_until = Some(day(2028, 5, 18));
    insta::assert_snapshot!("certificate", model(6, &person, Purpose::Issue));
}

#[test]
fn the_page_model_of_forty_topics_is_as_reviewed() {
    insta::assert_snapshot!("forty_topics", model(40, &someone("Łucja Ćma", 40), Purpose::Issue));
}

#[test]
fn the_page_model_of_a_preview_is_as_reviewed() {
    insta::assert_snapshot!("preview", model(0, &someone("Łucja Ćma", 0), Purpose::Specimen));
}

#[test]
fn a_certificate_in_english_has_no_polish_word_but_what_the_office_and_the_training_are_called() {
    let mut person = someone("Zażółć Gęślą-Jaźń", 137);
    person.corrects = Some("SK/1/2026/0099".into());
    person.valid_until = Some(day(2028, 5, 18));
    for purpose in [Purpose::Issue, Purpose::Specimen] {
        let edition = edition_in_english(40);
        let Layout { doc, places, .. } = layout::fixed(&edition, purpose).expect("edition");
        let overlay = person::variable(&places, &edition, &person).expect("person");
        let text = dump::dump(&doc.with(&overlay));
        for word in [
            "ZAŚWIADCZENIE",
            "Zaświadczenie",
            "otrzymuje",
            "WYDANIA",
            "Strona",
            "PODGLĄD",
            "Ważne",
            "Koryguje",
            "Kod QR",
            "Zweryfikuj",
            " r.",
        ] {
            assert!(!text.contains(word), "{word}");
        }
        for word in
            ["CERTIFICATE", "awarded to", "Page 1 of", "Valid until 18·May 2028", "Corrects certificate no."]
        {
            assert!(text.contains(word), "{word}");
        }
    }
    let bytes = Template::new(&edition_in_english(6)).expect("template").fill(&person).expect("filled");
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("<rdf:li>en-GB</rdf:li>") && holds("Trainer's certificate (for teaching"));
    let read = lopdf::Document::load_mem(&bytes).expect("a document");
    let language = read.catalog().and_then(|catalog| catalog.get(b"Lang")).and_then(lopdf::Object::as_str);
    assert_eq!(language.expect("a language"), b"en-GB");
}

#[test]
fn a_certificate_is_neutral_in_gender() {
    let text = model(6, &someone("Zażółć Gęślą-Jaźń", 1), Purpose::Issue);
    for word in ["ukończył", "Pan", "otrzymał", "urodzon"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn bytes_depend_on_edition_and_person_alone() {
    let template = Template::new(&edition(6, 4)).expect("template");
    let people: Vec<Variable> = (0..60).map(|index| someone(&name(index), index)).collect();
    let hash = |person: &Variable| Sha256::digest(template.fill(person).expect("filled"));
    let in_order: Vec<_> = people.iter().map(hash).collect();

    let mut reversed: Vec<_> = people.iter().rev().map(hash).collect();
    reversed.reverse();
    assert_eq!(in_order, reversed);

    let threaded: Vec<_> = std::thread::scope(|scope| {
        let halves: Vec<_> =
            people.chunks(20).map(|part| scope.spawn(|| part.iter().map(hash).collect::<Vec<_>>())).collect();
        halves.into_iter().flat_map(|half| half.join().expect("thread")).collect()
    });
    assert_eq!(in_order, threaded);

    let alone = Template::new(&edition(6, 4)).expect("template").fill(&people[7]).expect("filled");
    assert_eq!(in_order[7], Sha256::digest(alone));
    let distinct: std::collections::BTreeSet<_> = in_order.iter().map(|hash| hash.to_vec()).collect();
    assert_eq!(distinct.len(), people.len());
}

/// Another process must reach the same bytes; the value changes only when the program changes what it draws.
#[test]
fn another_process_draws_the_same_bytes() {
    const CHILD: &str = "bytes_of_one_certificate";
    let own = one_certificate();
    let output = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", &format!("certificates::{CHILD}"), "--nocapture"])
        .output()
        .expect("started");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains(&format!("digest {own}")), "{printed}");
}

#[test]
fn bytes_of_one_certificate() {
    println!("digest {}", one_certificate());
}

fn one_certificate() -> String {
    let template = Template::new(&edition(40, 3)).expect("template");
    hex::encode(Sha256::digest(template.fill(&someone("Żaneta Łącka", 5)).expect("filled")))
}

#[test]
fn page_content_is_what_printpdf_would_write() {
    let edition = edition(12, 4);
    let Layout { doc, reserved, places } = layout::fixed(&edition, Purpose::Issue).expect("edition");
    let master = Master::new(doc, reserved).expect("master");
    for index in 0..40 {
        let mut overlay = person::variable(&places, &edition, &someone(&name(index), index)).expect("person");
        // the code is a picture in a file and a path in printpdf's stream
        for items in &mut overlay.pages {
            items.retain(|item| !matches!(item, Item::Bits { .. }));
        }
        for page in 0..places.pages {
            let ours = master.page_content(page, &overlay).expect("content");
            let theirs = master.page_content_drawn_whole(page, &overlay).expect("content");
            assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "{index}");
        }
    }
}

#[test]
fn a_certificate_takes_at_most_forty_kilobytes() {
    for topics in [0, 6, 12, 40] {
        let template = Template::new(&edition(topics, 4)).expect("template");
        let bytes =
            template.fill(&someone("Agnieszka Katarzyna Świątek-Brzęczyszczykiewicz", 1)).expect("filled");
        assert!(bytes.len() <= 40_000, "{topics} topics: {} bytes", bytes.len());
    }
    let template = Template::new(&edition(6, 4)).expect("template");
    let sizes = (0..60).map(|index| template.fill(&someone(&name(index), index)).expect("filled").len());
    let mean = sizes.sum::<usize>() / 60;
    assert!(mean <= 31_000, "{mean} bytes");
}

/// Letters of places and numbers that are not in the edition's own text: whoever is drawn before changes nothing.
#[test]
fn unusual_letters_leave_no_trace_in_the_certificates_of_others() {
    let template = Template::new(&edition(6, 4)).expect("template");
    let places = ["Kielce", "Żory", "Łódź", "Ząbki", "Çatalca", "Ostrów Świętokrzyski", "Żory", "Filipów"];
    let people: Vec<Variable> = (0..40)
        .map(|index| {
            let mut person = someone(if index % 7 == 3 { "Iſſa ſtein" } else { "Łucja Ćma" }, index);
            person.place = places[index % places.len()].into();
            person.number = if index % 3 == 0 { format!("Szk./{index}/żółć") } else { person.number };
            person
        })
        .collect();
    let fill = |person: &Variable| template.fill(person).expect("filled");
    let in_order: Vec<_> = people.iter().map(fill).collect();
    let mut reversed: Vec<_> = people.iter().rev().map(fill).collect();
    reversed.reverse();
    assert_eq!(in_order, reversed);
    for (person, drawn) in people.iter().zip(&in_order).step_by(5) {
        let alone = Template::new(&edition(6, 4)).expect("template").fill(person).expect("filled");
        assert_eq!(*drawn, alone);
    }
}

#[test]
fn a_certificate_knows_its_own_bytes_whoever_drew_them() {
    let template = Template::new(&edition(6, 4)).expect("template");
    let (person, other) = (someone("Zażółć Gęślą-Jaźń", 1), someone("Zażółć Gęślą-Jaźń", 2));
    let drawn = template.fill(&person).expect("filled");
    // an earlier version drew other pages, with the same metadata
    let earlier = [b"%PDF-1.7 other pages ".as_slice(), drawn.get(100..).expect("long")].concat();
    assert!(
        template.is_of(&person, &drawn).expect("asked") && template.is_of(&person, &earlier).expect("asked")
    );
    let preview = template.specimen(&person).expect("preview");
    for not_it in [template.fill(&other).expect("filled"), preview, Vec::new()] {
        assert!(!template.is_of(&person, &not_it).expect("asked"));
    }
}

#[test]
fn a_preview_says_so_and_carries_no_address() {
    let template = Template::new(&edition(6, 4)).expect("template");
    let mut person = someone("Łucja Ćma", 1);
    person.verify_url = String::new();
    let preview = template.specimen(&person).expect("preview");
    assert!(!preview.windows(4).any(|bytes| bytes == b"/URI"));
    assert_eq!(preview, template.specimen(&person).expect("preview"));
    assert!(matches!(template.fill(&person), Err(RenderError::Invalid { field: "verify_url", .. })));
    let text = model(6, &person, Purpose::Specimen);
    assert!(text.contains("PODGLĄD – dokument nieważny"));
}

#[test]
fn a_glyph_outside_of_the_repertoire_takes_a_master_of_its_own() {
    let template = Template::new(&edition(6, 2)).expect("template");
    let rare = template.fill(&someone("Iſſa ſtein", 1)).expect("filled");
    let common = template.fill(&someone("Issa Stein", 1)).expect("filled");
    assert!(rare.len() > common.len() && rare.len() < 32_000);
    assert_eq!(rare, template.fill(&someone("Iſſa ſtein", 1)).expect("filled"));
    assert_eq!(common, template.fill(&someone("Issa Stein", 1)).expect("filled"));
}

#[test]
fn a_template_serves_many_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Template>();
}

#[test]
fn odd_names_are_drawn_or_refused_but_never_panic() {
    let template = Template::new(&edition(6, 2)).expect("template");
    let mut odd: Vec<String> = [
        "",
        " ",
        "-",
        "a",
        "\u{0}",
        "\t",
        "\n",
        "\u{301}",
        "e\u{301}",
        "\u{feff}",
        "\u{202e}abc",
        "👩‍⚕️",
        "Дмитро",
        "Nguyễn Văn",
        "O’Neill",
        "d'Arc",
        "((()))",
        "\\\\",
        "%%EOF",
        "endobj",
        "<script>",
        "&amp;",
        "{title}",
        "ﬁ",
        "fi ffi ffl fj",
        "Qu Qą Q-Q",
        "A-B-C",
        "ſ",
        "ß",
        "İstanbul",
        "ŸÆŒ",
        "Ĳ",
        "ŉ",
        "ŀ",
        "Ŧ",
        "½",
        "™",
        "\u{a0}",
        "\u{ad}",
        "--------",
        "- - -",
        "Z\u{307}o\u{301}łc\u{301}",
        "l'Hôpital-Świątek de la Cruz",
    ]
    .map(String::from)
    .to_vec();
    odd.extend([10, 60, 200, 5000].map(|length| "Ż".repeat(length)));
    odd.extend([10, 60, 200, 5000].map(|length| "Jan ".repeat(length)));
    odd.extend([5000, 300].map(|length| "-".repeat(length)));
    let letters: Vec<char> = entities::shared::repertoire::letters().collect();
    odd.extend(letters.chunks(7).zip(letters.chunks(5).rev()).map(|(a, b)| {
        let text: String = a.iter().chain([&' ']).chain(b).collect();
        text
    }));
    odd.extend((0..100).map(name));
    assert!(odd.len() >= 200, "{}", odd.len());
    let mut drawn = 0;
    for text in &odd {
        match template.fill(&someone(text, 1)) {
            Ok(bytes) => {
                assert!(bytes.starts_with(b"%PDF-1.7") && bytes.ends_with(b"%%EOF\n"));
                assert_eq!(entities::shared::repertoire::unprintable(text), None, "{text:?}");
                drawn += 1;
            }
            Err(RenderError::Unprintable { letter }) => {
                assert_eq!(entities::shared::repertoire::unprintable(text), Some(letter), "{text:?}");
            }
            Err(error) => assert_eq!(error, RenderError::TooLong { field: "name" }, "{text:?}"),
        }
    }
    assert!(drawn >= 170, "{drawn}");
}

#[test]
fn odd_texts_elsewhere_are_drawn_or_refused_but_never_panic() {
    let odd = ["", " ", "\u{7}", "Київ", "{", "(", &"ż".repeat(5000), &"słowo ".repeat(900)];
    let mut drawn = 0;
    for text in odd {
        let text = text.to_owned();
        let editions: [fn(&mut Fixed, String); 11] = [
            |fixed, text| fixed.issuer = text,
            |fixed, text| fixed.subtitle = text,
            |fixed, text| fixed.phrase = text,
            |fixed, text| fixed.training = text,
            |fixed, text| fixed.when = text,
            |fixed, text| fixed.topics = vec![text; 3],
            |fixed, text| fixed.signatory.name = text,
            |fixed, text| fixed.signatory.post = text,
            |fixed, text| fixed.project = text,
            |fixed, text| fixed.strip[0].line1 = text,
            |fixed, text| fixed.verify_host = text,
        ];
        for change in editions {
            let mut fixed = edition(3, 2);
            change(&mut fixed, text.clone());
            let filled = Template::new(&fixed).and_then(|template| template.fill(&someone("Łucja Ćma", 1)));
            drawn += usize::from(filled.is_ok());
        }
    }
    assert!(drawn > 30, "{drawn}");
    let template = Template::new(&edition(3, 2)).expect("template");
    for text in odd {
        let people: [fn(&mut Variable, String); 5] = [
            |person, text| person.number = text,
            |person, text| person.place = text,
            |person, text| person.code = text,
            |person, text| person.verify_url = text,
            |person, text| person.corrects = Some(text),
        ];
        for change in people {
            let mut person = someone("Łucja Ćma", 1);
            change(&mut person, text.to_owned());
            let filled = template.fill(&person);
            assert!(!matches!(filled, Err(RenderError::Writer(_))), "{filled:?}");
        }
    }
    let mut late = someone("Łucja Ćma", 1);
    late.issued_at = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    late.issued_on = chrono::NaiveDate::MAX;
    assert!(template.fill(&late).is_err());
}

/// What a form has taken must not stop a certificate that has its number, however absurd it looks.
#[test]
fn whatever_the_forms_take_is_drawn() {
    use entities::shared::input::NAME_MAX;
    let words = "Wsparcie społeczności lokalnych i ich otoczenia – ";
    for letters in [words, "W", "—"] {
        let of = |most: usize| letters.chars().cycle().take(most).collect::<String>();
        let mut edition = edition(40, 4);
        edition.issuer = of(NAME_MAX);
        edition.subtitle = of(NAME_MAX);
        edition.phrase = of(NAME_MAX);
        edition.training = format!("{} – {}", of(NAME_MAX), of(NAME_MAX));
        edition.when = format!("30 września – 1 października 2026 r., {}, 120 godzin 30 minut", of(100));
        edition.signatory.name = of(NAME_MAX);
        edition.signatory.post = of(NAME_MAX);
        edition.project = format!("Projekt „{}”, nr {}", of(500), of(60));
        edition.verify_host = format!("{}/verify", "a".repeat(200));
        for sign in &mut edition.strip {
            (sign.line1, sign.line2) = (of(80), of(80));
        }
        for count in [1, 40] {
            edition.topics = vec![of(NAME_MAX); count];
            let mut person = someone(&format!("{} {}", of(NAME_MAX), of(NAME_MAX)), 7);
            person.place = of(NAME_MAX);
            person.corrects = Some(format!("{}/2026/12345", "W".repeat(20)));
            person.valid_until = Some(day(2028, 5, 18));
            person.number = format!("{}/2026/12346", "W".repeat(20));
            let template =
                Template::new(&edition).unwrap_or_else(|error| panic!("{letters} {count}: {error}"));
            for drawn in [template.fill(&person), template.specimen(&person)] {
                assert!(drawn.is_ok_and(|bytes| bytes.len() < 90_000), "{letters} {count}");
            }
        }
    }
}

/// A certificate with its seal, the longest texts included.
fn sealed(name: &str, index: usize, fixed: &Fixed) -> Variable {
    let keys = Vault::of(std::collections::BTreeMap::from([(1, [7; 32])]), 1);
    let snapshot = Snapshot { fixed: fixed.clone(), variable: someone(name, index) };
    let seal = seal::of(&snapshot, &keys);
    assert!(seal.is_some());
    Variable { seal, ..snapshot.variable }
}

#[test]
fn a_seal_is_read_from_the_page_and_its_modules_are_never_finer_than_a_phone_reads() {
    let mut long = edition(6, 4);
    long.training = "Międzysektorowa współpraca na rzecz środowisk zagrożonych wykluczeniem ".repeat(4);
    for (fixed, name) in
        [(edition(6, 4), "Łucja Ćma"), (long, "Świętosława Źdźbło-Łącka z domu Brzęczyszczykiewicz")]
    {
        let person = sealed(name, 7, &fixed);
        let Layout { places, .. } = layout::fixed(&fixed, Purpose::Issue).expect("edition");
        let overlay = person::variable(&places, &fixed, &person).expect("person");
        let symbols = overlay.pages.iter().flatten().filter_map(|item| match item {
            Item::Bits { modules, side, .. } => Some((*modules, *side)),
            _ => None,
        });
        let symbols: Vec<(usize, f32)> = symbols.collect();
        let [(modules, side)] = symbols[..] else { panic!("{symbols:?}") };
        assert!(modules <= 73 && side / modules as f32 * 25.4 / 72.0 >= 0.35, "{modules} on {side}");
    }
}

#[test]
fn sealed_certificates_have_the_same_bytes_alone_and_among_others_and_stay_small() {
    let fixed = edition(6, 4);
    let template = Template::new(&fixed).expect("template");
    let people: Vec<Variable> = (0..30).map(|index| sealed(&name(index), index, &fixed)).collect();
    let in_order: Vec<_> = people.iter().map(|person| template.fill(person).expect("filled")).collect();
    let mut reversed: Vec<_> =
        people.iter().rev().map(|person| template.fill(person).expect("filled")).collect();
    reversed.reverse();
    assert_eq!(in_order, reversed);
    let alone = Template::new(&fixed).expect("template").fill(&people[7]).expect("filled");
    assert_eq!(alone, in_order[7]);
    assert!(in_order.iter().all(|bytes| bytes.len() <= 40_000));
    // What a reader hears and where a click leads is the address alone.
    assert!(template.is_of(&people[7], &alone).expect("asked"));
}
