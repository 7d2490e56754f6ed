//! The code of the register of territorial codes (TERC) and the kinds of units it tells apart. Pure.
//!
//! Two digits name a voivodeship (the even numbers 02–32), four a powiat, seven a gmina or a part of one: the
//! seventh is its kind (RODZ). `00` is the country, which the register itself does not list.
//!
//! # Source
//! `domain.md`, territory.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::UnitLevel;
use crate::choice;

/// Code of the country.
pub const COUNTRY: &str = "00";
/// How many voivodeships the country has.
pub const VOIVODESHIPS: usize = 16;

/// A well-formed code. Whether the register has it is another question.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Terc(String);

/// A text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a TERC code")]
pub struct NotTerc;

choice! {
    /// Kind of a gmina or of a part of one (RODZ in the register).
    pub enum Rodz {
        /// 1: urban gmina.
        Urban = "urban": "gmina miejska" / "urban gmina",
        /// 2: rural gmina.
        Rural = "rural": "gmina wiejska" / "rural gmina",
        /// 3: urban-rural gmina.
        UrbanRural = "urban_rural": "gmina miejsko-wiejska" / "urban-rural gmina",
        /// 4: the town of an urban-rural gmina.
        Town = "town": "miasto w gminie miejsko-wiejskiej" / "town of an urban-rural gmina",
        /// 5: the rural part of an urban-rural gmina.
        RuralPart = "rural_part": "obszar wiejski w gminie miejsko-wiejskiej" / "rural part of an urban-rural gmina",
        /// 8: a district of Warsaw.
        District = "district": "dzielnica" / "district",
        /// 9: a district (delegatura) of another large city.
        Delegation = "delegation": "delegatura" / "delegation",
    }
}

/// Kinds of units that may apply in a recruitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ApplicantKind {
    /// A powiat, a city with powiat rights included.
    Powiat,
    /// An urban gmina.
    GminaUrban,
    /// A rural gmina.
    GminaRural,
    /// An urban-rural gmina.
    GminaUrbanRural,
}

impl Terc {
    /// Reads a code of two, four or seven digits.
    ///
    /// # Errors
    /// Another length, a sign that is no digit, a voivodeship, powiat, gmina or kind that can't be.
    pub fn parse(text: &str) -> Result<Self, NotTerc> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let good = digits
            && match text.len() {
                2 => text == COUNTRY || is_voivodeship(text),
                4 => is_voivodeship(&text[..2]) && &text[2..] != "00",
                7 => {
                    is_voivodeship(&text[..2])
                        && &text[2..4] != "00"
                        && &text[4..6] != "00"
                        && Rodz::of_digit(&text[6..]).is_some()
                }
                _ => false,
            };
        if good { Ok(Self(text.to_owned())) } else { Err(NotTerc) }
    }

    /// The code of the country.
    pub fn country() -> Self {
        Self(COUNTRY.to_owned())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level, from the number of digits and the kind.
    pub fn level(&self) -> UnitLevel {
        match (self.0.len(), self.rodz()) {
            (2, _) if self.0 == COUNTRY => UnitLevel::Country,
            (2, _) => UnitLevel::Voivodeship,
            (4, _) => UnitLevel::Powiat,
            (_, Some(rodz)) if rodz.is_gmina() => UnitLevel::Gmina,
            _ => UnitLevel::Part,
        }
    }

    /// The kind of a gmina or part; none above.
    pub fn rodz(&self) -> Option<Rodz> {
        self.0.get(6..).and_then(Rodz::of_digit)
    }

    /// A powiat that is a city with powiat rights (numbers 61–99), or a gmina or part of one.
    pub fn in_city_powiat(&self) -> bool {
        self.0.get(2..4).is_some_and(|number| number >= "61")
    }

    /// A powiat that is a city with powiat rights; not the gmina it also is.
    pub fn is_city_powiat(&self) -> bool {
        self.level() == UnitLevel::Powiat && self.in_city_powiat()
    }

    /// The two digits of the voivodeship; those of the country for the country.
    pub fn voivodeship(&self) -> &str {
        &self.0[..2]
    }

    /// The four digits of the powiat; none above.
    pub fn powiat(&self) -> Option<&str> {
        self.0.get(..4)
    }

    /// The six digits that a gmina shares with its parts; none above.
    pub fn gmina(&self) -> Option<&str> {
        self.0.get(..6)
    }

    /// As what the unit may apply; none for voivodeships and for parts of gminas.
    pub fn applicant(&self) -> Option<ApplicantKind> {
        match self.rodz() {
            None => (self.level() == UnitLevel::Powiat).then_some(ApplicantKind::Powiat),
            Some(Rodz::Urban) => Some(ApplicantKind::GminaUrban),
            Some(Rodz::Rural) => Some(ApplicantKind::GminaRural),
            Some(Rodz::UrbanRural) => Some(ApplicantKind::GminaUrbanRural),
            Some(Rodz::Town | Rodz::RuralPart | Rodz::District | Rodz::Delegation) => None,
        }
    }
}

impl Rodz {
    /// The kind of a stored number.
    pub fn of(number: i16) -> Option<Self> {
        Self::ALL.iter().copied().find(|rodz| rodz.number() == number)
    }

    /// The register's number.
    pub const fn number(self) -> i16 {
        match self {
            Self::Urban => 1,
            Self::Rural => 2,
            Self::UrbanRural => 3,
            Self::Town => 4,
            Self::RuralPart => 5,
            Self::District => 8,
            Self::Delegation => 9,
        }
    }

    /// Whether it is a gmina and not a part of one.
    pub const fn is_gmina(self) -> bool {
        matches!(self, Self::Urban | Self::Rural | Self::UrbanRural)
    }

    fn of_digit(digit: &str) -> Option<Self> {
        digit.parse().ok().and_then(Self::of)
    }
}

/// Whether two digits number a voivodeship.
pub fn is_voivodeship(digits: &str) -> bool {
    digits.len() == 2 && digits.parse::<u8>().is_ok_and(|n| (2..=32).contains(&n) && n % 2 == 0)
}

impl fmt::Display for Terc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Terc {
    type Error = NotTerc;

    fn try_from(text: String) -> Result<Self, NotTerc> {
        Self::parse(&text)
    }
}

impl From<Terc> for String {
    fn from(terc: Terc) -> Self {
        terc.0
    }
}

#[cfg(test)]
mod tests;
