//! A measured value of an indicator at a site in a quarter. Approved ones never change.

use sea_orm::entity::prelude::*;

use super::MeasurementState;
use crate::shared::ids::{IndicatorId, MeasurementId, PartnerId, ProjectId, SiteId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "measurement")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeasurementId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The site.
    pub site_id: SiteId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner the site belongs to.
    pub partner_id: PartnerId,
    /// First day of the quarter.
    pub quarter_on: Date,
    /// Number of the revision, from 1.
    pub revision: i32,
    /// Value in hundredths of the unit.
    pub value_hundredths: i64,
    /// State.
    pub state: MeasurementState,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// The revision it corrects.
    pub supersedes_id: Option<MeasurementId>,
    /// When it was submitted.
    pub submitted_at: Option<DateTimeUtc>,
    /// Who submitted it.
    pub submitted_by: Option<UserId>,
    /// When it was approved.
    pub approved_at: Option<DateTimeUtc>,
    /// Who approved it; never who submitted it.
    pub approved_by: Option<UserId>,
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
