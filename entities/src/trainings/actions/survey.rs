//! Surveys: made, opened, answered by whoever took part, closed for good.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, SqlErr,
};
use serde::Serialize;
use serde_json::Value;
use uuid::Builder;

use super::visible_edition;
use crate::institutions::person;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{EditionId, EnrolmentId, SurveyAnswerId, SurveyId, SurveyQuestionId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::read::within;
use crate::shared::refusals::{
    AT_MOST, DUPLICATE, FORBIDDEN, NOT_FOUND, RANGE, REFERENCE, REQUIRED, STALE_VERSION, TOO_MANY,
};
use crate::shared::tx::Tx;
use crate::trainings::refusals::{DAY_PASSED, SURVEY_ANSWERED, SURVEY_CLOSED, SURVEY_EMPTY, SURVEY_THERE};
use crate::trainings::rights::MANAGE_TRAININGS;
use crate::trainings::{
    EditionState, EnrolmentState, QuestionKind, SurveyState, asked, deeds, edition, enrolment, survey,
    survey_answer, survey_question, survey_receipt,
};
use crate::{audit, created};

/// Most questions of a survey, and most answers to choose from.
const QUESTIONS_MAX: usize = 50;
const CHOICES_MAX: usize = 20;
/// Longest question, and longest answer to choose.
const QUESTION_MAX: usize = 500;
/// Longest answer in words.
const WORDS_MAX: usize = 2_000;
/// The scale of answers.
const SCALE: i32 = 5;

/// A question to be asked.
#[derive(Clone, Debug, Serialize)]
pub struct NewQuestion {
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub text: String,
    /// What is chosen from, where it is answered by choice.
    pub choices: Vec<String>,
    /// Whether it has to be answered.
    pub required: bool,
}

/// A survey to be made.
#[derive(Clone, Debug, Serialize)]
pub struct NewSurvey {
    /// The edition.
    pub edition_id: EditionId,
    /// Title.
    pub title: String,
    /// Last day of answers.
    pub closes_on: NaiveDate,
    /// Its questions in order.
    pub questions: Vec<NewQuestion>,
}

/// Makes a survey of an edition, as a draft. An edition has one at most.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, survey there, too many, invalid.
pub async fn create_survey(tx: &Tx, op: &Operation, new: NewSurvey) -> Result<SurveyId> {
    let edition = visible_edition(tx, op, new.edition_id).await?.may(MANAGE_TRAININGS)?;
    must_be_held(&edition)?;
    let mut check = Check::default();
    let title = check.line("title", &new.title, NAME_MAX);
    check_day(&mut check, op, &edition, new.closes_on);
    let questions = checked(&mut check, &new.questions)?;
    check.done()?;
    let id = op.id();
    let row = survey::ActiveModel {
        id: Set(id),
        edition_id: Set(edition.id),
        project_id: Set(edition.project_id),
        partner_id: Set(edition.partner_id),
        title: Set(title),
        state: Set(SurveyState::Draft),
        closes_on: Set(new.closes_on),
        ..Default::default()
    };
    if let Err(error) = survey::Entity::insert(created!(op, row)).exec_without_returning(tx).await {
        return match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(SURVEY_THERE, "editionId"),
            _ => Err(error.into()),
        };
    }
    write_questions(tx, op, id, questions).await?;
    let line = audit::Line::new(deeds::CREATE_SURVEY, id).project(edition.project_id);
    line.into_state(SurveyState::Draft.code()).write(tx, op).await?;
    Ok(id)
}

/// What is changed of a survey. Absent fields stay.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyChange {
    /// The survey.
    pub survey_id: SurveyId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Title.
    pub title: Option<String>,
    /// Last day of answers.
    pub closes_on: Option<NaiveDate>,
    /// All its questions, while it is a draft.
    pub questions: Option<Vec<NewQuestion>>,
}

