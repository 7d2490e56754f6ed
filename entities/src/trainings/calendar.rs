//! Trainings as calendars show them: of an edition and of all that are announced, to everybody; of a person, to them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{DatesKind, EditionState, EnrolmentState, afar, edition, enrolment, session, trainer_assignment};
use crate::partnerships::project_partner;
use crate::shared::calendar::{Entry, Standing, When};
use crate::shared::error::Result;
use crate::shared::ids::{BreakoutGroupId, EditionId, PersonId, ProjectId, UnitId};
use crate::shared::read::within;

/// Most editions of one calendar.
const MOST: u64 = 500;
/// How many days back a calendar goes.
const PAST: Days = Days::new(90);

/// States of enrolments that belong into a person's calendar.
const KEPT: [EnrolmentState; 5] = [
    EnrolmentState::PendingApproval,
    EnrolmentState::Offered,
    EnrolmentState::Confirmed,
    EnrolmentState::Completed,
    EnrolmentState::NotCompleted,
];

/// Which announced trainings a calendar has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Announced {
    /// Of this project alone.
    pub project: Option<ProjectId>,
    /// Run by partners of this voivodeship alone.
    pub voivodeship: Option<UnitId>,
}

/// Where the calendar of an edition is served, below the address of the installation; nowhere of a draft.
pub fn path_of(edition: &edition::Model) -> Option<String> {
    (edition.state != EditionState::Draft).then(|| format!("/calendar/editions/{}.ics", edition.id.0))
}

/// An edition that is announced, session by session; none where there is no such edition.
///
/// # Errors
/// The database failed.
pub async fn of_edition(db: &impl ConnectionTrait, id: EditionId) -> Result<Option<(String, Vec<Entry>)>> {
    let announced = edition::Entity::find_by_id(id).filter(edition::Column::State.ne(EditionState::Draft));
    let Some(edition) = announced.one(db).await? else { return Ok(None) };
    let sessions = sessions_of(db, &[id]).await?;
    let sessions = sessions.get(&id).map(Vec::as_slice).unwrap_or_default();
    Ok(Some((edition.title.clone(), entries(&edition, sessions, None))))
}

/// Announced trainings from ninety days ago on, each as a whole.
///
/// # Errors
/// The database failed.
pub async fn announced(db: &impl ConnectionTrait, which: Announced, today: NaiveDate) -> Result<Vec<Entry>> {
    let mut found = edition::Entity::find()
        .filter(edition::Column::State.ne(EditionState::Draft))
        .filter(edition::Column::StartsOn.gte(today - PAST))
        // Where there are too many, what is long past is left out.
        .order_by_desc(edition::Column::StartsOn)
        .order_by_desc(edition::Column::Id)
        .limit(MOST);
    if let Some(project) = which.project {
        found = found.filter(edition::Column::ProjectId.eq(project));
    }
    if let Some(voivodeship) = which.voivodeship {
        let there = Condition::all().add(project_partner::Column::VoivodeshipId.eq(voivodeship));
        found = found.filter(within::<_, project_partner::Entity>(
            edition::Column::PartnerId,
            project_partner::Column::Id,
            there,
        ));
    }
    Ok(found.all(db).await?.iter().map(whole).collect())
}

