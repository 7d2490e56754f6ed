//! The import of the register of territorial codes, as Statistics Poland publishes it (TERC, official version).
//!
//! | file | what |
//! | --- | --- |
//! | `parse.rs` | bytes → [`Register`], or the first [`BrokenLine`]; pure |
//! | `compare.rs` | register against the stored units → what opens, closes and changes; pure |
//! | `store.rs` | writes that, all or nothing |
//!
//! The first register of a voivodeship leaves `valid_from` open. A later one opens and closes periods. A unit
//! keeps its key for as long as its code is in force: at a rename the row in force takes the new name from the
//! register's day on, and the old name stays behind in a closed row of its own. Whatever refers to a unit thus
//! keeps referring to the one in force. A change of kind is another code, so one unit closes and another opens.
//!
//! A partial register (`complete: false`) closes nothing: it says nothing of what it leaves out. A complete one
//! must hold all sixteen voivodeships.

mod compare;
mod parse;
mod store;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::UnitLevel;
use super::terc::{Rodz, Terc};

pub use parse::parse;
pub use store::store;

/// A register that was read and holds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// The day whose state it shows.
    pub state_on: NaiveDate,
    /// Its units, higher levels first.
    pub entries: Vec<Entry>,
}

/// One unit of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Code.
    pub terc: Terc,
    /// Name as the register writes it.
    pub name: String,
    /// The register's description, e.g. `gmina wiejska`.
    pub name_extra: String,
    /// The unit one level up.
    pub parent: Terc,
}

/// The first line that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct BrokenLine {
    /// Line of the file, from 1.
    pub line: u64,
    /// Name of the column; empty for the whole line.
    pub column: &'static str,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Bytes that are no UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The first line does not name the columns of the register.
    #[error("the header is not WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA")]
    Header,
    /// Another number of columns than seven.
    #[error("{0} columns instead of 7")]
    Columns(usize),
    /// There is no such voivodeship.
    #[error("there is no such voivodeship")]
    Voivodeship,
    /// Not the digits this column has.
    #[error("wrong digits")]
    Digits,
    /// There is no such kind.
    #[error("there is no such kind of unit")]
    Kind,
    /// No name, or one that is too long or holds letters that no document can print.
    #[error("not a name")]
    Name,
    /// Not a day of 1990–2100 written as 2020-01-01.
    #[error("not a day")]
    Date,
    /// Another day than the lines before.
    #[error("another day than the lines before")]
    OtherDate,
    /// The unit is there already.
    #[error("the unit is there already, in line {0}")]
    Duplicate(u64),
    /// The unit it belongs to is missing.
    #[error("the unit it belongs to is missing")]
    MissingParent,
    /// A blank line with more after it: something is missing there.
    #[error("a blank line before the end")]
    Blank,
    /// No line but the header.
    #[error("the register is empty")]
    Empty,
}

/// What a register holds and what its import changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The day whose state the register shows.
    pub state_on: NaiveDate,
    /// Voivodeships in it.
    pub voivodeships: usize,
    /// Powiats without cities with powiat rights.
    pub powiats: usize,
    /// Cities with powiat rights.
    pub city_powiats: usize,
    /// Urban gminas.
    pub gminas_urban: usize,
    /// Rural gminas.
    pub gminas_rural: usize,
    /// Urban-rural gminas.
    pub gminas_urban_rural: usize,
    /// Towns of urban-rural gminas.
    pub towns: usize,
    /// Rural parts of urban-rural gminas.
    pub rural_parts: usize,
    /// Districts of cities (RODZ 8 and 9).
    pub districts: usize,
    /// Units that were not in force before.
    pub added: usize,
    /// Units no longer in force.
    pub closed: usize,
    /// Units with another name or description than before.
    pub changed: usize,
    /// Units that are as they were.
    pub unchanged: usize,
}

impl ImportReport {
    /// Counts a register; nothing added, closed or changed yet.
    pub fn of(register: &Register) -> Self {
        let count = |wanted: &dyn Fn(&Terc) -> bool| {
            register.entries.iter().filter(|entry| wanted(&entry.terc)).count()
        };
        let rodz = |kind: Rodz| count(&|terc| terc.rodz() == Some(kind));
        Self {
            state_on: register.state_on,
            voivodeships: count(&|terc| terc.level() == UnitLevel::Voivodeship),
            powiats: count(&|terc| terc.level() == UnitLevel::Powiat && !terc.is_city_powiat()),
            city_powiats: count(&Terc::is_city_powiat),
            gminas_urban: rodz(Rodz::Urban),
            gminas_rural: rodz(Rodz::Rural),
            gminas_urban_rural: rodz(Rodz::UrbanRural),
            towns: rodz(Rodz::Town),
            rural_parts: rodz(Rodz::RuralPart),
            districts: rodz(Rodz::District) + rodz(Rodz::Delegation),
            added: 0,
            closed: 0,
            changed: 0,
            unchanged: 0,
        }
    }

    /// All gminas.
    pub fn gminas(&self) -> usize {
        self.gminas_urban + self.gminas_rural + self.gminas_urban_rural
    }

    /// Whether the import changed nothing.
    pub fn is_no_change(&self) -> bool {
        self.added + self.closed + self.changed == 0
    }
}