/// Changes a survey that is not closed: its questions while nobody has read them, its last day until it has come.
///
/// # Errors
/// Refused: not found, forbidden, stale version, wrong state, survey closed, too many, invalid.
pub async fn update_survey(tx: &Tx, op: &Operation, change: SurveyChange) -> Result<SurveyId> {
    let (survey, edition) = managed(tx, op, change.survey_id).await?;
    if change.version.is_some_and(|version| version != survey.version) {
        return refuse(STALE_VERSION, "version");
    }
    survey.state.must_be(&[SurveyState::Draft, SurveyState::Open])?;
    if survey.is_over(op.today()) {
        return refuse(SURVEY_CLOSED, "surveyId");
    }
    if change.questions.is_some() {
        survey.state.must_be(&[SurveyState::Draft])?;
    }
    let mut check = Check::default();
    let mut row = survey::ActiveModel { id: Set(survey.id), ..Default::default() };
    if let Some(title) = &change.title {
        row.title = Set(check.line("title", title, NAME_MAX));
    }
    if let Some(day) = change.closes_on {
        check_day(&mut check, op, &edition, day);
        row.closes_on = Set(day);
    }
    let questions = match &change.questions {
        Some(questions) => Some(checked(&mut check, questions)?),
        None => None,
    };
    check.done()?;
    door::save(tx, op, &survey, row).await?;
    if let Some(questions) = questions {
        remove_questions(tx, survey.id).await?;
        write_questions(tx, op, survey.id, questions).await?;
    }
    audit::Line::new(deeds::UPDATE_SURVEY, survey.id).project(survey.project_id).write(tx, op).await?;
    Ok(survey.id)
}

/// Another state of a survey.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChangeSurveyState {
    /// The survey.
    pub survey_id: SurveyId,
    /// The state to go to.
    pub to: SurveyState,
}

/// Opens a survey, or closes it for good: results are told then, and one answer more would be told by the difference.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, survey empty, survey closed.
pub async fn change_survey_state(tx: &Tx, op: &Operation, change: ChangeSurveyState) -> Result<SurveyId> {
    let (survey, edition) = managed(tx, op, change.survey_id).await?;
    survey.state.go(change.to)?;
    if change.to == SurveyState::Open {
        must_be_held(&edition)?;
        let of_survey = survey_question::Column::SurveyId.eq(survey.id);
        if survey_question::Entity::find().filter(of_survey).count(tx).await? == 0 {
            return refuse(SURVEY_EMPTY, "surveyId");
        }
        if survey.is_over(op.today()) || survey.closes_on < op.today() {
            return refuse(SURVEY_CLOSED, "to");
        }
    }
    let row = survey::ActiveModel { id: Set(survey.id), state: Set(change.to), ..Default::default() };
    door::save(tx, op, &survey, row).await?;
    let line = audit::Line::new(deeds::CHANGE_SURVEY_STATE, survey.id).project(survey.project_id);
    line.states(survey.state.code(), change.to.code()).write(tx, op).await?;
    if change.to == SurveyState::Open {
        asked::ask(tx, op, edition.id).await?;
    }
    Ok(survey.id)
}

/// Takes away a survey that was never opened.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn remove_survey(tx: &Tx, op: &Operation, id: SurveyId) -> Result<EditionId> {
    let (survey, edition) = managed(tx, op, id).await?;
    survey.state.must_be(&[SurveyState::Draft])?;
    remove_questions(tx, survey.id).await?;
    survey::Entity::delete_by_id(id).exec(tx).await?;
    audit::Line::new(deeds::REMOVE_SURVEY, id).project(survey.project_id).write(tx, op).await?;
    Ok(edition.id)
}

/// An answer to one question.
#[derive(Clone, Debug, Serialize)]
pub struct GivenAnswer {
    /// The question.
    pub question_id: SurveyQuestionId,
    /// On a scale 1 to 5; of a choice its place, from 1.
    pub number: Option<i32>,
    /// In words.
    pub words: Option<String>,
}

/// The answers of one person.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerSurvey {
    /// The survey.
    pub survey_id: SurveyId,
    /// The answers.
    pub answers: Vec<GivenAnswer>,
}

/// Answers a survey, as somebody who takes part in its edition, once. That they answered is kept, what they answered is kept
/// apart from it, and the trail has no line of it: a time would join the two.
///
/// # Errors
/// Refused: not found, forbidden (does not take part), wrong state, survey closed, survey answered, too many, invalid.
pub async fn answer_survey(tx: &Tx, op: &Operation, given: AnswerSurvey) -> Result<SurveyId> {
    // Behind its lock, so that nobody closes it meanwhile.
    let survey = door::load::<survey::Entity>(tx, op, given.survey_id, "surveyId").await?;
    let enrolment = own_enrolment(tx, op, given.survey_id).await?;
    let survey = survey.may_if(|_, _| enrolment.is_some())?;
    let Some(enrolment) = enrolment else { return refuse(FORBIDDEN, "surveyId") };
    take(tx, op, (survey, enrolment), &given.answers).await
}

