//! What the participants of an edition are asked.

use sea_orm::entity::prelude::*;

use super::SurveyState;
use crate::shared::ids::{EditionId, PartnerId, ProjectId, SurveyId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyId,
    /// The edition.
    pub edition_id: EditionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner that runs the edition.
    pub partner_id: PartnerId,
    /// Title.
    pub title: String,
    /// State.
    pub state: SurveyState,
    /// Last day of answers, to its end.
    pub closes_on: Date,
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

impl Model {
    /// Whether nobody answers any more, because it was closed or its last day is over.
    pub fn is_over(&self, today: Date) -> bool {
        self.state == SurveyState::Closed || self.state == SurveyState::Open && self.closes_on < today
    }
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
