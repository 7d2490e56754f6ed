//! Who noted, saw, searched or removed a person's PESEL number: for the person, who may know for which office somebody
//! looked, and for auditors. Never the number.

use sea_orm::entity::prelude::*;

use super::SightingKind;
use crate::shared::actor::Role;
use crate::shared::ids::{PartnerId, PersonId, ProjectId, SightingId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "pesel_sighting")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SightingId,
    /// Whose number.
    pub person_id: PersonId,
    /// When.
    pub at: DateTimeUtc,
    /// What was done with it.
    pub kind: SightingKind,
    /// Which user; none for the system.
    pub user_id: Option<UserId>,
    /// The role that allowed it; none where the person looked at their own, and for the system.
    pub role: Option<Role>,
    /// The project whose requirement allowed it.
    pub project_id: Option<ProjectId>,
    /// The partner for which somebody acted: the lead, where the role is one of the whole project.
    pub partner_id: Option<PartnerId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
