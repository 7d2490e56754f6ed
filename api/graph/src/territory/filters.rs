//! Filters and orders of the territory's connections.

use entities::shared::ids::UnitId;
use entities::territory::{UnitLevel, territorial_unit};
use kit::filter::{AnyOf, Contains, Id, Number, OnlyNull};
use kit::{filter, ordering};

filter! {
    /// Which territorial units. Where no filter is given, those that exist now.
    pub struct TerritorialUnitFilter for territorial_unit {
        /// Of these levels.
        levels: AnyOf<UnitLevel> = Level;
        /// One level below this unit.
        parent_id: Id<UnitId> = ParentId;
        /// Anywhere in this voivodeship, itself included.
        voivodeship_id: Id<UnitId> = VoivodeshipId;
        /// With this TERC code.
        terc: Number = Terc;
        /// Whose name holds this text, whatever its case.
        name_contains: Contains = Name;
        /// Only units that exist now; false adds those that a later register has closed.
        #[graphql(default)]
        current_only: OnlyNull = ValidTo;
    }
}

ordering! {
    /// How territorial units are ordered.
    pub enum TerritorialUnitOrder for territorial_unit by default NameAsc {
        /// By name in Polish order.
        NameAsc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey];
        /// By TERC code.
        TercAsc,
        /// By TERC code, highest first.
        TercDesc = "terc" [Terc];
    }
}
