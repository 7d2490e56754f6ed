//! A session of coaching that took place, with its minutes.

use sea_orm::entity::prelude::*;

use super::AdvisoryTopic;
use crate::shared::ids::{
    CoachingBookingId, CoachingEngagementId, CoachingSessionId, PartnerId, PersonId, ProjectId, SubregionId,
    UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "coaching_session")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CoachingSessionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner in it.
    pub partner_id: PartnerId,
    /// The coaching.
    pub engagement_id: CoachingEngagementId,
    /// The booking that it followed.
    pub booking_id: Option<CoachingBookingId>,
    /// Who coached.
    pub coach_id: PersonId,
    /// The subregion to which it counts.
    pub subregion_id: Option<SubregionId>,
    /// About what.
    pub topic: AdvisoryTopic,
    /// When it began.
    pub held_at: DateTimeUtc,
    /// Minutes.
    pub minutes: i32,
    /// How many coachees were there.
    pub people: i32,
    /// Where; none for online.
    pub place: Option<String>,
    /// Why it was corrected or removed last.
    pub reason: Option<String>,
    /// When it was removed; its minutes are free again.
    pub removed_at: Option<DateTimeUtc>,
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
