//! A session of advice that took place, with its minutes.

use sea_orm::entity::prelude::*;

use super::AdvisoryTopic;
use crate::shared::ids::{
    AdvisoryRequestId, AdvisorySessionId, InstitutionId, PartnerId, PersonId, ProjectId, SubregionId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "advisory_session")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AdvisorySessionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner in it.
    pub partner_id: PartnerId,
    /// The request that it answers.
    pub request_id: AdvisoryRequestId,
    /// The institution that was advised.
    pub institution_id: InstitutionId,
    /// The subregion to which it counts.
    pub subregion_id: Option<SubregionId>,
    /// Who advised.
    pub held_by_id: PersonId,
    /// About what.
    pub topic: AdvisoryTopic,
    /// When it began.
    pub held_at: DateTimeUtc,
    /// Minutes; 0 where a correction says that it did not take place.
    pub minutes: i32,
    /// How many people were advised.
    pub people: i32,
    /// Where; none for online.
    pub place: Option<String>,
    /// Why it was corrected last.
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
