//! Invented editions, people and lists. No name, office or number belongs to anyone.

use chrono::{DateTime, NaiveDate, Utc};
use entities::certificates::CertificateKind;
use entities::certificates::snapshot::{Fixed, Signatory, Variable};
use entities::partnerships::sign::{Sign, SignKind};
use entities::shared::language::Language;
use entities::trainings::attendance_sheet::{AttendanceSheet, SheetMark, SheetRow, SheetSession};
use reports::document::RenderError;
use reports::document::canvas::Anchor;
use reports::document::flow::{Flow, Frame, Look};
use reports::document::font::Face;
use reports::document::model::{A4, Artifact, Bookmark, Doc, Meta, ROOT, Role, Target};
use reports::document::style::{GREY, INK, NAVY, TEAL, style};
use reports::document::text::{Align, Setting, span};

/// Address of a code.
pub fn verify_url(code: &str) -> String {
    format!("https://zwornik.example.pl/verify/{code}")
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

pub fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("an instant")
}

const TOPICS: [&str; 10] = [
    "Współpraca międzysektorowa w usługach społecznych",
    "Diagnoza potrzeb społeczności lokalnej",
    "Deinstytucjonalizacja: od strategii do praktyki",
    "Superwizja i praca zespołowa",
    "Partnerstwa lokalne i zlecanie zadań",
    "Ewaluacja i mierzenie efektów społecznych",
    "Ochrona danych osobowych w pracy zespołu interdyscyplinarnego",
    "Rozmowa motywująca z rodziną w kryzysie",
    "Mieszkalnictwo wspomagane i treningowe",
    "Finansowanie usług społecznych z funduszy europejskich w perspektywie 2021–2027",
];

pub fn topics(count: usize) -> Vec<String> {
    TOPICS.iter().cycle().take(count).map(|topic| (*topic).to_owned()).collect()
}

pub fn strip(count: usize) -> Vec<Sign> {
    let sign = |kind, line1: &str, line2: &str, height_pct| Sign {
        kind,
        line1: line1.into(),
        line2: line2.into(),
        height_pct,
    };
    let all = [
        sign(SignKind::EuropeanUnion, "Dofinansowane przez", "Unię Europejską", 100),
        sign(SignKind::Republic, "Rzeczpospolita", "Polska", 100),
        sign(SignKind::Programme, "Fundusze Europejskie", "dla Rozwoju Społecznego", 100),
        sign(SignKind::Region, "Województwo", "Świętokrzyskie", 100),
    ];
    // the order of the guidelines, whatever the number
    let order: &[usize] = match count {
        0 => &[],
        1 => &[0],
        2 => &[2, 0],
        3 => &[2, 1, 0],
        _ => &[2, 1, 0, 3],
    };
    order.iter().filter_map(|index| all.get(*index).cloned()).collect()
}

pub fn edition(topic_count: usize, signs: usize) -> Fixed {
    Fixed {
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        subtitle: "o ukończeniu szkolenia".into(),
        phrase: "za udział w szkoleniu".into(),
        training: "Szkoła Kooperacji – szkolenie 1".into(),
        when: "12–14 maja 2026 r., 24 godziny dydaktyczne, Kielce".into(),
        topics: topics(topic_count),
        signatory: Signatory {
            name: "dr Małgorzata Żeńska".into(),
            post: "Dyrektor Regionalnego Ośrodka Polityki Społecznej w Kielcach".into(),
        },
        project:
            "Projekt „Być bliżej – więź, która łączy gminy i mieszkańców”, nr FERS.04.01-IZ.00-0000/24, \
                  współfinansowany ze środków Europejskiego Funduszu Społecznego Plus"
                .into(),
        strip: strip(signs),
        verify_host: "zwornik.example.pl/verify".into(),
        verify_link: true,
        kind: CertificateKind::Attendance,
        language: Language::Polish,
    }
}

/// The same edition of a template in English, for its trainers.
pub fn edition_in_english(topic_count: usize) -> Fixed {
    Fixed {
        subtitle: "for teaching the training".into(),
        phrase: "for teaching the sessions of".into(),
        when: "12–14 May 2026, Kielce, 24 hours".into(),
        project: "Project “Być bliżej – więź, która łączy gminy i mieszkańców”, no. FERS.04.01-IZ.00-0000/24"
            .into(),
        kind: CertificateKind::Trainer,
        language: Language::English,
        ..edition(topic_count, 4)
    }
}

pub fn person(name: &str, number: usize) -> Variable {
    let code = code(number);
    Variable {
        number: format!("SK/1/2026/{number:04}"),
        name: name.into(),
        place: "Kielce".into(),
        issued_on: day(2026, 5, 18),
        valid_until: None,
        issued_at: instant(1_779_091_200 + number as i64),
        verify_url: verify_url(&code),
        code,
        seal: None,
        corrects: None,
    }
}

/// 26 letters and figures that look like a code and mean nothing.
fn code(number: usize) -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut state = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (0..26)
        .map(|_| {
            state = state.rotate_left(5).wrapping_mul(0xd134_2543_de82_ef95);
            char::from(LETTERS[(state >> 59) as usize])
        })
        .collect()
}

