//! Queries of institutions and people, and who may see them.
//!
//! People are seen by themselves, by their institutions, by the office of the voivodeship they work in, and by staff of what
//! they take part in. Being a partner of a project opens nobody's register to the others.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{employment, institution, person};
use crate::accounts::store::users_with_roles_in;
use crate::accounts::user;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::door::Placed;
use crate::shared::error::Result;
use crate::shared::ids::PersonId;
use crate::shared::policy::{Place, Readable};
use crate::shared::read::{self, everything, nothing, within};
use crate::trainings::store::{enrolments_of_own_projects, enrolments_seen_by};
use crate::trainings::{enrolment, trainer_assignment};

readable! {
    institution => |who| if who.is_known() { everything() } else { nothing() };
}

impl read::Entity for person::Entity {
    const ID: person::Column = person::Column::Id;

    fn id(row: &person::Model) -> uuid::Uuid {
        row.id.0
    }

    /// Staff also see people they registered themselves, who may not work anywhere or take part in anything yet.
    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        let seen = people_seen_by(&who);
        match actor.user_id() {
            Some(user) if !who.all && who.looks_after_anything() => {
                Condition::any().add(seen).add(person::Column::CreatedBy.eq(user))
            }
            _ => seen,
        }
    }
}

impl read::Entity for employment::Entity {
    const ID: employment::Column = employment::Column::Id;

    fn id(row: &employment::Model) -> uuid::Uuid {
        row.id.0
    }

    /// As with people, staff also see what they noted themselves.
    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        let seen = employments_seen_by(&who);
        match actor.user_id() {
            Some(user) if !who.all && who.looks_after_anything() => {
                Condition::any().add(seen).add(employment::Column::CreatedBy.eq(user))
            }
            _ => seen,
        }
    }
}

/// Where a person works on a day.
///
/// # Errors
/// The database failed.
pub async fn places_of_person<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    on: NaiveDate,
) -> Result<Vec<Place>> {
    let employed = Condition::all()
        .add(employment::Column::PersonId.eq(person))
        .add(employment::Column::From.lte(on))
        .add(Condition::any().add(employment::Column::To.is_null()).add(employment::Column::To.gte(on)));
    let there =
        within::<_, employment::Entity>(institution::Column::Id, employment::Column::InstitutionId, employed);
    let institutions = institution::Entity::find().filter(there).all(db).await?;
    Ok(institutions.iter().map(Placed::place).collect())
}

/// Oneself, people of one's institutions and voivodeships, people who take part, train or hold roles in what one looks after.
fn people_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if let Some(id) = who.person {
        any = any.add(person::Column::Id.eq(id));
    }
    if who.looks_after_anything() {
        any = any
            .add(within::<_, enrolment::Entity>(
                person::Column::Id,
                enrolment::Column::PersonId,
                enrolments_seen_by(who),
            ))
            .add(within::<_, employment::Entity>(
                person::Column::Id,
                employment::Column::PersonId,
                employments_seen_by(who),
            ))
            .add(within::<_, trainer_assignment::Entity>(
                person::Column::Id,
                trainer_assignment::Column::PersonId,
                crate::trainings::store::in_editions_run_by(trainer_assignment::Column::EditionId, who),
            ));
        if let Some(users) = users_with_roles_in(who) {
            any = any.add(within::<_, user::Entity>(person::Column::Id, user::Column::PersonId, users));
        }
    }
    if any.is_empty() { nothing() } else { any }
}

fn employments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if let Some(id) = who.person {
        any = any.add(employment::Column::PersonId.eq(id));
    }
    if !who.institutions.is_empty() {
        any = any.add(employment::Column::InstitutionId.is_in(who.institutions.iter().copied()));
    }
    if !who.voivodeships.is_empty() {
        let there =
            Condition::all().add(institution::Column::VoivodeshipId.is_in(who.voivodeships.iter().copied()));
        any = any.add(within::<_, institution::Entity>(
            employment::Column::InstitutionId,
            institution::Column::Id,
            there,
        ));
    }
    if let Some(taking_part) = enrolments_of_own_projects(who) {
        any = any.add(within::<_, enrolment::Entity>(
            employment::Column::PersonId,
            enrolment::Column::PersonId,
            taking_part,
        ));
    }
    if any.is_empty() { nothing() } else { any }
}
