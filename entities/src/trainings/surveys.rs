//! Surveys: who sees them, and what they say.
//!
//! A draft is its makers'; an open or closed survey is seen by whoever sees enrolments of others in its edition as its staff or
//! trainer, and by those who take part. What somebody answered is seen by nobody.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::survey_results::{self, Told};
use super::{
    EnrolmentState, QuestionKind, SurveyState, enrolment, survey, survey_answer, survey_question,
    survey_receipt,
};
use crate::partnerships::store::owned_by;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::door::Placed as _;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, SurveyId, SurveyQuestionId};
use crate::shared::policy::{Readable, allows};
use crate::shared::read::{everything, within};

use super::rights::READ_SURVEYS;

readable! {
    survey => surveys_seen_by;
    survey_question => questions_seen_by;
}

fn surveys_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = owned_by(survey::Column::ProjectId, survey::Column::PartnerId, who);
    let mut opened = Condition::any();
    let trained: Vec<_> = who.editions_at_hand().collect();
    if !trained.is_empty() {
        opened = opened.add(survey::Column::EditionId.is_in(trained));
    }
    if let Some(person) = who.person {
        let own = Condition::all()
            .add(enrolment::Column::PersonId.eq(person))
            .add(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS));
        opened = opened.add(within::<_, enrolment::Entity>(
            survey::Column::EditionId,
            enrolment::Column::EditionId,
            own,
        ));
    }
    if !opened.is_empty() {
        any = any.add(Condition::all().add(opened).add(survey::Column::State.ne(SurveyState::Draft)));
    }
    if any.is_empty() { crate::shared::read::nothing() } else { any }
}

fn questions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, survey::Entity>(
        survey_question::Column::SurveyId,
        survey::Column::Id,
        surveys_seen_by(who),
    ))
}

/// What a survey says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurveyResults {
    /// How many answered it.
    pub answered: u64,
    /// How many could have.
    pub participants: u64,
    /// What each question says, in their order.
    pub questions: Vec<QuestionResults>,
}

/// What a question says.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionResults {
    /// The question.
    pub question_id: SurveyQuestionId,
    /// Numbers that were given.
    pub told: Told,
    /// What was answered in words, in no order that says anything; empty where too few did.
    pub words: Vec<String>,
}

/// Whether the actor may know what it says; it says so once it is over.
pub fn sees_results(actor: &Actor, survey: &survey::Model, today: NaiveDate) -> bool {
    survey.is_over(today) && allows(actor, READ_SURVEYS, &survey.place())
}

/// What a survey says, to whoever may know it; none while it is not over.
///
/// # Errors
/// The database failed.
pub async fn results(
    db: &impl ConnectionTrait,
    (actor, today): (&Actor, NaiveDate),
    of: &survey::Model,
) -> Result<Option<SurveyResults>> {
    if !sees_results(actor, of, today) {
        return Ok(None);
    }
    Ok(results_of(db, std::slice::from_ref(of)).await?.into_iter().next().map(|(_, results)| results))
}

/// What surveys say, each with its questions in order, by as many statements for one as for many. Whoever asks has looked
/// whether they are over.
///
/// # Errors
/// The database failed.
pub async fn results_of(
    db: &impl ConnectionTrait,
    all: &[survey::Model],
) -> Result<Vec<(Vec<survey_question::Model>, SurveyResults)>> {
    let ids: Vec<SurveyId> = all.iter().map(|survey| survey.id).collect();
    let questions = survey_question::Entity::find()
        .filter(survey_question::Column::SurveyId.is_in(ids.iter().copied()))
        .order_by_asc(survey_question::Column::Ordinal)
        .all(db)
        .await?;
    let (numbers, mut words) = (numbers(db, &ids).await?, words(db, &ids).await?);
    let turnouts = turnouts(db, all).await?;
    let mut results = vec![];
    for (survey, (answered, participants)) in all.iter().zip(turnouts) {
        let own: Vec<_> =
            questions.iter().filter(|question| question.survey_id == survey.id).cloned().collect();
        let told = own
            .iter()
            .map(|question| one(question, &numbers, words.remove(&question.id).unwrap_or_default()));
        let told = SurveyResults { answered, participants, questions: told.collect() };
        results.push((own, told));
    }
    Ok(results)
}

/// Keys of a survey's questions, in their order.
///
/// # Errors
/// The database failed.
pub async fn questions_of(db: &impl ConnectionTrait, id: SurveyId) -> Result<Vec<SurveyQuestionId>> {
    let keys = survey_question::Entity::find()
        .select_only()
        .column(survey_question::Column::Id)
        .filter(survey_question::Column::SurveyId.eq(id))
        .order_by_asc(survey_question::Column::Ordinal);
    Ok(keys.into_tuple().all(db).await?)
}

