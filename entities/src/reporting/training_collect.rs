//! The one query set behind a training summary: screen, workbook and PDF show what it answers and nothing else (hard rule 11).
//!
//! Surveys are told as everywhere: once they are over, without counts of fewer than five people or what would give them away.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::report_definition;
use super::training_summary::{Edition, Question, Survey, TrainingSummary};
use crate::certificates::{CertificateState, certificate};
use crate::partnerships::store::strip_of;
use crate::partnerships::{project, project_partner};
use crate::shared::enums::Choice as _;
use crate::shared::error::{Error, Result};
use crate::shared::ids::{EditionId, EnrolmentId, PersonId};
use crate::shared::language::Language;
use crate::shared::read::within;
use crate::shared::warsaw;
use crate::trainings::surveys::{self, SurveyResults};
use crate::trainings::{
    EditionState, EnrolmentState, QuestionKind, attendance, edition, enrolment, survey, survey_question,
    training_programme,
};

/// An enrolment, as far as it is counted.
type Enrolled = (EnrolmentId, EditionId, PersonId, EnrolmentState);

/// Collects the figures of the trainings of a project that begin in a period.
///
/// # Errors
/// Refused: no valid visibility profile. The database failed, or a row is missing.
pub async fn collect<C: ConnectionTrait>(
    db: &C,
    definition: &report_definition::Model,
    now: DateTime<Utc>,
) -> Result<TrainingSummary> {
    let strip = strip_of(db, definition.project_id).await?;
    let project = there(project::Entity::find_by_id(definition.project_id).one(db).await?)?;
    let issuer = there(project_partner::Entity::find_by_id(definition.partner_id).one(db).await?)?;
    let (from, to) = there(definition.starts_on.zip(definition.ends_on))?;
    let of_report = Condition::all()
        .add(edition::Column::ProjectId.eq(project.id))
        .add(edition::Column::StartsOn.between(from, to))
        .add(edition::Column::State.ne(EditionState::Draft));
    let editions = edition::Entity::find()
        .filter(of_report.clone())
        .order_by_asc(edition::Column::StartsOn)
        .order_by_asc(edition::Column::TitleKey)
        .order_by_asc(edition::Column::Id)
        .all(db)
        .await?;
    let programmes: HashMap<_, _> = training_programme::Entity::find()
        .filter(training_programme::Column::ProjectId.eq(project.id))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.title))
        .collect();
    let enrolled: Vec<Enrolled> = enrolment::Entity::find()
        .select_only()
        .columns([
            enrolment::Column::Id,
            enrolment::Column::EditionId,
            enrolment::Column::PersonId,
            enrolment::Column::State,
        ])
        .filter(within::<_, edition::Entity>(
            enrolment::Column::EditionId,
            edition::Column::Id,
            of_report.clone(),
        ))
        .into_tuple()
        .all(db)
        .await?;
    let minutes = minutes(db, &of_report).await?;
    let certificates = certificates(db, &of_report).await?;
    let told = told(db, &of_report, now).await?;
    let people: HashSet<PersonId> = enrolled.iter().filter(|one| came(one.3)).map(|one| one.2).collect();
    let number = project.number.as_deref().map(|number| format!(", nr {number}")).unwrap_or_default();
    let editions = editions.into_iter().map(|row| {
        let own: Vec<&Enrolled> = enrolled.iter().filter(|one| one.1 == row.id).collect();
        let of = |is: &dyn Fn(EnrolmentState) -> bool| own.iter().filter(|one| is(one.3)).count() as u64;
        Edition {
            programme: programmes.get(&row.programme_id).cloned().unwrap_or_default(),
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            state: row.state.label(Language::Polish).to_owned(),
            is_over: row.state.is_over(),
            is_off: row.state == EditionState::Cancelled,
            seats: u64::try_from(row.seats).unwrap_or_default(),
            enrolled: own.len() as u64,
            took_part: of(&came),
            completed: of(&|state| state == EnrolmentState::Completed),
            no_show: of(&|state| state == EnrolmentState::NoShow),
            attended_min: own.iter().filter_map(|one| minutes.get(&one.0)).sum(),
            certificates: certificates.get(&row.id).copied().unwrap_or_default(),
            survey: told.get(&row.id).cloned(),
            title: row.title,
        }
    });
    Ok(TrainingSummary {
        title: definition.title.clone(),
        project: format!("Projekt „{}”{number}", project.title),
        issuer: issuer.name,
        from,
        to,
        collected_at: now,
        people: people.len() as u64,
        editions: editions.collect(),
        strip,
    })
}

