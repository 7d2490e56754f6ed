//! The register's file, whole and broken.

use proptest::prelude::*;

use super::super::ImportReport;
use super::*;

const HEADER: &str = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n";

/// A city with districts, an urban-rural gmina with its parts, a rural gmina.
const SMALL: &str = "\
14;;;;MAZOWIECKIE;województwo;2020-01-01\r\n\
14;01;;;białobrzeski;powiat;2020-01-01\r\n\
14;01;01;3;Białobrzegi;gmina miejsko-wiejska;2020-01-01\r\n\
14;01;01;4;Białobrzegi;miasto;2020-01-01\r\n\
14;01;01;5;Białobrzegi;obszar wiejski;2020-01-01\r\n\
14;01;02;2;Promna;gmina wiejska;2020-01-01\r\n\
14;65;;;Warszawa;miasto stołeczne, na prawach powiatu;2020-01-01\r\n\
14;65;01;1;Warszawa;gmina miejska, miasto stołeczne;2020-01-01\r\n\
14;65;02;8;Bemowo;dzielnica;2020-01-01\r\n";

fn read(lines: &str) -> Result<Register, BrokenLine> {
    parse(format!("\u{feff}{HEADER}{lines}\r\n").as_bytes())
}

fn parent_of(register: &Register, code: &str) -> String {
    register.entries.iter().find(|e| e.terc.as_str() == code).unwrap().parent.to_string()
}

#[test]
fn a_register_is_read_with_everybodys_parent() {
    let register = read(SMALL).unwrap();
    assert_eq!(register.entries.len(), 9);
    assert_eq!(register.state_on.to_string(), "2020-01-01");
    for (code, parent) in [
        ("14", "00"),
        ("1401", "14"),
        ("1401013", "1401"),
        ("1401014", "1401013"),
        ("1401015", "1401013"),
        ("1465011", "1465"),
        ("1465028", "1465011"),
    ] {
        assert_eq!(parent_of(&register, code), parent, "{code}");
    }
    let report = ImportReport::of(&register);
    assert_eq!((report.powiats, report.city_powiats, report.gminas(), report.districts), (1, 1, 3, 1));
}

#[test]
fn a_parent_may_stand_below_its_children() {
    let turned: String = SMALL.lines().rev().map(|line| format!("{line}\n")).collect();
    let register = read(&turned).unwrap();
    assert_eq!(register.entries[0].terc.as_str(), "14");
    assert_eq!(parent_of(&register, "1465028"), "1465011");
}

#[test]
fn the_first_broken_line_is_named_with_its_column() {
    for (line, column, reason) in [
        ("15;;;;NIGDZIE;województwo;2020-01-01", "WOJ", Reason::Voivodeship),
        ("1;;;;NIGDZIE;województwo;2020-01-01", "WOJ", Reason::Digits),
        (";01;;;nikogo;powiat;2020-01-01", "WOJ", Reason::Digits),
        ("14;1;;;nikogo;powiat;2020-01-01", "POW", Reason::Digits),
        ("14;;01;2;Nikt;gmina wiejska;2020-01-01", "POW", Reason::Digits),
        ("14;01;a1;2;Nikt;gmina wiejska;2020-01-01", "GMI", Reason::Digits),
        ("14;01;;2;Nikt;gmina wiejska;2020-01-01", "GMI", Reason::Digits),
        ("14;01;09;6;Nikt;gmina wiejska;2020-01-01", "RODZ", Reason::Kind),
        ("14;01;09;;Nikt;gmina wiejska;2020-01-01", "RODZ", Reason::Kind),
        ("14;01;09;2;;gmina wiejska;2020-01-01", "NAZWA", Reason::Name),
        ("14;01;09;2;Nikt;gmina wiejska;2020-13-01", "STAN_NA", Reason::Date),
        ("14;01;09;2;Nikt;gmina wiejska;20201-01-01", "STAN_NA", Reason::Date),
        ("14;01;09;2;Nikt;gmina wiejska;1889-01-01", "STAN_NA", Reason::Date),
        ("14;01;09;2;Nikt;gmina wiejska;2021-01-01", "STAN_NA", Reason::OtherDate),
        ("14;01;09;2;Nikt;gmina wiejska", "", Reason::Columns(6)),
        ("14;01;02;2;Promna;gmina wiejska;2020-01-01", "", Reason::Duplicate(7)),
        ("14;01;02;1;Promna;gmina miejska;2020-01-01", "RODZ", Reason::Duplicate(7)),
        ("14;02;01;2;Nikt;gmina wiejska;2020-01-01", "", Reason::MissingParent),
        ("14;01;02;4;Promna;miasto;2020-01-01", "", Reason::MissingParent),
        ("14;01;07;8;Nikt;dzielnica;2020-01-01", "", Reason::MissingParent),
        ("16;01;;;nikogo;powiat;2020-01-01", "", Reason::MissingParent),
    ] {
        let found = read(&format!("{SMALL}{line}\r\n")).unwrap_err();
        assert_eq!(found, BrokenLine { line: 11, column, reason }, "{line}");
    }
}

