//! An institution asks for advice.

use sea_orm::entity::prelude::*;

use super::{AdvisoryRequestState, AdvisoryTopic};
use crate::shared::ids::{
    AdvisoryRequestId, InstitutionId, PartnerId, PersonId, ProjectId, SubregionId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "advisory_request")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AdvisoryRequestId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner in it.
    pub partner_id: PartnerId,
    /// Who asks.
    pub institution_id: InstitutionId,
    /// The subregion in which it lies.
    pub subregion_id: Option<SubregionId>,
    /// Who advises.
    pub adviser_id: Option<PersonId>,
    /// About what.
    pub topic: AdvisoryTopic,
    /// What is asked, in words.
    pub words: String,
    /// State.
    pub state: AdvisoryRequestState,
    /// When the advice is to take place.
    pub scheduled_at: Option<DateTimeUtc>,
    /// Why it was handed over, withdrawn or cancelled last.
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
