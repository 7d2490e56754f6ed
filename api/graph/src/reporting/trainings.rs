//! The figures of a training summary, as a run has kept them.

use async_graphql::{Context, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::reporting::figures::Figures;
use entities::reporting::report_run;
use entities::reporting::training_summary::{Edition, Question, Survey};
use kit::error::fault;
use kit::scalars::{Date, Decimal};
use serde::Deserialize as _;

/// What a training summary says: the trainings of a project that begin in a period.
#[derive(SimpleObject)]
pub struct TrainingSummaryResult {
    /// First day of the period.
    starts_on: Date,
    /// Last day of the period.
    ends_on: Date,
    /// When the figures were collected: they show what was so then.
    collected_at: DateTime<Utc>,
    /// How many people took part in any edition that is over; each counts once.
    people: i32,
    /// The editions, by their first day.
    editions: Vec<TrainingSummaryEditionResult>,
}

/// What a training summary says of an edition, with the names of then.
#[derive(SimpleObject)]
pub struct TrainingSummaryEditionResult {
    /// Title of the programme.
    programme: String,
    /// Title.
    title: String,
    /// First day.
    starts_on: Date,
    /// Last day.
    ends_on: Date,
    /// State, for people.
    state_label: String,
    /// Seats.
    seats: i32,
    /// Enrolments, whatever became of them.
    enrolled: i32,
    /// Whoever took part, threshold reached or not; none before it is over.
    took_part: Option<i32>,
    /// Of these, who reached the threshold; none before it is over.
    completed: Option<i32>,
    /// Who had a seat and did not come; none before it is over.
    no_show: Option<i32>,
    /// Minutes of attendance of all participants together.
    attended_min: i32,
    /// Certificates that hold.
    certificates: i32,
    /// What its survey says, where it is over.
    survey: Option<TrainingSummarySurveyResult>,
}

/// What a training summary says of a survey.
#[derive(SimpleObject)]
pub struct TrainingSummarySurveyResult {
    /// Title.
    title: String,
    /// How many answered it.
    answered: i32,
    /// How many could have.
    participants: i32,
    /// Its questions in order.
    questions: Vec<TrainingSummaryQuestionResult>,
}

/// What a question says. Fewer than five people are told of nowhere, nor what would give them away.
#[derive(SimpleObject)]
pub struct TrainingSummaryQuestionResult {
    /// The question.
    text: String,
    /// The answers there were; none where it was answered in words.
    answers: Vec<String>,
    /// How many answered it; none where they are too few.
    answered: Option<i32>,
    /// How many gave each answer; none for a count that is left out.
    counts: Vec<Option<i32>>,
    /// The mean on a scale; none where it would give a count away.
    mean: Option<Decimal>,
}

/// The figures of a run that is about trainings.
///
/// # Errors
/// Broken figures.
pub fn of_run(ctx: &Context<'_>, run: &report_run::Model) -> Result<Option<TrainingSummaryResult>> {
    let Some(kept) = &run.figures else { return Ok(None) };
    let Figures::Trainings(summary) = Figures::deserialize(kept).map_err(|error| fault(ctx, &error))? else {
        return Ok(None);
    };
    Ok(Some(TrainingSummaryResult {
        starts_on: summary.from.into(),
        ends_on: summary.to.into(),
        collected_at: summary.collected_at,
        people: count(summary.people),
        editions: summary.editions.into_iter().map(edition).collect(),
    }))
}

fn edition(one: Edition) -> TrainingSummaryEditionResult {
    let known = |of: u64| one.is_over.then(|| count(of));
    TrainingSummaryEditionResult {
        took_part: known(one.took_part),
        completed: known(one.completed),
        no_show: known(one.no_show),
        programme: one.programme,
        title: one.title,
        starts_on: one.starts_on.into(),
        ends_on: one.ends_on.into(),
        state_label: one.state,
        seats: count(one.seats),
        enrolled: count(one.enrolled),
        attended_min: i32::try_from(one.attended_min).unwrap_or(i32::MAX),
        certificates: count(one.certificates),
        survey: one.survey.map(survey),
    }
}

fn survey(one: Survey) -> TrainingSummarySurveyResult {
    TrainingSummarySurveyResult {
        title: one.title,
        answered: count(one.answered),
        participants: count(one.participants),
        questions: one.questions.into_iter().map(question).collect(),
    }
}

fn question(one: Question) -> TrainingSummaryQuestionResult {
    TrainingSummaryQuestionResult {
        text: one.text,
        answers: one.answers,
        answered: one.answered.map(count),
        counts: one.counts.into_iter().map(|one| one.map(count)).collect(),
        mean: one.mean_hundredths.map(Decimal::Hundredths),
    }
}

fn count(of: u64) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}