/// How many answered each of these surveys, and how many could have.
async fn turnouts(db: &impl ConnectionTrait, all: &[survey::Model]) -> Result<Vec<(u64, u64)>> {
    let answered: Vec<(SurveyId, i64)> = survey_receipt::Entity::find()
        .select_only()
        .column(survey_receipt::Column::SurveyId)
        .column_as(survey_receipt::Column::Id.count(), "answered")
        .filter(survey_receipt::Column::SurveyId.is_in(all.iter().map(|survey| survey.id)))
        .group_by(survey_receipt::Column::SurveyId)
        .into_tuple()
        .all(db)
        .await?;
    let could: Vec<(EditionId, i64)> = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::EditionId)
        .column_as(enrolment::Column::Id.count(), "could")
        .filter(enrolment::Column::EditionId.is_in(all.iter().map(|survey| survey.edition_id)))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .group_by(enrolment::Column::EditionId)
        .into_tuple()
        .all(db)
        .await?;
    let (answered, could): (HashMap<_, _>, HashMap<_, _>) =
        (answered.into_iter().collect(), could.into_iter().collect());
    let count = |count: Option<&i64>| count.and_then(|count| u64::try_from(*count).ok()).unwrap_or_default();
    let of = |survey: &survey::Model| (count(answered.get(&survey.id)), count(could.get(&survey.edition_id)));
    Ok(all.iter().map(of).collect())
}

/// What was answered in words to each question of these surveys.
async fn words(
    db: &impl ConnectionTrait,
    ids: &[SurveyId],
) -> Result<HashMap<SurveyQuestionId, Vec<String>>> {
    let of_surveys = Condition::all()
        .add(survey_question::Column::SurveyId.is_in(ids.iter().copied()))
        .add(survey_question::Column::Kind.eq(QuestionKind::Words));
    let rows: Vec<(SurveyQuestionId, Option<String>)> = survey_answer::Entity::find()
        .select_only()
        .columns([survey_answer::Column::QuestionId, survey_answer::Column::Words])
        .filter(within::<_, survey_question::Entity>(
            survey_answer::Column::QuestionId,
            survey_question::Column::Id,
            of_surveys,
        ))
        .order_by_asc(survey_answer::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut words: HashMap<SurveyQuestionId, Vec<String>> = HashMap::new();
    for (question, text) in rows {
        words.entry(question).or_default().extend(text);
    }
    Ok(words)
}

fn one(
    question: &survey_question::Model,
    numbers: &HashMap<(SurveyQuestionId, i32), u64>,
    words: Vec<String>,
) -> QuestionResults {
    let places = match question.kind {
        QuestionKind::Scale => 5,
        QuestionKind::Choice => question.choices().len(),
        QuestionKind::Words => 0,
    };
    let counts: Vec<u64> = (1..)
        .take(places)
        .map(|number| numbers.get(&(question.id, number)).copied().unwrap_or_default())
        .collect();
    let told = match question.kind {
        QuestionKind::Words => {
            let written = words.len() as u64;
            Told { answered: survey_results::are_told(written).then_some(written), ..Told::default() }
        }
        // A mean of places in a list says nothing.
        QuestionKind::Choice => Told { mean: None, ..survey_results::told(&counts) },
        QuestionKind::Scale => survey_results::told(&counts),
    };
    let words = if survey_results::are_told(words.len() as u64) { words } else { vec![] };
    QuestionResults { question_id: question.id, told, words }
}

/// How often each number was given to each question of these surveys.
async fn numbers(
    db: &impl ConnectionTrait,
    ids: &[SurveyId],
) -> Result<HashMap<(SurveyQuestionId, i32), u64>> {
    let of_survey = Condition::all().add(survey_question::Column::SurveyId.is_in(ids.iter().copied()));
    let counted: Vec<(SurveyQuestionId, Option<i32>, i64)> = survey_answer::Entity::find()
        .select_only()
        .column(survey_answer::Column::QuestionId)
        .column(survey_answer::Column::Number)
        .column_as(survey_answer::Column::Id.count(), "given")
        .filter(within::<_, survey_question::Entity>(
            survey_answer::Column::QuestionId,
            survey_question::Column::Id,
            of_survey,
        ))
        .group_by(survey_answer::Column::QuestionId)
        .group_by(survey_answer::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    let counted = counted.into_iter().filter_map(|(question, number, given)| {
        Some(((question, number?), u64::try_from(given).unwrap_or_default()))
    });
    Ok(counted.collect())
}

/// Whether the actor has answered a survey.
///
/// # Errors
/// The database failed.
pub async fn has_answered(db: &impl ConnectionTrait, actor: &Actor, of: &survey::Model) -> Result<bool> {
    let Some(person) = actor.person_id() else { return Ok(false) };
    let own = Condition::all()
        .add(enrolment::Column::EditionId.eq(of.edition_id))
        .add(enrolment::Column::PersonId.eq(person));
    let receipts =
        survey_receipt::Entity::find().filter(survey_receipt::Column::SurveyId.eq(of.id)).filter(within::<
            _,
            enrolment::Entity,
        >(
            survey_receipt::Column::EnrolmentId,
            enrolment::Column::Id,
            own,
        ));
    Ok(receipts.count(db).await? > 0)
}