#[test]
fn what_is_no_register_is_refused_by_its_first_line() {
    let reason = |bytes: &[u8]| parse(bytes).unwrap_err().reason;
    assert_eq!(reason(b""), Reason::Empty);
    assert_eq!(reason(HEADER.as_bytes()), Reason::Empty);
    assert_eq!(reason(SMALL.as_bytes()), Reason::Header);
    assert_eq!(reason("a,b,c\n".as_bytes()), Reason::Header);
    let mut latin = format!("{HEADER}14;;;;MAZOWIECKIE;wojew").into_bytes();
    latin.extend_from_slice(b"\xf3dztwo;2020-01-01\r\n");
    assert_eq!(parse(&latin).unwrap_err(), BrokenLine { line: 2, column: "", reason: Reason::NotUtf8 });
}

#[test]
fn blank_lines_end_a_register_and_never_stand_within() {
    assert!(read(SMALL).is_ok() && read(&format!("{SMALL}\r\n\r\n")).is_ok());
    let (first, rest) = SMALL.split_at(SMALL.find("14;01;01").unwrap());
    let found = read(&format!("{first}\r\n{rest}")).unwrap_err();
    assert_eq!((found.line, found.column, found.reason), (4, "", Reason::Blank));
}

#[test]
fn a_name_has_letters_that_documents_can_print() {
    let unseen = read(&SMALL.replace("Promna", "\u{feff}Pro\u{200b}mna\u{202e}")).unwrap();
    assert_eq!(unseen.entries, read(SMALL).unwrap().entries, "what nobody sees is no part of a name");
    for odd in ["😀", "Prom\u{1b}na", "Промна"] {
        let found = read(&SMALL.replace("Promna", odd)).unwrap_err();
        assert_eq!((found.line, found.column, found.reason), (7, "NAZWA", Reason::Name), "{odd:?}");
    }
}

#[test]
fn the_official_register_is_read_whole() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/real/TERC_Urzedowy_2020-09-26.csv");
    let Ok(bytes) = std::fs::read(path) else { return };
    let register = parse(&bytes).unwrap();
    assert_eq!(register.entries.len(), 4194);
    let report = ImportReport::of(&register);
    assert_eq!((report.voivodeships, report.powiats, report.city_powiats), (16, 314, 66));
    assert_eq!((report.gminas_urban, report.gminas_rural, report.gminas_urban_rural), (302, 1533, 642));
    assert_eq!((report.gminas(), report.towns, report.rural_parts, report.districts), (2477, 642, 642, 37));
}

proptest! {
    #[test]
    fn no_file_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
        let _ = parse(&[HEADER.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_line_panics(line in "[0-9]{0,3};[0-9]{0,3};[0-9]{0,3};[0-9]{0,2};\\PC{0,5};\\PC{0,5};[0-9-]{0,11}") {
        let _ = read(&line);
    }
}
