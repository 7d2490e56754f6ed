//! Queries of PESEL numbers, and who may see them: the person concerned, and whoever holds a role for it in a project
//! that requires numbers and in which the person takes part, or for the partner whose people they are or whose edition
//! it is.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use super::keyring::{Mark, Versions};
use super::{person_pesel, sighting};
use crate::audit::rights::READ_AUDIT;
use crate::partnerships::project;
use crate::pesel::rights::SEE_PESEL;
use crate::shared::actor::{Actor, Scope};
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, PersonId, PersonPeselId, ProjectId};
use crate::shared::policy::{Place, Right, allows, held};
use crate::shared::read::{self, everything, nothing, within};
use crate::shared::tx::{Tx, is_postgres};
use crate::trainings::{EnrolmentState, edition, enrolment};

/// The lock of whoever notes a number on PostgreSQL: the letters `zw-pesel`.
const NOTING: i64 = 0x7a77_2d70_6573_656c;

impl read::Entity for person_pesel::Entity {
    const ID: person_pesel::Column = person_pesel::Column::Id;

    fn id(row: &person_pesel::Model) -> Uuid {
        row.id.0
    }

    fn visible_to(actor: &Actor) -> Condition {
        use person_pesel::Column;
        let reach = Reach::of(actor, SEE_PESEL);
        if matches!(actor, Actor::System) {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = actor.person_id() {
            any = any.add(Column::Id.eq(own.0));
        }
        if !reach.is_empty() {
            let of =
                within::<_, enrolment::Entity>(Column::Id, enrolment::Column::PersonId, reach.taking_part());
            any = any.add(of);
        }
        if any.is_empty() { nothing() } else { any }
    }
}

impl read::Entity for sighting::Entity {
    const ID: sighting::Column = sighting::Column::Id;

    fn id(row: &sighting::Model) -> Uuid {
        row.id.0
    }

    /// The person, and whoever reads the audit trail: of the installation, or of the project.
    fn visible_to(actor: &Actor) -> Condition {
        use sighting::Column;
        if allows(actor, READ_AUDIT, &Place::default()) {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = actor.person_id() {
            any = any.add(Column::PersonId.eq(own));
        }
        let audited = Reach::of(actor, READ_AUDIT);
        if !audited.projects.is_empty() {
            any = any.add(Column::ProjectId.is_in(audited.projects));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// Where an actor's roles allow something.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    all: bool,
    projects: Vec<ProjectId>,
    partners: Vec<PartnerId>,
}

impl Reach {
    /// Where `actor` may do `action` by a role.
    pub(super) fn of(actor: &Actor, action: Right) -> Self {
        let mut reach = Self { all: matches!(actor, Actor::System), ..Self::default() };
        for grant in held(actor, action) {
            match grant.scope {
                Scope::Installation => reach.all = true,
                Scope::Project(id) => reach.projects.push(id),
                Scope::Partner(id) => reach.partners.push(id),
                _ => {}
            }
        }
        reach
    }

    /// Nowhere.
    pub(super) fn is_empty(&self) -> bool {
        !self.all && self.projects.is_empty() && self.partners.is_empty()
    }

    /// Enrolments of people who take part there in a project that requires numbers.
    pub(super) fn taking_part(&self) -> Condition {
        use enrolment::Column;
        let requires = Condition::all().add(project::Column::PeselBasis.is_not_null());
        let of = Condition::all().add(Column::State.is_in(EnrolmentState::PARTICIPANTS)).add(within::<
            _,
            project::Entity,
        >(
            Column::ProjectId,
            project::Column::Id,
            requires,
        ));
        if self.all {
            return of;
        }
        let run = Condition::all().add(edition::Column::PartnerId.is_in(self.partners.iter().copied()));
        of.add(
            Condition::any()
                .add(Column::ProjectId.is_in(self.projects.iter().copied()))
                .add(Column::PartnerId.is_in(self.partners.iter().copied()))
                .add(within::<_, edition::Entity>(Column::EditionId, edition::Column::Id, run)),
        )
    }
}

/// An enrolment by which a person takes part where somebody's roles reach and numbers are required; the first of several.
///
/// # Errors
/// The database failed.
pub(super) async fn taking_part(
    tx: &Tx,
    person: PersonId,
    reach: &Reach,
) -> Result<Option<enrolment::Model>> {
    let of = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(reach.taking_part())
        .order_by_asc(enrolment::Column::Id);
    Ok(of.one(tx).await?)
}

/// Waits until nobody else notes a number or seals numbers anew: who has which is then known until the commit. On
/// SQLite the write lock does that.
///
/// # Errors
/// The database failed.
pub(super) async fn take_turn(tx: &Tx) -> Result<()> {
    let backend = tx.get_database_backend();
    if is_postgres(backend) {
        let lock = Statement::from_string(backend, format!("SELECT pg_advisory_xact_lock({NOTING})"));
        tx.query_one_raw(lock).await?;
    }
    Ok(())
}

/// A kept number by its marks, one per live version of the key.
pub(super) fn marked(marks: &[Mark]) -> Condition {
    use person_pesel::Column;
    let one = |mark: &Mark| {
        Condition::all().add(Column::IndexVersion.eq(mark.version)).add(Column::Mark.eq(mark.bytes.clone()))
    };
    if marks.is_empty() {
        return nothing();
    }
    marks.iter().fold(Condition::any(), |any, mark| any.add(one(mark)))
}

/// Rows that are not of these versions.
pub(super) fn stale(present: Versions) -> Condition {
    use person_pesel::Column;
    Condition::any().add(Column::KeyVersion.ne(present.key)).add(Column::IndexVersion.ne(present.index))
}

/// Whether any number is of older keys.
///
/// # Errors
/// The database failed.
pub async fn any_stale<C: ConnectionTrait>(db: &C, present: Versions) -> Result<bool> {
    Ok(person_pesel::Entity::find().filter(stale(present)).one(db).await?.is_some())
}

/// The next rows of older keys after a row.
///
/// # Errors
/// The database failed.
pub(super) async fn next_stale(
    tx: &Tx,
    present: Versions,
    after: Option<PersonPeselId>,
    most: u64,
) -> Result<Vec<person_pesel::Model>> {
    let mut rows = person_pesel::Entity::find().filter(stale(present));
    if let Some(after) = after {
        rows = rows.filter(person_pesel::Column::Id.gt(after));
    }
    Ok(rows.order_by_asc(person_pesel::Column::Id).limit(most).all(tx).await?)
}
