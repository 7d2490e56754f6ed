//! An answer to a question, by nobody: its key is chance alone, and nothing joins it to other answers of the same person.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{SurveyAnswerId, SurveyQuestionId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_answer")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyAnswerId,
    /// The question.
    pub question_id: SurveyQuestionId,
    /// On a scale 1 to 5; of a choice its place, from 1.
    pub number: Option<i32>,
    /// In words.
    pub words: Option<String>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
