//! Filters and orders of the territory's connections.

use entities::shared::ids::UnitId;
use entities::territory::{UnitLevel, subregion, subregion_powiat, territorial_unit};
use kit::filter::{AnyOf, Contains, Id, Number, OnlyNull, Words};
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
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        name_contains: Contains = Name;
        /// Only units that exist now; false adds those that a later register has closed.
        #[graphql(default)]
        current_only: OnlyNull = ValidTo;
        /// With these words in their name or code, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
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

filter! {
    /// Which subregions.
    pub struct SubregionFilter for subregion {
        /// Of this voivodeship.
        voivodeship_id: Id<UnitId> = VoivodeshipId;
        /// Whose name holds this text, whatever its case.
        name_contains: Contains = Name;
    }
}

ordering! {
    /// How subregions are ordered.
    pub enum SubregionOrder for subregion by default NameAsc {
        /// By name in Polish order.
        NameAsc,
        /// By name in Polish order, last first.
        NameDesc = "name" [NameKey];
    }
}

filter! {
    /// Which powiats of a subregion.
    pub struct SubregionPowiatFilter for subregion_powiat {
        /// This powiat.
        unit_id: Id<UnitId> = UnitId;
    }
}

ordering! {
    /// How powiats of a subregion are ordered.
    pub enum SubregionPowiatOrder for subregion_powiat by default AddedAsc {
        /// By when they were added.
        AddedAsc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt];
    }
}
