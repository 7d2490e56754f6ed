//! A person takes part, or wants to take part, in an edition.

use sea_orm::entity::prelude::*;

use super::EnrolmentState;
use crate::shared::ids::{
    BreakoutGroupId, EditionId, EnrolmentId, InstitutionId, PartnerId, PersonId, ProjectId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    /// The edition.
    pub edition_id: EditionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose voivodeship the person comes from, else the one that runs the edition.
    pub partner_id: PartnerId,
    /// The person.
    pub person_id: PersonId,
    /// The institution represented at that time.
    pub institution_id: Option<InstitutionId>,
    /// The breakout group.
    pub breakout_group_id: Option<BreakoutGroupId>,
    /// Sorts people in Polish order.
    pub sort_key: Vec<u8>,
    /// State.
    pub state: EnrolmentState,
    /// Diet.
    pub needs_diet: Option<String>,
    /// Wants a night's lodging.
    pub needs_night: bool,
    /// Needs for access.
    pub needs_access: Option<String>,
    /// When the place was asked for; the order of the waiting list.
    pub requested_at: DateTimeUtc,
    /// Until when an offered seat is held.
    pub offer_expires_at: Option<DateTimeUtc>,
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
