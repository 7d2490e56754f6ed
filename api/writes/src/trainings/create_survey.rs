//! `createSurvey`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{TOO_MANY, WRONG_STATE};
use entities::trainings::refusals::SURVEY_THERE;
use entities::trainings::{QuestionKind, actions};
use graph::trainings::surveys::Survey;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// A question of a survey.
#[derive(InputObject)]
pub struct SurveyQuestionInput {
    /// How it is answered.
    pub kind: Coded<QuestionKind>,
    /// The question.
    pub text: String,
    /// What is chosen from, 2 to 20 texts, where it is answered by choice.
    #[graphql(default)]
    pub choices: Vec<String>,
    /// Whether it has to be answered.
    #[graphql(default = false)]
    pub required: bool,
}

impl SurveyQuestionInput {
    /// As the action takes it.
    pub fn read(&self) -> actions::NewQuestion {
        actions::NewQuestion {
            kind: self.kind.0,
            text: self.text.clone(),
            choices: self.choices.clone(),
            required: self.required,
        }
    }
}

/// What `createSurvey` takes.
#[derive(InputObject)]
pub struct CreateSurveyInput {
    /// The edition.
    pub edition_id: ID,
    /// Title.
    pub title: String,
    /// Last day of answers, to its end.
    pub closes_on: Date,
    /// Its questions in order, at most 50.
    pub questions: Vec<SurveyQuestionInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateSurvey (CreateSurveyInput) -> CreateSurveyPayload {
        /// The survey.
        survey: Survey
    }
    codes [WRONG_STATE, SURVEY_THERE, TOO_MANY]
    run |tx, op, cmd| actions::create_survey(tx, op, cmd);
}

fn parse(input: &CreateSurveyInput, form: &mut Form) -> actions::NewSurvey {
    actions::NewSurvey {
        edition_id: form.id("editionId", &input.edition_id),
        title: input.title.clone(),
        closes_on: form.day("closesOn", &input.closes_on),
        questions: input.questions.iter().map(SurveyQuestionInput::read).collect(),
    }
}
