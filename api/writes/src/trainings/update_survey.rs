//! `updateSurvey`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::shared::refusals::{STALE_VERSION, TOO_MANY, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::SURVEY_CLOSED;
use graph::trainings::surveys::Survey;
use kit::form::Form;
use kit::scalars::Date;
use kit::{mutation, patch};

use super::create_survey::SurveyQuestionInput;

/// What `updateSurvey` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateSurveyInput {
    /// The survey.
    pub survey_id: ID,
    /// Title.
    pub title: MaybeUndefined<String>,
    /// Last day of answers, to its end.
    pub closes_on: MaybeUndefined<Date>,
    /// All its questions in order, at most 50; while it is a draft.
    pub questions: MaybeUndefined<Vec<SurveyQuestionInput>>,
    /// The version that was read; another one is refused.
    pub version: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateSurvey (UpdateSurveyInput) -> UpdateSurveyPayload {
        /// The survey.
        survey: Survey
    }
    codes [WRONG_STATE, STALE_VERSION, SURVEY_CLOSED, TOO_MANY]
    run |tx, op, cmd| actions::update_survey(tx, op, cmd);
}

fn parse(input: &UpdateSurveyInput, form: &mut Form) -> actions::SurveyChange {
    let questions = match &input.questions {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(vec![]),
        MaybeUndefined::Value(all) => Some(all.iter().map(SurveyQuestionInput::read).collect()),
    };
    actions::SurveyChange {
        survey_id: form.id("surveyId", &input.survey_id),
        version: input.version,
        title: patch::text(&input.title),
        closes_on: form.sent_day("closesOn", &input.closes_on),
        questions,
    }
}
