//! Queries of PESEL numbers, and who may see them: the person concerned, and whoever holds a role for it in the very project
//! that keeps the number, while it requires numbers and the person takes part in it, or for the partner there whose people
//! they are or whose edition it is.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Statement,
};

use super::keyring::{Mark, Versions};
use super::{first_pesel, person_pesel, pesel_consent, sighting};
use crate::accounts::letters::{Facts, of_notice};
use crate::audit::rights::READ_AUDIT;
use crate::institutions::person;
use crate::mail::Problem;
use crate::partnerships::{PeselBasis, PeselPurpose, project};
use crate::pesel::rights::SEE_PESEL;
use crate::shared::actor::{Actor, Scope};
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, PersonId, ProjectId, ProjectPeselId, UserId};
use crate::shared::policy::{Place, Right, allows, held};
use crate::shared::read::{self, Expr, ExprTrait, everything, nothing, within};
use crate::shared::tx::{Tx, is_postgres};
use crate::trainings::{EnrolmentState, edition, enrolment};

/// The lock of whoever notes a number on PostgreSQL: the letters `zw-pesel`.
const NOTING: i64 = 0x7a77_2d70_6573_656c;

impl read::Entity for person_pesel::Entity {
    const ID: person_pesel::Column = person_pesel::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        use person_pesel::Column;
        let reach = Reach::of(actor, SEE_PESEL);
        if matches!(actor, Actor::System) {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = actor.person_id() {
            any = any.add(Column::PersonId.eq(own));
        }
        if !reach.is_empty() {
            any = any.add(of_enrolled(Column::PersonId, Column::ProjectId, reach.taking_part()));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

impl read::Entity for first_pesel::Entity {
    const ID: first_pesel::Column = first_pesel::Column::Id;

    /// The same table under the same condition.
    fn visible_to(actor: &Actor) -> Condition {
        person_pesel::Entity::visible_to(actor)
    }
}

impl read::Entity for pesel_consent::Entity {
    const ID: pesel_consent::Column = pesel_consent::Column::Id;

    /// Whoever would see the number.
    fn visible_to(actor: &Actor) -> Condition {
        use pesel_consent::Column;
        let reach = Reach::of(actor, SEE_PESEL);
        if matches!(actor, Actor::System) {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(own) = actor.person_id() {
            any = any.add(Column::PersonId.eq(own));
        }
        if !reach.is_empty() {
            any = any.add(of_enrolled(Column::PersonId, Column::ProjectId, reach.taking_part()));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// Rows whose person is enrolled, as a condition of enrolments says, in the very project that the row is of.
fn of_enrolled<C: ColumnTrait>(person: C, project: C, of: Condition) -> Expr {
    let same = |column: enrolment::Column, own: C| {
        Expr::col((enrolment::Entity, column)).equals((own.entity_name(), own))
    };
    let rows = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(of)
        .filter(same(enrolment::Column::PersonId, person))
        .filter(same(enrolment::Column::ProjectId, project));
    Expr::exists(rows.into_query())
}

impl read::Entity for sighting::Entity {
    const ID: sighting::Column = sighting::Column::Id;

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
        let of = within::<_, project::Entity>(Column::ProjectId, project::Column::Id, requires);
        self.enrolled().add(Column::State.is_in(EnrolmentState::PARTICIPANTS)).add(of)
    }

    /// Enrolments there, whatever became of them.
    pub(super) fn enrolled(&self) -> Condition {
        use enrolment::Column;
        if self.all {
            return Condition::all();
        }
        let run = Condition::all().add(edition::Column::PartnerId.is_in(self.partners.iter().copied()));
        Condition::all().add(
            Condition::any()
                .add(Column::ProjectId.is_in(self.projects.iter().copied()))
                .add(Column::PartnerId.is_in(self.partners.iter().copied()))
                .add(within::<_, edition::Entity>(Column::EditionId, edition::Column::Id, run)),
        )
    }
}

/// Enrolments of a person that meet a condition, the first of each project, in the order of projects; of one project alone
/// where it is named.
///
/// # Errors
/// The database failed.
pub(super) async fn enrolments_by_project(
    tx: &Tx,
    person: PersonId,
    project: Option<ProjectId>,
    of: Condition,
) -> Result<Vec<enrolment::Model>> {
    use enrolment::Column;
    let mut all = enrolment::Entity::find().filter(Column::PersonId.eq(person)).filter(of);
    if let Some(project) = project {
        all = all.filter(Column::ProjectId.eq(project));
    }
    let mut all = all.order_by_asc(Column::ProjectId).order_by_asc(Column::Id).all(tx).await?;
    all.dedup_by_key(|row| row.project_id);
    Ok(all)
}

/// Numbers of a person that meet a condition, in the order of projects; of one project alone where it is named.
///
/// # Errors
/// The database failed.
pub(super) async fn numbers(
    tx: &Tx,
    person: PersonId,
    project: Option<ProjectId>,
    of: Condition,
) -> Result<Vec<person_pesel::Model>> {
    use person_pesel::Column;
    let mut all = person_pesel::Entity::find().filter(Column::PersonId.eq(person)).filter(of);
    if let Some(project) = project {
        all = all.filter(Column::ProjectId.eq(project));
    }
    Ok(all.order_by_asc(Column::ProjectId).all(tx).await?)
}

/// Numbers of people who were ever enrolled where a reach says.
pub(super) fn within_reach(reach: &Reach) -> Condition {
    use person_pesel::Column;
    Condition::all().add(of_enrolled(Column::PersonId, Column::ProjectId, reach.enrolled()))
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
    after: Option<ProjectPeselId>,
    most: u64,
) -> Result<Vec<person_pesel::Model>> {
    let mut rows = person_pesel::Entity::find().filter(stale(present));
    if let Some(after) = after {
        rows = rows.filter(person_pesel::Column::Id.gt(after));
    }
    Ok(rows.order_by_asc(person_pesel::Column::Id).limit(most).all(tx).await?)
}

/// That a project keeps somebody's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeselLetter {
    /// Where it goes.
    pub email: String,
    /// Title of the project.
    pub project: String,
    /// The article on which the project asks for numbers; none where it asks no more.
    pub article: Option<String>,
    /// The kind of basis.
    pub basis: PeselBasis,
    /// For what.
    pub purpose: PeselPurpose,
}

/// What a person is told of a number that a project keeps.
///
/// # Errors
/// The database failed.
pub async fn letter_of<C: ConnectionTrait>(
    db: &C,
    id: ProjectPeselId,
    user: Option<UserId>,
) -> Result<Facts<PeselLetter>> {
    let Some(row) = person_pesel::Entity::find_by_id(id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let email = match user {
        Some(user) => match of_notice(db, user).await? {
            Ok(noticed) => Some(noticed.email),
            Err(problem) => return Ok(Err(problem)),
        },
        None => person::Entity::find_by_id(row.person_id).one(db).await?.and_then(|person| person.email),
    };
    let Some(project) = project::Entity::find_by_id(row.project_id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let letter = |email| PeselLetter {
        email,
        project: project.title,
        article: project.pesel_basis,
        basis: row.basis,
        purpose: row.purpose,
    };
    Ok(email.map(letter).ok_or(Problem::NoAddress))
}
