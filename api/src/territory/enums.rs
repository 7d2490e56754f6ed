//! Enums of the territory.

use crate::labelled_enum;

labelled_enum! {
    /// Level of a territorial unit.
    pub enum UnitLevel of entities::territory::UnitLevel {
        /// The country.
        Country = "kraj" / "country",
        /// Voivodeship.
        Voivodeship = "województwo" / "voivodeship",
        /// Powiat, or a city with powiat rights as a powiat.
        Powiat = "powiat" / "powiat",
        /// Gmina.
        Gmina = "gmina" / "gmina",
        /// Town or rural part of an urban-rural gmina, or a district.
        Part = "część gminy" / "part of a gmina",
    }
}

labelled_enum! {
    /// Kind of a gmina or of a part of one (RODZ in the register).
    pub enum Rodz of entities::territory::terc::Rodz {
        /// 1: urban gmina.
        Urban = "gmina miejska" / "urban gmina",
        /// 2: rural gmina.
        Rural = "gmina wiejska" / "rural gmina",
        /// 3: urban-rural gmina.
        UrbanRural = "gmina miejsko-wiejska" / "urban-rural gmina",
        /// 4: the town of an urban-rural gmina.
        Town = "miasto w gminie miejsko-wiejskiej" / "town of an urban-rural gmina",
        /// 5: the rural part of an urban-rural gmina.
        RuralPart = "obszar wiejski w gminie miejsko-wiejskiej" / "rural part of an urban-rural gmina",
        /// 8: a district of Warsaw.
        District = "dzielnica" / "district",
        /// 9: a district (delegatura) of another large city.
        Delegation = "delegatura" / "delegation",
    }
}
