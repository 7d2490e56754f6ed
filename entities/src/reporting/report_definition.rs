//! A report that can be run: what about, for which pilot.

use sea_orm::entity::prelude::*;

use super::ReportKind;
use crate::shared::ids::{DefinitionId, PartnerId, PilotId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report_definition")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DefinitionId,
    /// Kind.
    pub kind: ReportKind,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose own it is.
    pub partner_id: PartnerId,
    /// The pilot it is about; none where it is about trainings.
    pub pilot_id: Option<PilotId>,
    /// First day of the period that it is about; none where it is about a pilot.
    pub starts_on: Option<Date>,
    /// Last day of that period.
    pub ends_on: Option<Date>,
    /// Title.
    pub title: String,
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