/// What a person attends and teaches: the sessions that are theirs.
///
/// # Errors
/// The database failed.
pub async fn of_person(db: &impl ConnectionTrait, person: PersonId, today: NaiveDate) -> Result<Vec<Entry>> {
    let taught: Vec<EditionId> = trainer_assignment::Entity::find()
        .select_only()
        .column(trainer_assignment::Column::EditionId)
        .filter(trainer_assignment::Column::PersonId.eq(person))
        .into_tuple()
        .all(db)
        .await?;
    let enrolled: HashMap<EditionId, enrolment::Model> = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.is_in(KEPT))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.edition_id, row))
        .collect();
    let all: HashSet<EditionId> = taught.iter().chain(enrolled.keys()).copied().collect();
    let editions = edition::Entity::find()
        .filter(edition::Column::Id.is_in(all))
        // A draft is its staff's alone; whoever is to teach it learns of it when it is announced.
        .filter(edition::Column::State.is_not_in([EditionState::Draft, EditionState::Cancelled]))
        .filter(edition::Column::StartsOn.gte(today - PAST))
        .order_by_desc(edition::Column::StartsOn)
        .order_by_desc(edition::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let ids: Vec<EditionId> = editions.iter().map(|edition| edition.id).collect();
    let sessions = sessions_of(db, &ids).await?;
    let mut found = vec![];
    for edition in &editions {
        let enrolled = enrolled.get(&edition.id);
        // Whoever teaches has all of it, whether they are enrolled or not.
        let own = if taught.contains(&edition.id) {
            Own { group: None, teaches: true, holds: true }
        } else {
            let holds = enrolled.is_some_and(afar::is_told);
            Own { group: enrolled.and_then(|row| row.breakout_group_id), teaches: false, holds }
        };
        let sessions = sessions.get(&edition.id).map(Vec::as_slice).unwrap_or_default();
        found.extend(entries(edition, sessions, Some(own)));
    }
    Ok(found)
}

/// What a person has to do with an edition.
#[derive(Clone, Copy)]
struct Own {
    group: Option<BreakoutGroupId>,
    teaches: bool,
    holds: bool,
}

async fn sessions_of(
    db: &impl ConnectionTrait,
    ids: &[EditionId],
) -> Result<HashMap<EditionId, Vec<session::Model>>> {
    let all = session::Entity::find()
        .filter(session::Column::EditionId.is_in(ids.iter().copied()))
        .order_by_asc(session::Column::StartsAt)
        .order_by_asc(session::Column::Id)
        .all(db)
        .await?;
    let mut of = HashMap::<EditionId, Vec<session::Model>>::new();
    for session in all {
        of.entry(session.edition_id).or_default().push(session);
    }
    Ok(of)
}

/// An edition as entries: an entry for each session once its days are fixed, else one for all of its days.
fn entries(edition: &edition::Model, sessions: &[session::Model], own: Option<Own>) -> Vec<Entry> {
    let attends = |row: &&session::Model| {
        own.is_none_or(|own| {
            own.teaches || row.breakout_group_id.is_none_or(|group| own.group == Some(group))
        })
    };
    let link = edition.online_link.clone().filter(|_| own.is_some_and(|own| own.holds));
    let whole = whole(edition);
    let standing = match (whole.standing, own) {
        (Standing::Confirmed, Some(Own { holds: false, .. })) => Standing::Tentative,
        (standing, _) => standing,
    };
    let entry = |row: &session::Model| Entry {
        id: row.id.0,
        // Whatever changes of either changes what the calendar shows.
        version: row.version + edition.version,
        changed_at: later(row.updated_at, edition.updated_at),
        title: format!("{}: {}", edition.title, row.title),
        link: link.clone(),
        when: When::Hours(row.starts_at, row.ends_at),
        standing,
        ..whole.clone()
    };
    let found: Vec<Entry> = sessions.iter().filter(attends).map(entry).collect();
    if found.is_empty() || edition.dates == DatesKind::Tentative {
        return vec![Entry { link, standing, ..whole }];
    }
    found
}

fn whole(edition: &edition::Model) -> Entry {
    let place = edition.venue.iter().fold(edition.city.clone(), |city, venue| format!("{venue}, {city}"));
    Entry {
        id: edition.id.0,
        version: edition.version,
        changed_at: edition.updated_at,
        title: edition.title.clone(),
        place: Some(place),
        link: None,
        when: When::Days(edition.starts_on, edition.ends_on),
        standing: match (edition.state, edition.dates) {
            (EditionState::Cancelled, _) => Standing::Cancelled,
            (_, DatesKind::Tentative) => Standing::Tentative,
            (_, DatesKind::Confirmed) => Standing::Confirmed,
        },
    }
}

fn later(one: DateTime<Utc>, other: DateTime<Utc>) -> DateTime<Utc> {
    Ord::max(one, other)
}
