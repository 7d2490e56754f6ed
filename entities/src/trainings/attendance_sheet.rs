//! What a signable attendance list of one day prints.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::{EnrolmentState, edition, enrolment, session, trainer_assignment, training_programme};
use crate::institutions::{institution, person};
use crate::partnerships::sign::Sign;
use crate::partnerships::{project, project_partner, store::strip_of};
use crate::shared::error::{Result, found};
use crate::shared::ids::{EditionId, InstitutionId, PersonId};
use crate::shared::warsaw;

/// An attendance list for one day of an edition. Texts are Polish and ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceSheet {
    /// The organising office.
    pub issuer: String,
    /// Title and number of the project.
    pub project: String,
    /// Title of the training with its edition.
    pub training: String,
    /// The day.
    pub day: NaiveDate,
    /// Venue in one line.
    pub venue: String,
    /// Sessions of the day in order; one column of signatures each.
    pub sessions: Vec<SheetSession>,
    /// Trainers, with room for their signatures.
    pub trainers: Vec<String>,
    /// People in Polish order of surname.
    pub rows: Vec<SheetRow>,
    /// The visibility strip.
    pub strip: Vec<Sign>,
    /// When the list was drawn up.
    pub drawn_at: DateTime<Utc>,
}

/// One session of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSession {
    /// Title.
    pub title: String,
    /// `09:00–12:15`.
    pub hours: String,
}

/// One person on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Surname first.
    pub name: String,
    /// The institution represented.
    pub institution: String,
    /// Which sessions, in their order, are of another breakout group than the person's: nothing to sign there.
    pub not_own: Vec<usize>,
}

/// Collects the list of one day: who has a seat, in Polish order.
///
/// # Errors
/// The edition is gone, or its project may not print.
pub async fn collect(
    db: &impl ConnectionTrait,
    id: EditionId,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<AttendanceSheet> {
    let edition = found(edition::Entity::find_by_id(id).one(db).await?, "editionId")?;
    let programme =
        found(training_programme::Entity::find_by_id(edition.programme_id).one(db).await?, "editionId")?;
    let project = found(project::Entity::find_by_id(edition.project_id).one(db).await?, "editionId")?;
    let partner = found(project_partner::Entity::find_by_id(edition.partner_id).one(db).await?, "editionId")?;
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.eq(id))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Ordinal)
        .all(db)
        .await?;
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .order_by_asc(enrolment::Column::SortKey)
        .order_by_asc(enrolment::Column::Id)
        .all(db)
        .await?;
    let trainers = trainer_assignment::Entity::find()
        .filter(trainer_assignment::Column::EditionId.eq(id))
        .all(db)
        .await?;
    let people: Vec<PersonId> =
        enrolments.iter().map(|e| e.person_id).chain(trainers.iter().map(|t| t.person_id)).collect();
    let people = person::Entity::find().filter(person::Column::Id.is_in(people)).all(db).await?;
    let people: HashMap<PersonId, person::Model> = people.into_iter().map(|p| (p.id, p)).collect();
    let institutions = enrolments.iter().filter_map(|e| e.institution_id);
    let institutions =
        institution::Entity::find().filter(institution::Column::Id.is_in(institutions)).all(db).await?;
    let institutions: HashMap<InstitutionId, String> =
        institutions.into_iter().map(|i| (i.id, i.name)).collect();

    let of_day: Vec<&session::Model> =
        sessions.iter().filter(|session| warsaw::day(session.starts_at) == day).collect();
    let number = project.number.as_deref().map(|number| format!(", nr {number}")).unwrap_or_default();
    let venue = edition.venue.as_deref().map(|venue| format!("{venue}, {}", edition.city));
    Ok(AttendanceSheet {
        issuer: partner.name,
        project: format!("Projekt „{}”{number}", project.title),
        training: if edition.title == programme.title {
            edition.title
        } else {
            format!("{} – {}", programme.title, edition.title)
        },
        day,
        venue: venue.unwrap_or(edition.city),
        sessions: of_day
            .iter()
            .map(|session| SheetSession {
                title: session.title.clone(),
                hours: format!("{}–{}", warsaw::hour(session.starts_at), warsaw::hour(session.ends_at)),
            })
            .collect(),
        trainers: trainers
            .iter()
            .filter_map(|t| people.get(&t.person_id))
            .map(person::Model::full_name)
            .collect(),
        rows: enrolments
            .iter()
            .filter_map(|enrolment| {
                let name = people.get(&enrolment.person_id)?.list_name();
                let institution = enrolment.institution_id.and_then(|id| institutions.get(&id).cloned());
                let own = |group: Option<_>| group.is_none() || group == enrolment.breakout_group_id;
                let others = of_day.iter().enumerate().filter(|(_, session)| !own(session.breakout_group_id));
                let not_own = others.map(|(n, _)| n).collect();
                Some(SheetRow { name, institution: institution.unwrap_or_default(), not_own })
            })
            .collect(),
        strip: strip_of(db, project.id).await?,
        drawn_at: now,
    })
}
