//! `answerSurvey`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use entities::trainings::actions;
use entities::trainings::refusals::{SURVEY_ANSWERED, SURVEY_CLOSED};
use graph::trainings::surveys::Survey;
use kit::form::Form;
use kit::mutation;

/// An answer to a question.
#[derive(InputObject)]
pub struct SurveyAnswerInput {
    /// The question.
    pub question_id: ID,
    /// 1 to 5 on a scale; of a choice its place, from 1.
    pub number: Option<i32>,
    /// In words, at most 2000 characters.
    pub words: Option<String>,
}

/// What `answerSurvey` takes.
#[derive(InputObject)]
pub struct AnswerSurveyInput {
    /// The survey.
    pub survey_id: ID,
    /// The answers, one to a question.
    pub answers: Vec<SurveyAnswerInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AnswerSurvey (AnswerSurveyInput) -> AnswerSurveyPayload {
        /// The survey.
        survey: Survey
    }
    codes [WRONG_STATE, SURVEY_CLOSED, SURVEY_ANSWERED, TOO_MANY, DUPLICATE]
    run |tx, op, cmd| actions::answer_survey(tx, op, cmd);
}

fn parse(input: &AnswerSurveyInput, form: &mut Form) -> actions::AnswerSurvey {
    actions::AnswerSurvey {
        survey_id: form.id("surveyId", &input.survey_id),
        answers: form.each("answers", &input.answers, |form, answer| actions::GivenAnswer {
            question_id: form.id("questionId", &answer.question_id),
            number: answer.number,
            words: answer.words.clone(),
        }),
    }
}
