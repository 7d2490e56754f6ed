//! What an erasure would touch, what must stay, and until when: read without writing, by the same rules as the erasure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::subject::subject_of;
use crate::certificates::certificate;
use crate::documents::register::files;
use crate::documents::{DocumentKind, DocumentState, document};
use crate::partnerships::{project, retention};
use crate::register::walk::{count, effect};
use crate::register::{Files, When};
use crate::rooms::register;
use crate::shared::error::Result;
use crate::shared::ids::{DocumentId, PersonId, ProjectId};
use crate::shared::read::within;
use crate::trainings::actions::has_begun;
use crate::trainings::{EditionState, EnrolmentState, edition, enrolment, trainer_assignment};

/// Documentation of a project that names the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Documentation {
    /// The project.
    pub project_id: ProjectId,
    /// Whether it must still be kept.
    pub is_kept: bool,
    /// The last day on which it must be kept; none while the project goes on.
    pub until: Option<NaiveDate>,
    /// Enrolments of people who took part.
    pub participations: u64,
    /// Certificates.
    pub certificates: u64,
    /// Editions trained in.
    pub trained: u64,
}

/// Documentation of projects that names a person.
///
/// # Errors
/// The database failed.
pub async fn documentation(
    db: &impl ConnectionTrait,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<Documentation>> {
    let mut found: BTreeMap<ProjectId, (u64, u64, u64)> = BTreeMap::new();
    for project in participations(db, person).await? {
        found.entry(project).or_default().0 += 1;
    }
    let certificates =
        certificate::Entity::find().filter(certificate::Column::PersonId.eq(person)).all(db).await?;
    for row in certificates {
        found.entry(row.project_id).or_default().1 += 1;
    }
    let trained = Condition::all().add(trainer_assignment::Column::PersonId.eq(person));
    let trained = edition::Entity::find()
        .filter(within::<_, trainer_assignment::Entity>(
            edition::Column::Id,
            trainer_assignment::Column::EditionId,
            trained,
        ))
        .all(db)
        .await?;
    for row in trained {
        found.entry(row.project_id).or_default().2 += 1;
    }
    let keys: Vec<ProjectId> = found.keys().copied().collect();
    let projects = project::Entity::find().filter(project::Column::Id.is_in(keys)).all(db).await?;
    let of_project = |project: &project::Model| {
        let (participations, certificates, trained) = found.get(&project.id).copied().unwrap_or_default();
        let is_over = !retention::is_kept(project, NaiveDate::MAX);
        Documentation {
            project_id: project.id,
            is_kept: retention::is_kept(project, today),
            until: is_over.then(|| retention::until(project)),
            participations,
            certificates,
            trained,
        }
    };
    let mut all: Vec<Documentation> = projects.iter().map(of_project).collect();
    all.sort_by_key(|one| one.project_id);
    Ok(all)
}

/// Projects of the enrolments that tell of somebody who takes part or took part; those that an erasure would cancel
/// are not among them.
async fn participations(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ProjectId>> {
    use EnrolmentState::{Completed, Confirmed, NoShow, NotCompleted};
    let begun: Vec<EditionState> =
        EditionState::ALL.iter().copied().filter(|state| has_begun(*state)).collect();
    let begun = Condition::all().add(edition::Column::State.is_in(begun));
    let took_part = Condition::any()
        .add(enrolment::Column::State.is_in([Completed, NotCompleted, NoShow]))
        .add(Condition::all().add(enrolment::Column::State.eq(Confirmed)).add(within::<_, edition::Entity>(
            enrolment::Column::EditionId,
            edition::Column::Id,
            begun,
        )));
    let rows = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(took_part)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.project_id).collect())
}

/// The last day on which something about a person must be kept; none where nothing must, and `Some(None)` while a
/// project goes on.
pub fn kept_until(documentation: &[Documentation]) -> Option<Option<NaiveDate>> {
    let kept = documentation.iter().filter(|one| one.is_kept).map(|one| one.until);
    // A project that goes on has no last day yet, which is later than any.
    kept.max_by_key(|until| until.unwrap_or(NaiveDate::MAX))
}

