//! Coaching of a person or a group by one coach, with a budget of minutes.

use sea_orm::entity::prelude::*;

use super::{AdvisoryTopic, CoachingKind, CoachingState};
use crate::shared::ids::{CoachingEngagementId, PartnerId, PersonId, ProjectId, SubregionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "coaching_engagement")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CoachingEngagementId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner in it.
    pub partner_id: PartnerId,
    /// Of a person or a group.
    pub kind: CoachingKind,
    /// What it is called.
    pub title: String,
    /// About what.
    pub topic: AdvisoryTopic,
    /// The subregion to which its hours count.
    pub subregion_id: Option<SubregionId>,
    /// Who coaches.
    pub coach_id: PersonId,
    /// Minutes that may be used.
    pub budget_min: i32,
    /// Minutes of its sessions.
    pub used_min: i32,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// State.
    pub state: CoachingState,
    /// Why it was ended or opened again last.
    pub reason: Option<String>,
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
