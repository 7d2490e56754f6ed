//! Surveys of editions.

use async_graphql::{Context, Result, SimpleObject};
use chrono::NaiveDate;
use entities::shared::door::Placed as _;
use entities::shared::ids::{EditionId, ProjectId};
use entities::shared::policy::allows;
use entities::trainings::rights::MANAGE_TRAININGS;
use entities::trainings::surveys::{self, QuestionResults};
use entities::trainings::{QuestionKind, SurveyState, survey, survey_question};
use kit::ctx::ContextExt as _;
use kit::error::fault;
use kit::filter::{AnyOf, Id, Same};
use kit::node::Ref;
use kit::{filter, ordering, resource};

use super::types::Edition;

resource! {
    /// What the participants of an edition are asked, and what they say together.
    Survey: survey {
        one {
            /// The edition.
            edition: Edition = EditionId;
        }
        many {
            /// Its questions in order.
            questions: SurveyQuestion, SurveyQuestionFilter, SurveyQuestionOrder = survey_question.SurveyId;
        }
        choices {
            /// State.
            state, state_label: SurveyState;
        }
        columns {
            /// Title.
            title: String;
            /// Last day of answers, to its end.
            closes_on: NaiveDate;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may change, open and close it.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_TRAININGS, &row.place());
        }
        found {
            /// Whether the viewer has answered it.
            viewer_has_answered: bool [cost 5] = |row, ctx| has_answered(ctx, row).await;
            /// What it says, once it is over, to the staff and the trainers of its edition; none to others and before.
            results: Option<SurveyResultsResult> [cost 20] = |row, ctx| results(ctx, row).await;
        }
    }
}

resource! {
    /// A question of a survey.
    SurveyQuestion: survey_question {
        choices {
            /// How it is answered.
            kind, kind_label: QuestionKind;
        }
        columns {
            /// Place in the survey, from 1.
            ordinal: i32;
            /// The question.
            text: String;
            /// Whether it has to be answered.
            required: bool;
        }
        computed {
            /// What is chosen from, where it is answered by choice; an answer names its place, from 1.
            choices: Vec<String> = |row| row.choices();
        }
    }
}

filter! {
    /// Which surveys.
    pub struct SurveyFilter for survey {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// In these states.
        states: AnyOf<SurveyState> = State;
    }
}

ordering! {
    /// How surveys are ordered.
    pub enum SurveyOrder for survey by default ClosesDesc {
        /// By last day, earliest first.
        ClosesAsc,
        /// By last day, latest first.
        ClosesDesc = "closes" [ClosesOn];
    }
}

filter! {
    /// Which questions; all of them, as there are few.
    pub struct SurveyQuestionFilter for survey_question {
        /// Only this number.
        ordinal: Same<i32> = Ordinal;
    }
}

ordering! {
    /// How questions are ordered.
    pub enum SurveyQuestionOrder for survey_question by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

/// What a survey says.
#[derive(SimpleObject)]
pub struct SurveyResultsResult {
    /// How many answered it.
    answered: i32,
    /// How many could have.
    participants: i32,
    /// What each question says, in their order.
    questions: Vec<SurveyQuestionResult>,
}

/// What a question says. Fewer than five people are told of nowhere, nor what would give them away.
#[derive(SimpleObject)]
pub struct SurveyQuestionResult {
    /// The question.
    question: Option<SurveyQuestion>,
    /// How many answered it; none where they are too few.
    answered: Option<i32>,
    /// How many gave each answer: 1 to 5 of a scale, each place of a choice. None for a count that is left out.
    counts: Vec<Option<i32>>,
    /// The mean on a scale; none where it would give a count away.
    mean: Option<f64>,
    /// What was answered in words, in no order that says anything; empty where too few did.
    words: Vec<String>,
}

async fn has_answered(ctx: &Context<'_>, row: &survey::Model) -> Result<bool> {
    let found = surveys::has_answered(&ctx.state().db.reader, ctx.actor(), row);
    found.await.map_err(|error| fault(ctx, &error))
}

async fn results(ctx: &Context<'_>, row: &survey::Model) -> Result<Option<SurveyResultsResult>> {
    let today = ctx.op().today();
    let found = surveys::results(&ctx.state().db.reader, (ctx.actor(), today), row);
    let Some(found) = found.await.map_err(|error| fault(ctx, &error))? else { return Ok(None) };
    let questions = Ref::all(found.questions.iter().map(|one| one.question_id));
    let questions = found.questions.into_iter().zip(questions);
    Ok(Some(SurveyResultsResult {
        answered: count(found.answered),
        participants: count(found.participants),
        questions: questions.map(|(one, question)| told(one, question.into())).collect(),
    }))
}

fn told(one: QuestionResults, question: SurveyQuestion) -> SurveyQuestionResult {
    SurveyQuestionResult {
        question: Some(question),
        answered: one.told.answered.map(count),
        counts: one.told.counts.into_iter().map(|one| one.map(count)).collect(),
        mean: one.told.mean,
        words: one.words,
    }
}

fn count(of: u64) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}
