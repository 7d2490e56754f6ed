//! One run of a report, with the figures it was made from.

use sea_orm::entity::prelude::*;

use super::RunState;
use crate::shared::ids::{DefinitionId, PartnerId, ProjectId, RunId, ScheduleId, UserId};
use crate::shared::problem::Problem;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report_run")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RunId,
    /// The report.
    pub definition_id: DefinitionId,
    /// The schedule that asked for it; none when asked for by hand.
    pub schedule_id: Option<ScheduleId>,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose own it is.
    pub partner_id: PartnerId,
    /// When it was due.
    pub due_at: DateTimeUtc,
    /// Measurements approved up to here count.
    pub cut_off: DateTimeUtc,
    /// State.
    pub state: RunState,
    /// How far it is, in per cent.
    pub progress_pct: i32,
    /// The figures it was made from.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub figures: Option<Json>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// Who asked for it.
    pub asked_by: Option<UserId>,
    /// When it started.
    pub started_at: Option<DateTimeUtc>,
    /// When it ended.
    pub finished_at: Option<DateTimeUtc>,
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
