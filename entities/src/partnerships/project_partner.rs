//! A voivodeship's part in a project; exactly one is the lead.

use sea_orm::entity::prelude::*;

use super::{PartnerRole, PartnerState};
use crate::shared::ids::{InstitutionId, PartnerId, ProjectId, UnitId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_partner")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    /// The project.
    pub project_id: ProjectId,
    /// Lead, partner or expert.
    pub role: PartnerRole,
    /// Name as documents print it.
    pub name: String,
    /// The voivodeship; none for an expert such as a university.
    pub voivodeship_id: Option<UnitId>,
    /// The office or university itself.
    pub institution_id: Option<InstitutionId>,
    /// How far the partnership has come.
    pub state: PartnerState,
    /// When it was invited, the last time.
    pub invited_at: DateTimeUtc,
    /// When its office said yes.
    pub accepted_at: Option<DateTimeUtc>,
    /// When its office refused or left, or the lead ended it.
    pub ended_at: Option<DateTimeUtc>,
    /// The reason given for the last step.
    pub reason: Option<String>,
    /// When it was asked to take the lead; none where nobody asks.
    pub lead_offered_at: Option<DateTimeUtc>,
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
