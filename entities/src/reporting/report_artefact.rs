//! A file that a run made.

use sea_orm::entity::prelude::*;

use super::ReportFormat;
use crate::shared::ids::{ArtefactId, DocumentId, RunId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "report_artefact")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ArtefactId,
    /// The run.
    pub run_id: RunId,
    /// Format.
    pub format: ReportFormat,
    /// The stored document.
    pub document_id: DocumentId,
    /// When it was asked for.
    pub created_at: DateTimeUtc,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
