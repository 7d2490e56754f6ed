//! Indicators of pilots and their measurements per site and quarter.
//!
//! Measurement: draft → submitted → approved, and then locked: a correction is a new revision with a reason. Who
//! submits does not approve.

pub mod actions;
pub mod deeds;
pub mod ids;
pub mod indicator;
pub mod lifecycle;
pub mod measurement;
pub mod quarter;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod store;

use crate::db_enum;
use crate::rooms::Room;
use crate::shared::search::Searched;
use crate::shared::search::Text::Line;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    knows: &["audit", "pilots", "register"],
    rights: rights::ALL,
    refusals: refusals::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    others: register::OTHERS,
    kept: register::KEPT,
    searched: &[Searched { kind: 10, table: "indicator", texts: &[Line("code"), Line("name")] }],
    ..Room::of("indicators")
};

db_enum! {
    /// Kind of an indicator.
    pub enum IndicatorKind {
        /// What was delivered.
        Product = "product": "produkt" / "product",
        /// What came of it.
        Result = "result": "rezultat" / "result",
        /// How the model works.
        Model = "model": "działanie modelu" / "model",
    }
}

db_enum! {
    /// Whether more or less is better.
    pub enum Direction as "IndicatorDirection" {
        /// More is better.
        Up = "up": "wzrost" / "more is better",
        /// Less is better.
        Down = "down": "spadek" / "less is better",
    }
}

db_enum! {
    /// State of a measurement.
    pub enum MeasurementState {
        /// Entered.
        Draft = "draft": "wpisany" / "draft",
        /// Handed in; waits for approval.
        Submitted = "submitted": "złożony" / "submitted",
        /// Approved; never changes.
        Approved = "approved": "zatwierdzony" / "approved",
        /// Corrected by a later revision that was approved.
        Superseded = "superseded": "zastąpiony" / "superseded",
    }
}
