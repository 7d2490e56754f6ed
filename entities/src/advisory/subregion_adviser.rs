//! Who advises institutions of a subregion for a partner.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{PartnerId, PersonId, ProjectId, SubregionAdviserId, SubregionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subregion_adviser")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubregionAdviserId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner in it.
    pub partner_id: PartnerId,
    /// The subregion.
    pub subregion_id: SubregionId,
    /// The adviser.
    pub person_id: PersonId,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
    /// Why.
    pub end_reason: Option<String>,
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
