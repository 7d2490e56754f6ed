//! Codes that are and codes that are not.

use proptest::prelude::*;

use super::*;

fn terc(text: &str) -> Terc {
    Terc::parse(text).unwrap()
}

#[test]
fn there_are_sixteen_voivodeships_and_each_has_an_even_number() {
    let numbers = (0..100).filter(|n| is_voivodeship(&format!("{n:02}")));
    assert_eq!(numbers.count(), VOIVODESHIPS);
}

#[test]
fn a_code_tells_level_kind_and_where_it_belongs() {
    let town = terc("0201044");
    assert_eq!(town.level(), UnitLevel::Part);
    assert_eq!(town.rodz(), Some(Rodz::Town));
    assert_eq!((town.voivodeship(), town.powiat(), town.gmina()), ("02", Some("0201"), Some("020104")));
    assert_eq!(terc("00").level(), UnitLevel::Country);
    assert_eq!(terc("26").level(), UnitLevel::Voivodeship);
    assert_eq!(terc("2604").level(), UnitLevel::Powiat);
    assert_eq!(terc("2604022").level(), UnitLevel::Gmina);
    assert_eq!(terc("2604").gmina(), None);
}

#[test]
fn cities_with_powiat_rights_have_the_numbers_from_61() {
    assert!(terc("2661").is_city_powiat());
    assert!(!terc("2660").is_city_powiat());
    assert!(!terc("2661011").is_city_powiat());
    assert!(terc("2661011").in_city_powiat());
    assert!(!terc("26").in_city_powiat());
}

#[test]
fn parts_of_gminas_never_apply() {
    assert_eq!(terc("2661").applicant(), Some(ApplicantKind::Powiat));
    assert_eq!(terc("2661011").applicant(), Some(ApplicantKind::GminaUrban));
    assert_eq!(terc("2604022").applicant(), Some(ApplicantKind::GminaRural));
    assert_eq!(terc("0201043").applicant(), Some(ApplicantKind::GminaUrbanRural));
    for none in ["00", "26", "0201044", "0201045", "1465028", "0264029"] {
        assert_eq!(terc(none).applicant(), None, "{none}");
    }
}

#[test]
fn what_is_no_code_is_refused() {
    let wrong = ["", "2", "01", "34", "0x", "260", "2600", "26040", "260402", "2604020", "2604027"];
    for text in wrong.into_iter().chain(["2604002", "26040222", "２６", "0001", " 26", "+2"]) {
        assert!(Terc::parse(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_taken_is_kept(text in "\\PC{0,8}|[0-9]{0,8}") {
        if let Ok(terc) = Terc::parse(&text) {
            prop_assert_eq!(terc.as_str(), &text);
            terc.level();
            terc.applicant();
        }
    }
}
