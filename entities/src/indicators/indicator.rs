//! An indicator of a pilot: unit, baseline, target, direction.

use sea_orm::entity::prelude::*;

use super::{Direction, IndicatorKind};
use crate::shared::ids::{IndicatorId, PartnerId, PilotId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorId,
    /// The pilot.
    pub pilot_id: PilotId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that runs the pilot.
    pub partner_id: PartnerId,
    /// Place in reports, from 1.
    pub ordinal: i32,
    /// Short code, e.g. `W1`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: IndicatorKind,
    /// Unit, as printed after a value.
    pub unit: String,
    /// Decimals of a value as printed, 0 to 2.
    pub decimals: i32,
    /// Value before the pilot, in hundredths of the unit.
    pub baseline_hundredths: i64,
    /// Value to be reached, in hundredths of the unit.
    pub target_hundredths: i64,
    /// Whether more or less is better.
    pub direction: Direction,
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
