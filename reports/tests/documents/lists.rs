//! Attendance lists: page model, shares of pages, odd input.

use entities::trainings::attendance_sheet::{AttendanceSheet, SheetSession};
use proptest::prelude::*;
use reports::document::{RenderError, dump};
use reports::trainings::sheet_layout::{layout, render};

use crate::samples::sheet;

#[test]
fn the_page_model_of_a_list_is_as_reviewed() {
    insta::assert_snapshot!("attendance_list", dump::dump(&layout(&sheet(14, 4)).expect("laid out").0));
}

#[test]
fn no_page_is_mostly_empty() {
    for people in [2, 7, 12, 13, 14, 15, 29, 40, 41, 100, 300] {
        let (doc, _) = layout(&sheet(people, 3)).expect("laid out");
        let text = dump::dump(&doc);
        let pages: Vec<&str> = text.split("\npage ").skip(1).collect();
        // ordinals are right-aligned figures with a full stop
        let rows = |page: &str| page.lines().filter(|line| line.trim_start().starts_with("TH ")).count();
        let least = pages.iter().map(|page| rows(page)).min().unwrap_or(0);
        assert!(pages.len() == 1 || least >= 3, "{people} people: {least} rows on a page of {}", pages.len());
    }
}

#[test]
fn the_same_list_has_the_same_bytes() {
    assert_eq!(render(&sheet(40, 3)).expect("drawn"), render(&sheet(40, 3)).expect("drawn"));
    assert_ne!(render(&sheet(40, 3)).expect("drawn"), render(&sheet(41, 3)).expect("drawn"));
}

#[test]
fn odd_lists_are_drawn_or_refused_but_never_panic() {
    let mut empty = sheet(0, 0);
    empty.trainers.clear();
    empty.strip.clear();
    empty.project.clear();
    assert!(render(&empty).is_ok());
    assert!(render(&sheet(3, 1)).is_ok());

    let mut crowded = sheet(3, 1);
    crowded.sessions = vec![crowded.sessions[0].clone(); 40];
    assert!(render(&crowded).is_ok());

    for text in ["", " ", "\u{7}", "Київ", &"ż".repeat(5000), &"słowo ".repeat(900)] {
        let changes: [fn(&mut AttendanceSheet, String); 9] = [
            |list, text| list.issuer = text,
            |list, text| list.project = text,
            |list, text| list.training = text,
            |list, text| list.venue = text,
            |list, text| list.sessions[0].title = text,
            |list, text| list.sessions[0].hours = text,
            |list, text| list.trainers[0] = text,
            |list, text| list.rows[1].name = text,
            |list, text| list.rows[1].institution = text,
        ];
        for change in changes {
            let mut list = sheet(3, 2);
            change(&mut list, text.to_owned());
            match render(&list) {
                Ok((bytes, _)) => assert!(bytes.starts_with(b"%PDF-1.7")),
                Err(error) => assert!(!matches!(error, RenderError::Writer(_)), "{error}"),
            }
        }
    }
}

#[test]
fn a_list_of_a_thousand_is_drawn() {
    assert!(render(&sheet(1_000, 3)).expect("drawn").0.len() > 100_000);
}

#[test]
fn many_trainers_get_room_to_sign() {
    let mut list = sheet(20, 2);
    list.trainers = vec!["dr Żaneta Łącka".into(); 10];
    let text = dump::dump(&layout(&list).expect("laid out").0);
    assert_eq!(text.matches("\"dr·Żaneta Łącka\"").count() + text.matches("\"dr Żaneta Łącka\"").count(), 10);
}

#[test]
fn sessions_that_do_not_fit_side_by_side_follow_in_a_table_of_their_own() {
    let mut list = sheet(30, 1);
    list.sessions = (1..=11)
        .map(|n| SheetSession {
            title: format!("Warsztat {n}"), hours: format!("{}:00–{}:45", n + 7, n + 7)
        })
        .collect();
    let text = dump::dump(&layout(&list).expect("laid out").0);
    assert_eq!(text.matches("Table\n").count(), 2, "{text}");
    assert!(text.contains("Zajęcia·7–11") || text.contains("Zajęcia 7–11"), "{text}");
    for n in 1..=11 {
        assert!(text.contains(&format!("{}:45", n + 7)), "{n}");
    }
    assert_eq!(text.matches("Podpis").count(), 1, "the trainers sign once");
}

