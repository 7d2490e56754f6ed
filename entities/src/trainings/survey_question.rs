//! A question of a survey.

use sea_orm::entity::prelude::*;

use super::QuestionKind;
use crate::shared::ids::{SurveyId, SurveyQuestionId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_question")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SurveyQuestionId,
    /// The survey.
    pub survey_id: SurveyId,
    /// Place in the survey, from 1.
    pub ordinal: i32,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub text: String,
    /// What is chosen from, where it is answered by choice: a list of texts.
    #[sea_orm(column_type = "JsonBinary")]
    pub choices: Json,
    /// Whether it has to be answered.
    pub required: bool,
}

impl Model {
    /// What is chosen from.
    pub fn choices(&self) -> Vec<String> {
        let texts = self.choices.as_array().into_iter().flatten();
        texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
