//! An institution that takes part: an office, a centre, an organisation.

use sea_orm::entity::prelude::*;

use super::{InstitutionKind, InstitutionState, Sector};
use crate::shared::ids::{InstitutionId, UnitId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "institution")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InstitutionId,
    /// Name.
    pub name: String,
    /// Sorts the name in Polish order.
    pub name_key: Vec<u8>,
    /// Type.
    pub kind: InstitutionKind,
    /// Sector.
    pub sector: Sector,
    /// State.
    pub state: InstitutionState,
    /// The territorial unit it serves.
    pub unit_id: UnitId,
    /// The voivodeship of that unit.
    pub voivodeship_id: UnitId,
    /// The institution it belongs to.
    pub parent_id: Option<InstitutionId>,
    /// NIP, ten digits.
    pub nip: Option<String>,
    /// REGON, nine or fourteen digits.
    pub regon: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code, `00-000`.
    pub postal_code: Option<String>,
    /// Post town.
    pub city: Option<String>,
    /// Office e-mail.
    pub email: Option<String>,
    /// Office telephone.
    pub phone: Option<String>,
    /// Its last day, where it was closed.
    pub ended_on: Option<Date>,
    /// Why it was closed or joined to another.
    pub end_reason: Option<String>,
    /// The institution that it was joined to.
    pub merged_into_id: Option<InstitutionId>,
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
