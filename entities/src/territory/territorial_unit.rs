//! A unit of the country's division, as the register of territorial codes (TERC) has it.

use sea_orm::entity::prelude::*;

use super::UnitLevel;
use crate::shared::ids::{UnitId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "territorial_unit")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitId,
    /// TERC code: 2, 4 or 7 digits; `00` for the country.
    pub terc: String,
    /// Level.
    pub level: UnitLevel,
    /// Kind of a gmina or part (RODZ 1–5, 8, 9); none above.
    pub rodz: Option<i16>,
    /// A powiat that is a city with powiat rights (numbers 61–99).
    pub city_powiat: bool,
    /// Name as the register writes it.
    pub name: String,
    /// Sorts the name in Polish order.
    pub name_key: Vec<u8>,
    /// The register's description, e.g. `gmina wiejska`.
    pub name_extra: String,
    /// The unit one level up.
    pub parent_id: Option<UnitId>,
    /// The voivodeship it lies in; itself for a voivodeship.
    pub voivodeship_id: Option<UnitId>,
    /// First day; none for the first register imported.
    pub valid_from: Option<Date>,
    /// Last day; none while it is valid.
    pub valid_to: Option<Date>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
