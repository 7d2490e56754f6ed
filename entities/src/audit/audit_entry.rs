//! One line of the audit trail: who did what to which thing, when. Never a name or another personal fact.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{AuditEntryId, ProjectId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// When.
    pub at: DateTimeUtc,
    /// `user`, `system` or `public`.
    pub actor_kind: String,
    /// Which user.
    pub user_id: Option<UserId>,
    /// What was done, e.g. `certificates.issue`.
    pub action: String,
    /// Type of the thing.
    pub subject_type: String,
    /// Key of the thing.
    pub subject_id: Uuid,
    /// The project it belongs to.
    pub project_id: Option<ProjectId>,
    /// State before.
    pub from_state: Option<String>,
    /// State after.
    pub to_state: Option<String>,
    /// The reason given.
    pub reason: Option<String>,
    /// The request it came with.
    pub request_id: String,
    /// Counts and ids.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub detail: Option<Json>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
