//! What a signable attendance list of one day prints.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::sheets::sessions_of;
use super::{
    EnrolmentState, breakout_group, edition, enrolment, session, sheet, sheet_line, sheet_page,
    trainer_assignment, training_programme,
};
use crate::institutions::{institution, person};
use crate::partnerships::sign::Sign;
use crate::partnerships::{project, project_partner, store::strip_of};
use crate::shared::error::{Result, found};
use crate::shared::ids::{DocumentId, EditionId, EnrolmentId, InstitutionId, PersonId};
use crate::shared::read::KEYS;
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
    /// The breakout group; none for everybody.
    pub group: Option<String>,
    /// Venue in one line.
    pub venue: String,
    /// Sessions of the day in order; one column of signatures each.
    pub sessions: Vec<SheetSession>,
    /// Trainers, with room for their signatures.
    pub trainers: Vec<String>,
    /// People in Polish order of surname.
    pub rows: Vec<SheetRow>,
    /// Empty lines below them.
    pub blank_lines: usize,
    /// What its pages are known by; none for a list that is not kept.
    pub mark: Option<SheetMark>,
    /// The visibility strip.
    pub strip: Vec<Sign>,
    /// When the list was drawn up.
    pub drawn_at: DateTime<Utc>,
}

/// What the pages of a list are known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetMark {
    /// Code of the list.
    pub code: String,
    /// Counts the lists of the day, from 1.
    pub revision: i32,
    /// Code of the list before it.
    pub replaces: Option<String>,
}

/// What stands on a page: its number, and first and last of its lines and sessions, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Number of the page, from 1.
    pub number: i32,
    /// First and last line; the last before the first where there is none.
    pub lines: (i32, i32),
    /// First and last session, likewise.
    pub sessions: (i32, i32),
}

impl From<&sheet_page::Model> for Part {
    fn from(page: &sheet_page::Model) -> Self {
        Self {
            number: page.number,
            lines: (page.first_line, page.last_line),
            sessions: (page.first_session, page.last_session),
        }
    }
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

/// Collects what the list of a document prints: its lines in their order, with the words of today.
///
/// # Errors
/// The edition is gone, or its project may not print.
pub async fn collect(
    db: &impl ConnectionTrait,
    document: DocumentId,
    (id, day): (EditionId, NaiveDate),
    now: DateTime<Utc>,
) -> Result<AttendanceSheet> {
    let edition = found(edition::Entity::find_by_id(id).one(db).await?, "editionId")?;
    let programme =
        found(training_programme::Entity::find_by_id(edition.programme_id).one(db).await?, "editionId")?;
    let project = found(project::Entity::find_by_id(edition.project_id).one(db).await?, "editionId")?;
    let partner = found(project_partner::Entity::find_by_id(edition.partner_id).one(db).await?, "editionId")?;
    let sheet = sheet::Entity::find().filter(sheet::Column::DocumentId.eq(document)).one(db).await?;
    let Lines { enrolments, blank_lines, sessions } = match &sheet {
        Some(sheet) => Lines::of_sheet(db, sheet).await?,
        None => Lines::of_day(db, id, day).await?,
    };
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
        group: group_of(db, sheet.as_ref()).await?,
        venue: venue.unwrap_or(edition.city),
        trainers: trainers
            .iter()
            .filter_map(|t| people.get(&t.person_id))
            .map(person::Model::full_name)
            .collect(),
        rows: enrolments
            .iter()
            .map(|enrolment| {
                let name = people.get(&enrolment.person_id).map(person::Model::list_name);
                let institution = enrolment.institution_id.and_then(|id| institutions.get(&id).cloned());
                let own = |group: Option<_>| group.is_none() || group == enrolment.breakout_group_id;
                let others =
                    sessions.iter().enumerate().filter(|(_, session)| !own(session.breakout_group_id));
                let not_own = others.map(|(n, _)| n).collect();
                let (name, institution) = (name.unwrap_or_default(), institution.unwrap_or_default());
                SheetRow { name, institution, not_own }
            })
            .collect(),
        blank_lines,
        mark: match &sheet {
            Some(sheet) => Some(mark_of(db, sheet).await?),
            None => None,
        },
        sessions: sessions
            .into_iter()
            .map(|session| SheetSession {
                hours: format!("{}–{}", warsaw::hour(session.starts_at), warsaw::hour(session.ends_at)),
                title: session.title,
            })
            .collect(),
        strip: strip_of(db, project.id).await?,
        drawn_at: now,
    })
}

/// Who stands on a list, and its columns.
struct Lines {
    enrolments: Vec<enrolment::Model>,
    blank_lines: usize,
    sessions: Vec<session::Model>,
}

impl Lines {
    /// As they were fixed when the list was asked for.
    async fn of_sheet(db: &impl ConnectionTrait, sheet: &sheet::Model) -> Result<Self> {
        let lines = sheet_line::Entity::find()
            .filter(sheet_line::Column::SheetId.eq(sheet.id))
            .order_by_asc(sheet_line::Column::Number)
            .all(db)
            .await?;
        let printed: Vec<EnrolmentId> =
            lines.iter().filter(|line| line.printed).filter_map(|line| line.enrolment_id).collect();
        let mut known = HashMap::new();
        for chunk in printed.chunks(KEYS) {
            let of = enrolment::Column::Id.is_in(chunk.iter().copied());
            let rows = enrolment::Entity::find().filter(of).all(db).await?;
            known.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        // A line without its enrolment would move all below it, a column without its session all beside it.
        let enrolments = printed.iter().map(|id| found(known.remove(id), "enrolmentId"));
        let sessions = sessions_of(db, sheet, (1, i32::MAX)).await?;
        found((sessions.len() == sheet.all_sessions().len()).then_some(()), "sessionId")?;
        Ok(Self {
            enrolments: enrolments.collect::<Result<_>>()?,
            blank_lines: lines.iter().filter(|line| !line.printed).count(),
            sessions,
        })
    }

    /// As they are now: of a list that was asked for before lists were kept.
    async fn of_day(db: &impl ConnectionTrait, id: EditionId, day: NaiveDate) -> Result<Self> {
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
        let sessions = sessions.into_iter().filter(|session| warsaw::day(session.starts_at) == day).collect();
        Ok(Self { enrolments, blank_lines: 0, sessions })
    }
}

async fn group_of(db: &impl ConnectionTrait, sheet: Option<&sheet::Model>) -> Result<Option<String>> {
    let Some(id) = sheet.and_then(|sheet| sheet.breakout_group_id) else { return Ok(None) };
    Ok(breakout_group::Entity::find_by_id(id).one(db).await?.map(|group| group.name))
}

async fn mark_of(db: &impl ConnectionTrait, sheet: &sheet::Model) -> Result<SheetMark> {
    let before = match sheet.replaces_id {
        Some(id) => sheet::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let replaces = before.map(|before| before.code);
    Ok(SheetMark { code: sheet.code.clone(), revision: sheet.revision, replaces })
}
