//! Registers against stored units, without a database.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::parse;
use super::*;
use crate::shared::refusals::{INVALID, WRONG_STATE};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A register of all voivodeships on `state_on`, with one powiat and the gminas given as `number;kind;name`.
fn register(state_on: &str, gminas: &[&str]) -> Register {
    let mut text = String::from("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n");
    for n in 1..=16 {
        text.push_str(&format!("{:02};;;;WOJEWÓDZTWO {n};województwo;{state_on}\n", n * 2));
    }
    text.push_str(&format!("26;04;;;kielecki;powiat;{state_on}\n"));
    for gmina in gminas {
        text.push_str(&format!("26;04;{gmina};gmina;{state_on}\n"));
    }
    parse(text.as_bytes()).unwrap()
}

fn counter() -> impl FnMut() -> UnitId {
    let mut last = 0;
    move || {
        last += 1;
        UnitId(Uuid::from_u128(last))
    }
}

fn row(id: UnitId, terc: &str, entry: Option<&Entry>, parent_id: Option<UnitId>) -> Model {
    let level = entry.map_or(UnitLevel::Country, |e| e.terc.level());
    Model {
        id,
        terc: terc.to_owned(),
        level,
        rodz: None,
        city_powiat: false,
        name: entry.map_or("Polska", |e| &e.name).to_owned(),
        name_key: vec![],
        name_extra: entry.map_or("kraj", |e| &e.name_extra).to_owned(),
        parent_id,
        voivodeship_id: None,
        valid_from: None,
        valid_to: None,
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        created_by: None,
        updated_at: DateTime::<Utc>::UNIX_EPOCH,
        updated_by: None,
        version: 1,
    }
}

/// The rows that the first import of `register` leaves.
fn stored(register: &Register) -> Vec<Model> {
    let plan = compare(&[], register, true, counter()).unwrap();
    let mut rows = vec![row(plan.country.unwrap(), "00", None, None)];
    rows.extend(plan.added.iter().map(|unit| Model {
        valid_from: unit.valid_from,
        ..row(unit.id, unit.entry.terc.as_str(), Some(unit.entry), Some(unit.parent))
    }));
    rows
}

#[test]
fn the_first_register_adds_everything_with_an_open_start() {
    let first = register("2020-01-01", &["02;2;Bieliny"]);
    let plan = compare(&[], &first, true, counter()).unwrap();
    assert!(plan.country.is_some());
    assert_eq!((plan.added.len(), plan.changed.len(), plan.closed.len(), plan.unchanged), (18, 0, 0, 0));
    assert!(plan.added.iter().all(|unit| unit.valid_from.is_none()));
}

#[test]
fn the_same_register_again_changes_nothing_whatever_its_day() {
    for state_on in ["2020-01-01", "2019-01-01", "2026-01-01"] {
        let rows = stored(&register("2020-01-01", &["02;2;Bieliny"]));
        let again = register(state_on, &["02;2;Bieliny"]);
        let plan = compare(&rows, &again, true, counter()).unwrap();
        assert!(plan.country.is_none());
        assert_eq!((plan.added.len(), plan.changed.len(), plan.closed.len(), plan.unchanged), (0, 0, 0, 18));
    }
}

#[test]
fn a_later_register_opens_closes_and_renames_from_its_day() {
    let rows = stored(&register("2020-01-01", &["02;2;Bieliny", "03;2;Bodzentyn", "04;2;Chęciny"]));
    // One gmina got a town (another kind is another code), one another name, one is gone.
    let later = register("2021-01-01", &["02;3;Bieliny", "03;2;Bodzentyn Nowy"]);
    let plan = compare(&rows, &later, true, counter()).unwrap();
    assert_eq!(plan.added.len(), 1);
    assert_eq!(plan.added[0].entry.terc.as_str(), "2604023");
    assert_eq!(plan.added[0].valid_from, Some(day("2021-01-01")));
    assert_eq!(plan.changed.len(), 1);
    assert!(plan.changed[0].is_rename() && plan.changed[0].keeps_old);
    assert_eq!(plan.closed.len(), 2);
    assert_eq!(day_before(later.state_on), day("2020-12-31"));
}

#[test]
fn a_partial_register_closes_nothing_and_a_complete_one_needs_all_voivodeships() {
    let rows = stored(&register("2020-01-01", &["02;2;Bieliny"]));
    let mut part = register("2021-01-01", &["03;2;Bodzentyn"]);
    part.entries.retain(|entry| entry.terc.voivodeship() == "26");
    let plan = compare(&rows, &part, false, counter()).unwrap();
    assert_eq!((plan.added.len(), plan.closed.len(), plan.unchanged), (1, 0, 2));
    let refusal = compare(&rows, &part, true, counter()).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_str()), (INVALID, "complete"));
}

#[test]
fn voivodeships_that_were_left_out_at_first_still_get_an_open_start() {
    let whole = register("2020-01-01", &["02;2;Bieliny"]);
    let mut part = whole.clone();
    part.entries.retain(|entry| entry.terc.voivodeship() == "26");
    let plan = compare(&[], &part, false, counter()).unwrap();
    let mut rows = vec![row(plan.country.unwrap(), "00", None, None)];
    rows.extend(plan.added.iter().map(|u| row(u.id, u.entry.terc.as_str(), Some(u.entry), Some(u.parent))));
    let plan = compare(&rows, &whole, true, counter()).unwrap();
    assert_eq!((plan.added.len(), plan.unchanged), (15, 3));
    assert!(plan.added.iter().all(|unit| unit.valid_from.is_none()));
}

#[test]
fn the_past_does_not_change() {
    let mut rows = stored(&register("2020-01-01", &["02;2;Bieliny"]));
    rows.iter_mut().for_each(|row| row.valid_from = Some(day("2020-01-01")));
    let refused = |register: &Register| {
        let refusal = compare(&rows, register, true, counter()).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_str()), (WRONG_STATE, "stateOn"));
    };
    refused(&register("2019-01-01", &["02;2;Inne"]));
    refused(&register("2019-01-01", &["02;2;Bieliny", "03;2;Bodzentyn"]));
    refused(&register("2020-01-01", &[]));
    // A corrected edition of the same day corrects the row and leaves no other behind.
    let corrected = register("2020-01-01", &["02;2;Bieliny Małe"]);
    let plan = compare(&rows, &corrected, true, counter()).unwrap();
    assert!(plan.changed.iter().all(|unit| !unit.keeps_old));
}