/// One person whose name no face has keeps nobody from signing.
#[test]
fn a_name_in_foreign_letters_does_not_stop_the_list() {
    let mut list = sheet(3, 2);
    list.rows[1].name = "Шевченко Дмитро".into();
    let text = dump::dump(&layout(&list).expect("laid out").0);
    assert!(text.contains("????????") && text.contains("Znak zapytania"), "{text}");
    assert!(!dump::dump(&layout(&sheet(3, 2)).expect("laid out").0).contains("Znak zapytania"));
}

#[test]
fn whatever_the_forms_take_stands_on_the_list() {
    use entities::shared::input::NAME_MAX;
    for letters in ["Wsparcie społeczności lokalnych i ich otoczenia – ", "W", "—", "ż-"] {
        let of = |most: usize| letters.chars().cycle().take(most).collect::<String>();
        let mut list = sheet(3, 8);
        (list.issuer, list.venue) = (of(NAME_MAX), format!("{}, {}", of(NAME_MAX), of(100)));
        list.training = format!("{} – {}", of(NAME_MAX), of(NAME_MAX));
        list.project = format!("Projekt „{}”, nr {}", of(500), of(60));
        list.trainers = vec![format!("{} {}", of(NAME_MAX), of(NAME_MAX)); 4];
        for row in &mut list.rows {
            (row.name, row.institution) = (format!("{} {}", of(NAME_MAX), of(NAME_MAX)), of(NAME_MAX));
        }
        for session in &mut list.sessions {
            session.title = of(NAME_MAX);
        }
        let drawn = render(&list);
        assert!(drawn.is_ok(), "{letters}: {:?}", drawn.err());
    }
}

#[test]
fn nobody_signs_for_the_session_of_another_group() {
    let mut list = sheet(3, 4);
    let crossed =
        |list: &AttendanceSheet| dump::dump(&layout(list).expect("laid out").0).matches("\"—\"").count();
    assert_eq!(crossed(&list), 0);
    list.rows[0].not_own = vec![1, 2];
    list.rows[2].not_own = vec![3];
    assert_eq!(crossed(&list), 3);
    // In a further table, too.
    list.sessions = vec![list.sessions[0].clone(); 12];
    list.rows[2].not_own = vec![11];
    assert_eq!(crossed(&list), 3);
}

#[test]
fn each_page_says_which_it_is_and_who_stands_on_it() {
    use entities::trainings::sheet_mark::grouped;
    for (people, sessions) in [(3, 2), (45, 3)] {
        let list = sheet(people, sessions);
        let (doc, parts) = layout(&list).expect("laid out");
        let text = dump::dump(&doc);
        assert_eq!(text.matches(" bits 25 × 25 on 50.0").count(), doc.pages.len(), "{text}");
        let code = grouped(&list.mark.as_ref().expect("marked").code);
        assert_eq!(text.matches(&code).count(), doc.pages.len());
        assert_eq!(parts.len(), doc.pages.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every line stands on one page of each table, in order, and with it every session: so a page is read back.
    #[test]
    fn every_line_and_session_stands_on_exactly_one_page(
        people in 0_usize..160, blank in 0_usize..30, sessions in 0_usize..20, trainers in 0_usize..12, long in 0_usize..40,
    ) {
        let mut list = sheet(people, 1);
        let one = list.sessions[0].clone();
        list.sessions = (0..sessions).map(|_| one.clone()).collect();
        list.trainers = vec!["dr Żaneta Łącka".into(); trainers];
        list.blank_lines = blank;
        for row in list.rows.iter_mut().step_by(7) {
            row.institution = "Stowarzyszenie Wspólna Droga ".repeat(long / 8 + 1);
        }
        let (doc, parts) = layout(&list).expect("laid out");
        prop_assert_eq!(doc.pages.len(), parts.len());
        let lines = i32::try_from(people + blank).expect("few");
        for (n, part) in parts.iter().enumerate() {
            prop_assert_eq!(part.number, i32::try_from(n).expect("few") + 1);
        }
        let mut column = 1;
        for table in parts.chunk_by(|a, b| a.sessions == b.sessions) {
            prop_assert_eq!(table[0].sessions.0, column);
            column = table[0].sessions.1 + 1;
            let mut line = 1;
            for part in table {
                prop_assert_eq!(part.lines.0, line);
                prop_assert!(part.lines.1 >= line - 1);
                line = part.lines.1 + 1;
            }
            prop_assert_eq!(line, lines + 1);
        }
        prop_assert_eq!(column, i32::try_from(sessions).expect("few") + 1);
    }
}
