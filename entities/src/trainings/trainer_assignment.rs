//! A person trains in an edition.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{EditionId, PersonId, TrainerAssignmentId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "trainer_assignment")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TrainerAssignmentId,
    /// The edition.
    pub edition_id: EditionId,
    /// The trainer.
    pub person_id: PersonId,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// Who made it.
    pub created_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