pub const FIRST: [&str; 13] = [
    "Łukasz",
    "Żaneta",
    "Świętosława",
    "Grażyna",
    "Bożena",
    "Wacław",
    "Małgorzata",
    "Michał",
    "Zofia",
    "Jadwiga",
    "Ćwierad",
    "Filip",
    "Agnieszka Katarzyna",
];
pub const LAST: [&str; 17] = [
    "Wiśniewski",
    "Wójcik",
    "Gęsiński",
    "Zieliński",
    "Szymańska",
    "Woźniak",
    "Dąbrowska",
    "Żółć",
    "Ćwikła",
    "Świątek-Brzęczyszczykiewicz",
    "O’Hara-Ńwińska",
    "Afflerbach",
    "Quiński",
    "Źrebięcki",
    "Thielemann",
    "Łążyński",
    "Śnieżko-Błońska",
];

pub fn name(index: usize) -> String {
    format!("{} {}", FIRST[index % FIRST.len()], LAST[index % LAST.len()])
}

const INSTITUTIONS: [&str; 6] = [
    "Miejski Ośrodek Pomocy Społecznej w Żółkwiach",
    "Centrum Usług Społecznych w Gąsiorowicach",
    "Powiatowe Centrum Pomocy Rodzinie w Świętochnie",
    "Fundacja „Sąsiedzi”",
    "Gminny Ośrodek Pomocy Społecznej w Łękawicy Dolnej",
    "Stowarzyszenie na rzecz Osób z Niepełnosprawnościami i Ich Opiekunów „Wspólna Droga” w Ćmińsku",
];

pub fn sheet(people: usize, sessions: usize) -> AttendanceSheet {
    let titles = ["Diagnoza potrzeb", "Partnerstwa lokalne", "Superwizja", "Warsztat końcowy"];
    let hours = ["09:00–10:30", "10:45–12:15", "13:00–14:30", "14:45–16:15"];
    AttendanceSheet {
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        project: edition(0, 0).project,
        training: "Szkoła Kooperacji – szkolenie 1, edycja II".into(),
        day: day(2026, 5, 12),
        group: None,
        venue: "Centrum Szkoleniowe „Młyn”, ul. Różana 7, Kielce".into(),
        sessions: titles
            .iter()
            .zip(hours)
            .take(sessions)
            .map(|(title, hours)| SheetSession { title: (*title).into(), hours: hours.into() })
            .collect(),
        trainers: vec!["dr Żaneta Łącka".into(), "Józef Gżegżółka".into()],
        rows: (0..people)
            .map(|index| SheetRow {
                name: format!("{} {}", LAST[index % LAST.len()], FIRST[index % FIRST.len()]),
                institution: INSTITUTIONS[index % INSTITUTIONS.len()].into(),
                not_own: vec![],
            })
            .collect(),
        blank_lines: 3,
        mark: Some(SheetMark { code: "7KQM3FAB9XYZ".into(), revision: 1, replaces: None }),
        strip: strip(4),
        drawn_at: instant(1_778_500_000),
    }
}

/// A document of several pages with headings, an outline, justified paragraphs and a link between pages.
pub fn chapters() -> Result<Doc, RenderError> {
    let meta = Meta {
        title: "Raport z pilotażu".into(),
        author: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        subject: "Przykład dokumentu wielostronicowego".into(),
        created: instant(1_779_091_200),
        language: Language::Polish,
    };
    let frame = Frame { size: A4, sides: (68.0, A4.0 - 68.0), ends: (86.0, 770.0) };
    let mut flow = Flow::new(meta, frame);
    let (chapter, section) = (style(Face::Display, 23.0, NAVY), style(Face::TextBold, 12.0, TEAL));
    let setting = Setting { width: flow.width(), align: Align::Justify, hyphenate: true };
    let body = Look { before: 0.0, leading: 14.6, after: 6.5 };
    let text = "Pilotaż modelu kooperacji miał sprawdzić, czy stała współpraca instytucji pomocy społecznej, \
                ochrony zdrowia, edukacji i organizacji pozarządowych skraca drogę mieszkańca do usługi oraz \
                ogranicza liczbę interwencji kryzysowych. W każdej z dwunastu gmin powołano zespół kooperacyjny, \
                a pracownicy wzięli udział w cyklu szkoleń i ścieżek nauki „Szkoła Kooperacji”. ";
    let headings = [(1, "Cel i zakres"), (2, "Najważniejsze ustalenia"), (2, "Źródła"), (1, "Wnioski")];
    for (level, title) in headings {
        let (role, look) = if level == 1 { (Role::H1, chapter) } else { (Role::H2, section) };
        flow.heading(role, look, Look { before: 16.0, leading: look.size * 1.3, after: 8.0 }, title, 60.0)?;
        let y = flow.y - 40.0;
        flow.doc.outline.push(Bookmark { level, title: title.into(), page: flow.page, y });
        for _paragraph in 0..4 {
            flow.paragraph(&span(style(Face::Text, 10.0, INK), &text.repeat(2)), setting, body)?;
        }
    }
    let (page, y) = (flow.page, flow.y + 12.0);
    let paragraph = flow.doc.node(ROOT, Role::P);
    let link = flow.doc.node(paragraph, Role::Link);
    let teal = style(Face::Text, 10.0, TEAL);
    let width = flow.doc.tag(page, link, |canvas| canvas.text(68.0, y, Anchor::Left, teal, "Do początku"))?;
    flow.doc.link(page, link, [68.0, y - 9.0, 68.0 + width, y + 3.0], Target::Page(0), "Przejdź do początku");
    flow.finish(|doc, page, count| {
        doc.artifact(page, Artifact::Pagination, |canvas| {
            let number = format!("Strona {} z {count}", page + 1);
            canvas.text(A4.0 - 68.0, 806.0, Anchor::Right, style(Face::Text, 8.0, GREY), &number)
        })?;
        Ok(())
    })
}
