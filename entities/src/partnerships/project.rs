//! A cooperation project.

use sea_orm::entity::prelude::*;

use super::{PeselBasis, PeselPurpose, ProjectState};
use crate::shared::ids::{FundingProgrammeId, ProjectId, UserId, VisibilityProfileId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    /// What pays for it.
    pub programme_id: FundingProgrammeId,
    /// Title.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// Number of the grant agreement.
    pub number: Option<String>,
    /// Main goal.
    #[sea_orm(column_type = "Text")]
    pub goal: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Day the grant agreement was signed.
    pub agreement_on: Option<Date>,
    /// State.
    pub state: ProjectState,
    /// Signs on its documents.
    pub visibility_profile_id: Option<VisibilityProfileId>,
    /// Series of its certificate numbers, e.g. `SK`.
    pub certificate_series: Option<String>,
    /// The legal basis on which the project asks for PESEL numbers; none where it does not.
    #[sea_orm(column_type = "Text", nullable)]
    pub pesel_basis: Option<String>,
    /// The kind of that basis.
    pub pesel_ground: Option<PeselBasis>,
    /// For what it keeps them.
    pub pesel_purpose: Option<PeselPurpose>,
    /// Last day on which its documentation must be kept, where somebody has set one (`retention.rs`).
    pub retention_until: Option<Date>,
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
