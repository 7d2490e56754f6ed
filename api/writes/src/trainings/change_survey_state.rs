//! `changeSurveyState`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::refusals::{SURVEY_CLOSED, SURVEY_EMPTY};
use entities::trainings::{SurveyState, actions};
use graph::trainings::surveys::Survey;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `changeSurveyState` takes.
#[derive(InputObject)]
pub struct ChangeSurveyStateInput {
    /// The survey.
    pub survey_id: ID,
    /// The state to go to: `OPEN`, or `CLOSED` for good.
    pub to: Coded<SurveyState>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ChangeSurveyState (ChangeSurveyStateInput) -> ChangeSurveyStatePayload {
        /// The survey.
        survey: Survey
    }
    codes [WRONG_STATE, SURVEY_EMPTY, SURVEY_CLOSED]
    run |tx, op, cmd| actions::change_survey_state(tx, op, cmd);
}

fn parse(input: &ChangeSurveyStateInput, form: &mut Form) -> actions::ChangeSurveyState {
    actions::ChangeSurveyState { survey_id: form.id("surveyId", &input.survey_id), to: input.to.0 }
}