const fn came(state: EnrolmentState) -> bool {
    matches!(state, EnrolmentState::Completed | EnrolmentState::NotCompleted)
}

/// Minutes of each enrolment over all sessions.
async fn minutes(db: &impl ConnectionTrait, of_report: &Condition) -> Result<HashMap<EnrolmentId, i64>> {
    let own = Condition::all().add(within::<_, edition::Entity>(
        enrolment::Column::EditionId,
        edition::Column::Id,
        of_report.clone(),
    ));
    let rows: Vec<(EnrolmentId, i64)> = attendance::Entity::find()
        .select_only()
        .column(attendance::Column::EnrolmentId)
        .column_as(attendance::Column::Minutes.sum(), "attended")
        .filter(within::<_, enrolment::Entity>(attendance::Column::EnrolmentId, enrolment::Column::Id, own))
        .group_by(attendance::Column::EnrolmentId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// How many certificates of each edition hold.
async fn certificates(db: &impl ConnectionTrait, of_report: &Condition) -> Result<HashMap<EditionId, u64>> {
    use CertificateState::{Delivered, Numbered, Rendered};
    let rows: Vec<(EditionId, i64)> = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::EditionId)
        .column_as(certificate::Column::Id.count(), "held")
        .filter(certificate::Column::State.is_in([Numbered, Rendered, Delivered]))
        .filter(within::<_, edition::Entity>(
            certificate::Column::EditionId,
            edition::Column::Id,
            of_report.clone(),
        ))
        .group_by(certificate::Column::EditionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, held)| (id, u64::try_from(held).unwrap_or_default())).collect())
}

/// What surveys that are over say, by edition.
async fn told(
    db: &impl ConnectionTrait,
    of_report: &Condition,
    now: DateTime<Utc>,
) -> Result<HashMap<EditionId, Survey>> {
    let all = survey::Entity::find().filter(within::<_, edition::Entity>(
        survey::Column::EditionId,
        edition::Column::Id,
        of_report.clone(),
    ));
    let mut over = all.all(db).await?;
    over.retain(|survey| survey.is_over(warsaw::day(now)));
    let mut told = HashMap::new();
    for (survey, (questions, results)) in over.iter().zip(surveys::results_of(db, &over).await?) {
        told.insert(survey.edition_id, printed(survey, &questions, results));
    }
    Ok(told)
}

fn printed(of: &survey::Model, questions: &[survey_question::Model], results: SurveyResults) -> Survey {
    let questions = questions.iter().zip(results.questions).map(|(question, found)| Question {
        text: question.text.clone(),
        answers: match question.kind {
            QuestionKind::Scale => (1..=5).map(|number| number.to_string()).collect(),
            QuestionKind::Choice => question.choices(),
            QuestionKind::Words => vec![],
        },
        answered: found.told.answered,
        counts: found.told.counts,
        mean_hundredths: found.told.mean.map(hundredths),
    });
    Survey {
        title: of.title.clone(),
        answered: results.answered,
        participants: results.participants,
        questions: questions.collect(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a mean of a scale to 5")]
fn hundredths(mean: f64) -> i64 {
    (mean * 100.0).round() as i64
}

fn there<T>(row: Option<T>) -> Result<T> {
    row.ok_or_else(|| Error::Fault("a report refers to what is not there".into()))
}
