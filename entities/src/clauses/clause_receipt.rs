//! Somebody received a version of an information clause. Rows are added and never changed.

use sea_orm::entity::prelude::*;

use super::ReceiptChannel;
use crate::shared::ids::{ClauseId, ClauseVersionId, PersonId, ProjectId, ReceiptId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clause_receipt")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReceiptId,
    /// The version.
    pub version_id: ClauseVersionId,
    /// Its clause.
    pub clause_id: ClauseId,
    /// The clause's project; none for the whole installation.
    pub project_id: Option<ProjectId>,
    /// Who received it, as a person; none for an account without one.
    pub person_id: Option<PersonId>,
    /// Who received it, as an account; none for a person who acted by none.
    pub user_id: Option<UserId>,
    /// How.
    pub channel: ReceiptChannel,
    /// When.
    pub at: DateTimeUtc,
    /// Which user recorded it; none for the system.
    pub recorded_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
