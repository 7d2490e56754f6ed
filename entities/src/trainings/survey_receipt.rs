//! Somebody answered a survey: once, and nothing says when or what.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{EnrolmentId, SurveyId, SurveyReceiptId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_receipt")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyReceiptId,
    /// The survey.
    pub survey_id: SurveyId,
    /// The enrolment by which they took part.
    pub enrolment_id: EnrolmentId,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
