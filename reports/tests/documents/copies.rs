//! Samples of copies of a person's data: invented people.

use chrono::{DateTime, Utc};
use entities::requests::copy::{Cell, Export, FORMAT, Section, VERSION};
use entities::shared::ids::PersonId;
use serde_json::Value;

/// A cell with a text for people.
fn cell(name: &str, label: &str, text: Option<&str>) -> Cell {
    let value = text.map_or(Value::Null, Value::from);
    Cell { name: name.into(), label: label.into(), value, text: text.map(str::to_owned) }
}

fn section(name: &str, label: &str, about: &str, rows: Vec<Vec<Cell>>) -> Section {
    Section { name: name.into(), label: label.into(), about: about.into(), rows }
}

/// A copy with so many lines of the trail.
pub fn copy(lines: usize) -> Export {
    let generated_at: DateTime<Utc> = "2026-05-12T07:00:00Z".parse().expect("a time");
    let person = vec![
        cell("firstName", "Imię (imiona)", Some("Żaneta Maria")),
        cell("lastName", "Nazwisko", Some("Brzęczyszczykiewicz-Łącka")),
        cell(
            "email",
            "Adres e-mail",
            Some("zaneta.maria.brzeczyszczykiewicz-lacka@osrodek-pomocy-spolecznej.example.pl"),
        ),
        cell("phone", "Telefon", Some("600 700 800")),
        cell("changedAt", "Ostatnia zmiana", None),
    ];
    let enrolment = |training: &str, diet: Option<&str>| {
        vec![
            cell("training", "Szkolenie", Some(training)),
            cell("institution", "Instytucja", Some("Gminny Ośrodek Pomocy Społecznej w Bielinach")),
            cell("state", "Stan", Some("ukończone")),
            cell("requestedAt", "Zgłoszono", Some("12 maja 2026 r., godz. 9:00")),
            cell("diet", "Dieta", diet),
            cell("night", "Nocleg", Some("tak")),
        ]
    };
    let line = |index: usize| {
        vec![
            cell("at", "Kiedy", Some("12 maja 2026 r., godz. 9:00")),
            cell(
                "action",
                "Czynność",
                Some(if index.is_multiple_of(2) { "pobranie dokumentu" } else { "zapis na szkolenie" }),
            ),
            cell("subject", "Dotyczy", Some("dokument")),
            cell("fromState", "Stan przed", None),
            cell("toState", "Stan po", index.is_multiple_of(3).then_some("confirmed")),
        ]
    };
    Export {
        format: FORMAT.into(),
        version: VERSION,
        language: "pl".into(),
        generated_at,
        person_id: PersonId(uuid::Uuid::from_u128(1)),
        name: "Żaneta Maria Brzęczyszczykiewicz-Łącka".into(),
        controllers: vec![
            "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
            "ROPS w Olsztynie".into(),
        ],
        rights: vec![
            "Dane można w każdej chwili poprawić lub uzupełnić: wystarczy napisać do biura projektu.".into(),
            "Na sposób przetwarzania danych można wnieść skargę do Prezesa Urzędu Ochrony Danych Osobowych."
                .into(),
        ],
        sections: vec![
            section("person", "Dane osoby", "Wpis w rejestrze osób.", vec![person]),
            section("user", "Konto", "Konto w systemie.", vec![]),
            section(
                "enrolment",
                "Zapisy na szkolenia",
                "Udział w szkoleniach należy do dokumentacji projektu i jest przechowywany tak długo jak ona.",
                vec![
                    enrolment("Szkoła Kooperacji – współpraca międzysektorowa", Some("bez orzechów")),
                    enrolment("Diagnoza potrzeb społeczności lokalnej", None),
                ],
            ),
            section("delivery", "Wiadomości", "O czym i kiedy do osoby napisano.", vec![]),
            section(
                "audit_entry",
                "Dziennik zmian",
                "Co zrobiono z konta osoby i co zrobiono z jej danymi.",
                (0..lines).map(line).collect(),
            ),
        ],
    }
}
