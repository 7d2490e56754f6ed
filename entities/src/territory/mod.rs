//! Territory: the country's division as the register of territorial codes (TERC) has it.
//!
//! | file | what |
//! | --- | --- |
//! | `terc.rs` | the code and the kinds of units, pure |
//! | `import/` | the register's file: parse, compare, store |
//! | `subregion.rs`, `subregion_powiat.rs` | powiats of a voivodeship that are looked after together |
//! | `actions.rs` | writes of subregions |
//! | `store.rs` | queries |
//!
//! Units are never deleted: a later register closes their period. Names are not unique. A city with powiat
//! rights is a powiat (numbers 61–99) and a gmina at once, two rows. Parts of urban-rural gminas (RODZ 4, 5)
//! and districts (8, 9) are kept apart and are never applicants.

pub mod actions;
pub mod deeds;
pub mod ids;
pub mod import;
pub mod register;
pub mod rights;
pub mod store;
pub mod subregion;
pub mod subregion_powiat;
pub mod terc;
pub mod territorial_unit;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &["audit", "register"],
    rights: rights::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[Searched { kind: 15, table: "territorial_unit", texts: &[Line("name"), Line("terc")] }],
    ..Room::of("territory")
};

db_enum! {
    /// Level of a territorial unit.
    pub enum UnitLevel {
        /// The country.
        Country = "country": "kraj" / "country",
        /// Voivodeship.
        Voivodeship = "voivodeship": "województwo" / "voivodeship",
        /// Powiat, or a city with powiat rights as a powiat.
        Powiat = "powiat": "powiat" / "powiat",
        /// Gmina.
        Gmina = "gmina": "gmina" / "gmina",
        /// Town or rural part of an urban-rural gmina, or a district.
        Part = "part": "część gminy" / "part of a gmina",
    }
}
