//! Compares a register with the units that are stored. Pure: nothing is read or written here.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::{Entry, Register};
use crate::shared::error::{Detail, Refusal};
use crate::shared::ids::UnitId;
use crate::shared::refusals::{INVALID, WRONG_STATE};
use crate::territory::UnitLevel;
use crate::territory::terc::{COUNTRY, VOIVODESHIPS};
use crate::territory::territorial_unit::Model;

/// What an import has to write.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The country, where it is not stored yet.
    pub country: Option<UnitId>,
    /// Units that come into force, higher levels first.
    pub added: Vec<Added<'a>>,
    /// Units in force that get another name, description or parent.
    pub changed: Vec<Changed<'a>>,
    /// Units no longer in force.
    pub closed: Vec<UnitId>,
    /// Units that are as they were.
    pub unchanged: usize,
}

/// A unit that comes into force.
#[derive(Debug)]
pub(super) struct Added<'a> {
    pub id: UnitId,
    pub entry: &'a Entry,
    pub parent: UnitId,
    pub voivodeship: UnitId,
    /// None in the first register of its voivodeship.
    pub valid_from: Option<NaiveDate>,
}

/// A unit in force that changes.
#[derive(Debug)]
pub(super) struct Changed<'a> {
    pub row: &'a Model,
    pub entry: &'a Entry,
    pub parent: UnitId,
    /// Whether the old name stays behind in a closed row; a mere correction leaves none.
    pub keeps_old: bool,
}

impl Changed<'_> {
    /// Whether the register writes the unit differently; else only its parent is another row.
    pub fn is_rename(&self) -> bool {
        self.row.name != self.entry.name || self.row.name_extra != self.entry.name_extra
    }
}

/// The last day before a register's state.
pub(super) fn day_before(state_on: NaiveDate) -> NaiveDate {
    state_on.checked_sub_days(Days::new(1)).unwrap_or(state_on)
}

/// What `register` changes about `stored` (all units, closed ones included).
///
/// # Errors
/// `Invalid` for a complete register that lacks a voivodeship, `WrongState` for one that would change the past:
/// whose day lies before a period that is stored already.
pub(super) fn compare<'a>(
    stored: &'a [Model],
    register: &'a Register,
    complete: bool,
    mut new_id: impl FnMut() -> UnitId,
) -> Result<Plan<'a>, Refusal> {
    let voivodeships = register.entries.iter().filter(|e| e.terc.level() == UnitLevel::Voivodeship).count();
    if complete && voivodeships != VOIVODESHIPS {
        let least = i64::try_from(VOIVODESHIPS).unwrap_or(i64::MAX);
        return Err(Refusal::of(INVALID, "complete").with(Detail::Limit(least)));
    }
    let in_force: HashMap<&str, &Model> =
        stored.iter().filter(|row| row.valid_to.is_none()).map(|row| (row.terc.as_str(), row)).collect();
    let known: HashSet<&str> = stored.iter().filter_map(|row| row.terc.get(..2)).collect();

    let mut plan = Plan::default();
    let mut ids: HashMap<&str, UnitId> = in_force.iter().map(|(terc, row)| (*terc, row.id)).collect();
    if !ids.contains_key(COUNTRY) {
        let id = new_id();
        plan.country = Some(id);
        ids.insert(COUNTRY, id);
    }
    for entry in &register.entries {
        ids.entry(entry.terc.as_str()).or_insert_with(&mut new_id);
    }
    let of = |terc: &str| ids.get(terc).copied().ok_or_else(|| Refusal::of(INVALID, "register"));
    for entry in &register.entries {
        let (id, parent) = (of(entry.terc.as_str())?, of(entry.parent.as_str())?);
        let Some(row) = in_force.get(entry.terc.as_str()).copied() else {
            let valid_from = known.contains(entry.terc.voivodeship()).then_some(register.state_on);
            let voivodeship = of(entry.terc.voivodeship())?;
            plan.added.push(Added { id, entry, parent, voivodeship, valid_from });
            continue;
        };
        let keeps_old = row.valid_from != Some(register.state_on);
        let changed = Changed { row, entry, parent, keeps_old };
        if changed.is_rename() || row.parent_id != Some(parent) {
            plan.changed.push(changed);
        } else {
            plan.unchanged += 1;
        }
    }
    if complete {
        let listed: HashSet<&str> = register.entries.iter().map(|e| e.terc.as_str()).collect();
        let gone = in_force.values().filter(|row| row.terc != COUNTRY && !listed.contains(row.terc.as_str()));
        plan.closed = gone.map(|row| row.id).collect();
        plan.closed.sort_unstable();
    }
    plan.refuse_the_past(stored, register.state_on)?;
    Ok(plan)
}

impl Plan<'_> {
    /// Periods are only ever opened and closed at their end.
    fn refuse_the_past(&self, stored: &[Model], state_on: NaiveDate) -> Result<(), Refusal> {
        let opens = self.added.iter().any(|unit| unit.valid_from.is_some());
        if !opens && self.changed.is_empty() && self.closed.is_empty() {
            return Ok(());
        }
        let past = stored.iter().any(|row| {
            row.valid_from.is_some_and(|from| from > state_on)
                || row.valid_to.is_some_and(|to| to >= state_on)
        });
        let never_was =
            stored.iter().any(|row| row.valid_from == Some(state_on) && self.closed.contains(&row.id));
        if past || never_was { Err(Refusal::of(WRONG_STATE, "stateOn")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
