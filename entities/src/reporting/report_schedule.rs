//! When a report runs by itself, by Warsaw's clock.

use sea_orm::entity::prelude::*;

use super::PauseReason;
use crate::shared::ids::{DefinitionId, PartnerId, ProjectId, ScheduleId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report_schedule")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ScheduleId,
    /// The report.
    pub definition_id: DefinitionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose own it is.
    pub partner_id: PartnerId,
    /// Five fields: minute, hour, day of month, month, day of week.
    pub cron: String,
    /// Whether it is paused.
    pub paused: bool,
    /// Why it is paused; none while it runs.
    pub paused_because: Option<PauseReason>,
    /// Due times up to here have been turned into runs.
    pub handled_until: DateTimeUtc,
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
