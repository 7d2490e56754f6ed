//! Whoever took part in a training that is over is asked once, by mail, to answer its survey.
//!
//! That happens when both are so: the edition is completed, because only then it is known who came, and the survey is open. It is
//! looked at once more when the message leaves. Whoever has an account answers there as well; either way counts once.
//!
//! # Source
//! Hard rule 22.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{EnrolmentState, SurveyState, edition, enrolment, survey, survey_question, survey_receipt};
use crate::institutions::person;
use crate::mail::actions::{NewDelivery, Recipient, post_all};
use crate::mail::{DeliveryKind, Problem, delivery};
use crate::partnerships::project;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::shared::warsaw;

/// States of people who came.
const CAME: [EnrolmentState; 2] = [EnrolmentState::Completed, EnrolmentState::NotCompleted];

/// Asks whoever took part in an edition, where it is over and has an open survey. Whom a message went to already is not asked again.
/// The edition is locked by the caller.
///
/// # Errors
/// The database failed.
pub(super) async fn ask(tx: &Tx, op: &Operation, edition: EditionId) -> Result<()> {
    let row = edition::Entity::find_by_id(edition).one(tx).await?;
    let survey = survey::Entity::find().filter(survey::Column::EditionId.eq(edition)).one(tx).await?;
    let (Some(row), Some(survey)) = (row, survey) else { return Ok(()) };
    if !row.state.is_over() || !is_answered(&survey, op.today()) {
        return Ok(());
    }
    let asked: Vec<Option<Uuid>> = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::SubjectId)
        .filter(delivery::Column::ArtefactId.eq(survey.id.0))
        .into_tuple()
        .all(tx)
        .await?;
    let mut came = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(edition))
        .filter(enrolment::Column::State.is_in(CAME))
        .order_by_asc(enrolment::Column::Id)
        .all(tx)
        .await?;
    came.retain(|row| !asked.contains(&Some(row.id.0)));
    let messages = came.iter().map(|row| NewDelivery {
        kind: DeliveryKind::SurveyOpen,
        artefact_id: survey.id.0,
        subject_id: Some(row.id.0),
        to: Recipient::Person(row.person_id),
        language: Language::Polish,
        project_id: Some(row.project_id),
        partner_id: Some(row.partner_id),
    });
    post_all(tx, op, messages.collect(), op.now).await
}

/// Whether a survey is answered now.
fn is_answered(survey: &survey::Model, today: NaiveDate) -> bool {
    survey.state == SurveyState::Open && !survey.is_over(today)
}

/// What a message that asks says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyLetter {
    /// Where it goes.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The enrolment by which they took part.
    pub enrolment_id: EnrolmentId,
    /// Title of the edition.
    pub training: String,
    /// Title of the project.
    pub project: String,
    /// Last day of answers.
    pub closes_on: NaiveDate,
}

/// What the message says now, or why nothing is sent.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    now: DateTime<Utc>,
) -> Result<std::result::Result<SurveyLetter, Problem>> {
    let Some(found) = mailed(db, id, warsaw::day(now)).await? else { return Ok(Err(Problem::Over)) };
    if found.stands != Stands::Open || !CAME.contains(&found.enrolment.state) {
        return Ok(Err(Problem::Over));
    }
    let person = person::Entity::find_by_id(found.enrolment.person_id).one(db).await?;
    let project = project::Entity::find_by_id(found.enrolment.project_id).one(db).await?;
    let (Some(person), Some(project)) = (person.filter(|person| person.erased_at.is_none()), project) else {
        return Ok(Err(Problem::Over));
    };
    let name = person.full_name();
    let Some(email) = person.email else { return Ok(Err(Problem::NoAddress)) };
    let (training, closes_on) = (found.training, found.survey.closes_on);
    Ok(Ok(SurveyLetter { email, name, enrolment_id: id, training, project: project.title, closes_on }))
}

/// How a survey stands for one participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// They may answer.
    Open,
    /// They have.
    Answered,
    /// Nobody answers any more.
    Over,
}

/// A survey as a participant finds it by a mailed code.
#[derive(Clone, Debug)]
pub struct MailedSurvey {
    /// The survey.
    pub survey: survey::Model,
    /// Its questions in order.
    pub questions: Vec<survey_question::Model>,
    /// Title of the edition.
    pub training: String,
    /// How it stands.
    pub stands: Stands,
    enrolment: enrolment::Model,
}

/// The survey of an enrolment; none where there is none, or the person does not take part.
///
/// # Errors
/// The database failed.
pub async fn mailed(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    today: NaiveDate,
) -> Result<Option<MailedSurvey>> {
    let enrolment = enrolment::Entity::find_by_id(id).one(db).await?;
    let Some(enrolment) = enrolment.filter(|row| row.state.takes_part()) else { return Ok(None) };
    let edition = edition::Entity::find_by_id(enrolment.edition_id).one(db).await?;
    let survey = survey::Entity::find()
        .filter(survey::Column::EditionId.eq(enrolment.edition_id))
        .filter(survey::Column::State.ne(SurveyState::Draft));
    let (Some(edition), Some(survey)) = (edition, survey.one(db).await?) else { return Ok(None) };
    let receipts = survey_receipt::Entity::find()
        .filter(survey_receipt::Column::SurveyId.eq(survey.id))
        .filter(survey_receipt::Column::EnrolmentId.eq(id));
    let stands = match receipts.count(db).await? {
        0 if is_answered(&survey, today) => Stands::Open,
        0 => Stands::Over,
        _ => Stands::Answered,
    };
    let questions = survey_question::Entity::find()
        .filter(survey_question::Column::SurveyId.eq(survey.id))
        .order_by_asc(survey_question::Column::Ordinal)
        .all(db)
        .await?;
    Ok(Some(MailedSurvey { survey, questions, training: edition.title, stands, enrolment }))
}
