//! `removeSurvey`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::SurveyId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `removeSurvey` takes.
#[derive(InputObject)]
pub struct RemoveSurveyInput {
    /// The survey.
    pub survey_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveSurvey (RemoveSurveyInput) -> RemoveSurveyPayload {
        /// The edition it was of.
        edition: Edition
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::remove_survey(tx, op, cmd);
}

fn parse(input: &RemoveSurveyInput, form: &mut Form) -> SurveyId {
    form.id("surveyId", &input.survey_id)
}
