//! What is taught: a training, a workshop, a school, a conference.

use sea_orm::entity::prelude::*;

use super::ProgrammeKind;
use crate::shared::ids::{PartnerId, ProgrammeId, ProjectId, TemplateId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "training_programme")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that runs it.
    pub partner_id: PartnerId,
    /// Kind.
    pub kind: ProgrammeKind,
    /// Title.
    pub title: String,
    /// Sorts the title in Polish order.
    pub title_key: Vec<u8>,
    /// Aims.
    #[sea_orm(column_type = "Text", nullable)]
    pub aims: Option<String>,
    /// For whom.
    #[sea_orm(column_type = "Text", nullable)]
    pub audience: Option<String>,
    /// How many months a certificate is valid; none for ever.
    pub certificate_months: Option<i32>,
    /// How its certificates read.
    pub template_id: Option<TemplateId>,
    /// In how many of its editions one person may take part; none for any number.
    pub editions_per_person: Option<i32>,
    /// How many seats one institution may have in all its editions together; none for any number.
    pub institution_cap: Option<i32>,
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