/// What an erasure does with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The table.
    pub table: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// How many rows are about the person.
    pub rows: u64,
    /// Whether they are deleted.
    pub deleted: bool,
    /// Columns that are blanked.
    pub blanked: Vec<&'static str>,
}

/// What an erasure would do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Documentation of projects that names the person.
    pub documentation: Vec<Documentation>,
    /// Whether nothing must be kept.
    pub is_complete: bool,
    /// What happens to each table with rows about the person.
    pub effects: Vec<Effect>,
    /// Files that go.
    pub files: Vec<DocumentId>,
}

/// What an erasure would do now.
///
/// # Errors
/// The database failed.
pub async fn plan(db: &impl ConnectionTrait, person: PersonId, today: NaiveDate) -> Result<Plan> {
    let documentation = documentation(db, person, today).await?;
    let is_complete = kept_until(&documentation).is_none();
    let subject = subject_of(db, person).await?;
    let mut effects = vec![];
    for entry in register() {
        let rows = count(db, entry, &subject).await?;
        if rows > 0 {
            let (deleted, blanked) = effect(entry, is_complete);
            let blanked = blanked.into_iter().map(|(column, _)| column).collect();
            effects.push(Effect { table: entry.table, label: entry.label, rows, deleted, blanked });
        }
    }
    let files = document::Entity::find()
        .filter(Condition::any().add(own_files(person, is_complete)).add(shared_files(person, is_complete)))
        .filter(document::Column::State.ne(DocumentState::Erased))
        .all(db)
        .await?;
    Ok(Plan { documentation, is_complete, effects, files: files.into_iter().map(|row| row.id).collect() })
}

/// Documents of the person's own that go with an erasure.
pub(super) fn own_files(person: PersonId, is_complete: bool) -> Condition {
    let own = kinds(|files| if let Files::Own(when) = files { Some(when) } else { None }, is_complete);
    Condition::all().add(document::Column::PersonId.eq(person)).add(document::Column::Kind.is_in(own))
}

/// Documents of many people in which the person stands, that go with an erasure.
pub(super) fn shared_files(person: PersonId, is_complete: bool) -> Condition {
    let shared =
        kinds(|files| if let Files::MadeAnew(when) = files { Some(when) } else { None }, is_complete);
    let enrolled = Condition::all().add(enrolment::Column::PersonId.eq(person));
    Condition::all().add(document::Column::Kind.is_in(shared)).add(within::<_, enrolment::Entity>(
        document::Column::EditionId,
        enrolment::Column::EditionId,
        enrolled,
    ))
}

fn kinds(wanted: fn(Files) -> Option<When>, is_complete: bool) -> Vec<DocumentKind> {
    let goes = |when: When| when == When::AtOnce || is_complete;
    let all = DocumentKind::ALL.iter().copied();
    all.filter(|kind| wanted(files(*kind)).is_some_and(goes)).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn one(is_kept: bool, until: Option<&str>) -> Documentation {
        Documentation {
            project_id: ProjectId(Uuid::nil()),
            is_kept,
            until: until.map(|day| day.parse().unwrap()),
            participations: 1,
            certificates: 0,
            trained: 0,
        }
    }

    #[test]
    fn the_latest_day_counts_and_a_project_that_goes_on_has_none() {
        let (early, late) = (one(true, Some("2030-12-31")), one(true, Some("2033-12-31")));
        assert_eq!(kept_until(&[]), None);
        assert_eq!(kept_until(&[one(false, Some("2020-12-31"))]), None);
        assert_eq!(kept_until(&[late.clone(), early.clone()]), Some(Some("2033-12-31".parse().unwrap())));
        assert_eq!(kept_until(&[early, one(true, None), late]), Some(None));
    }
}