/// The same by the code that was mailed to somebody who took part, who needs no account.
///
/// # Errors
/// Refused: not found, wrong state, survey closed, survey answered, too many, invalid.
pub async fn answer_mailed_survey(
    tx: &Tx,
    op: &Operation,
    (id, answers): (EnrolmentId, Vec<GivenAnswer>),
) -> Result<SurveyId> {
    let found = enrolment::Entity::find_by_id(id).one(tx).await?;
    let Some(found) = found else { return refuse(NOT_FOUND, "enrolmentId") };
    let of_edition = survey::Entity::find()
        .filter(survey::Column::EditionId.eq(found.edition_id))
        .filter(survey::Column::State.ne(SurveyState::Draft));
    let Some(survey) = door::locked(of_edition).one(tx).await? else {
        return refuse(NOT_FOUND, "enrolmentId");
    };
    // Held, so that nobody erases them meanwhile.
    let person = door::steady::<person::Entity>(tx, found.person_id).await?;
    let enrolment = door::steady::<enrolment::Entity>(tx, id).await?;
    let is_erased = person.is_none_or(|person| person.erased_at.is_some());
    if is_erased || enrolment.is_none_or(|enrolment| !enrolment.state.takes_part()) {
        return refuse(NOT_FOUND, "enrolmentId");
    }
    take(tx, op, (survey, id), &answers).await
}

/// Takes the answers of one participant, behind the lock of the survey.
async fn take(
    tx: &Tx,
    op: &Operation,
    (survey, enrolment): (survey::Model, EnrolmentId),
    given: &[GivenAnswer],
) -> Result<SurveyId> {
    survey.state.must_be(&[SurveyState::Open])?;
    if survey.is_over(op.today()) {
        return refuse(SURVEY_CLOSED, "surveyId");
    }
    if given.len() > QUESTIONS_MAX {
        return refuse(TOO_MANY, "answers");
    }
    let questions = survey_question::Entity::find()
        .filter(survey_question::Column::SurveyId.eq(survey.id))
        .order_by_asc(survey_question::Column::Ordinal)
        .all(tx)
        .await?;
    let mut check = Check::default();
    let answers = read(&mut check, &questions, given);
    check.done()?;
    let receipt = survey_receipt::ActiveModel {
        id: Set(op.id()),
        survey_id: Set(survey.id),
        enrolment_id: Set(enrolment),
    };
    if let Err(error) = survey_receipt::Entity::insert(receipt).exec_without_returning(tx).await {
        return match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(SURVEY_ANSWERED, "surveyId"),
            _ => Err(error.into()),
        };
    }
    let rows = answers.into_iter().map(|(question, number, words)| survey_answer::ActiveModel {
        // Keys made in a row would join them.
        id: Set(SurveyAnswerId(Builder::from_random_bytes(op.chance.bytes()).into_uuid())),
        question_id: Set(question),
        number: Set(number),
        words: Set(words),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        survey_answer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(survey.id)
}

/// The answers, each of the kind that its question wants, and one to each that has to be answered.
fn read(
    check: &mut Check,
    questions: &[survey_question::Model],
    given: &[GivenAnswer],
) -> Vec<(SurveyQuestionId, Option<i32>, Option<String>)> {
    let known: HashMap<SurveyQuestionId, &survey_question::Model> =
        questions.iter().map(|question| (question.id, question)).collect();
    let (mut answered, mut read) = (HashSet::new(), vec![]);
    for (n, answer) in given.iter().enumerate() {
        let Some(question) = known.get(&answer.question_id) else {
            check.fault(format!("answers[{n}].questionId"), REFERENCE);
            continue;
        };
        if !answered.insert(question.id) {
            check.refuse(DUPLICATE, format!("answers[{n}].questionId"));
        }
        let field = format!("answers[{n}].words");
        let words = check.opt_line(&field, answer.words.as_deref(), WORDS_MAX);
        let (number, words) = match question.kind {
            QuestionKind::Words => (None, words),
            kind => {
                let choices = i32::try_from(question.choices().len()).unwrap_or(i32::MAX);
                let most = if kind == QuestionKind::Scale { SCALE } else { choices };
                if let Some(number) = answer.number
                    && !(1..=most).contains(&number)
                {
                    check.fault(format!("answers[{n}].number"), RANGE.of(1).of(most));
                }
                (answer.number, None)
            }
        };
        if number.is_some() || words.is_some() {
            read.push((question.id, number, words));
        } else if question.required {
            let field = if question.kind == QuestionKind::Words { "words" } else { "number" };
            check.fault(format!("answers[{n}].{field}"), REQUIRED);
        }
    }
    if questions.iter().any(|question| question.required && !answered.contains(&question.id)) {
        check.fault("answers", REQUIRED);
    }
    read
}

/// The enrolment by which the actor takes part in the edition of a survey.
async fn own_enrolment(tx: &Tx, op: &Operation, id: SurveyId) -> Result<Option<EnrolmentId>> {
    let Some(person) = op.actor.person_id() else { return Ok(None) };
    let this = Condition::all().add(survey::Column::Id.eq(id));
    let own = enrolment::Entity::find()
        .filter(within::<_, survey::Entity>(enrolment::Column::EditionId, survey::Column::EditionId, this))
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS));
    Ok(own.one(tx).await?.map(|row| row.id))
}

/// A survey and its edition, behind the locks of both, for whoever manages trainings there.
async fn managed(tx: &Tx, op: &Operation, id: SurveyId) -> Result<(survey::Model, edition::Model)> {
    let edition_id = door::see::<survey::Entity>(tx, op, id, "surveyId").await?.edition_id;
    let edition = visible_edition(tx, op, edition_id).await?.may(MANAGE_TRAININGS)?;
    Ok((door::load::<survey::Entity>(tx, op, id, "surveyId").await?.seen(), edition))
}

fn must_be_held(edition: &edition::Model) -> Result<()> {
    use EditionState::{Completed, Draft, EnrolmentClosed, EnrolmentOpen, Published, Running, Settled};
    edition.state.must_be(&[Draft, Published, EnrolmentOpen, EnrolmentClosed, Running, Completed, Settled])
}

fn check_day(check: &mut Check, op: &Operation, edition: &edition::Model, day: NaiveDate) {
    let day = check.date("closesOn", day);
    if day < op.today().max(edition.starts_on) {
        check.fault("closesOn", DAY_PASSED);
    }
}

fn checked(check: &mut Check, questions: &[NewQuestion]) -> Result<Vec<NewQuestion>> {
    if questions.len() > QUESTIONS_MAX {
        return refuse(TOO_MANY, "questions");
    }
    let mut read = vec![];
    for (n, question) in questions.iter().enumerate() {
        let field = |name: &str| format!("questions[{n}].{name}");
        let choices = &question.choices;
        let wanted = if question.kind == QuestionKind::Choice { 2..=CHOICES_MAX } else { 0..=0 };
        if choices.len() > *wanted.end() {
            check.fault(field("choices"), AT_MOST.of(*wanted.end()));
        } else if choices.len() < *wanted.start() {
            check.fault(field("choices"), REQUIRED);
        }
        let lines = choices.iter().enumerate();
        read.push(NewQuestion {
            kind: question.kind,
            text: check.line(&field("text"), &question.text, QUESTION_MAX),
            choices: lines.map(|(m, text)| check.line(&field(&format!("choices[{m}]")), text, 200)).collect(),
            required: question.required,
        });
    }
    Ok(read)
}

async fn remove_questions(tx: &Tx, id: SurveyId) -> Result<()> {
    let of_survey = survey_question::Column::SurveyId.eq(id);
    survey_question::Entity::delete_many().filter(of_survey).exec(tx).await?;
    Ok(())
}

async fn write_questions(tx: &Tx, op: &Operation, id: SurveyId, all: Vec<NewQuestion>) -> Result<()> {
    let rows = (1..).zip(all).map(|(ordinal, question)| survey_question::ActiveModel {
        id: Set(op.id()),
        survey_id: Set(id),
        ordinal: Set(ordinal),
        kind: Set(question.kind),
        text: Set(question.text),
        choices: Set(Value::from(question.choices)),
        required: Set(question.required),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        survey_question::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

impl Placed for survey::Model {
    fn place(&self) -> Place {
        Place {
            project: Some(self.project_id),
            partner: Some(self.partner_id),
            edition: Some(self.edition_id),
            ..Place::default()
        }
    }
}
