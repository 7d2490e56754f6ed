//! Queries of institutions and people, and who may see them.
//!
//! People are seen by themselves, by the institutions that employ them today, by the office of the voivodeship in which they
//! work, and by staff of what they take part in. Whom one no longer employs one no longer sees, with today's name and
//! address; that somebody worked here is still known.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::{employment, institution, person};
use crate::accounts::store::users_with_roles_in;
use crate::accounts::user;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::door::Placed;
use crate::shared::error::Result;
use crate::shared::ids::{PersonId, UserId};
use crate::shared::policy::{Place, Readable};
use crate::shared::read::{self, Any, Lead, everything, nothing, within, without};
use crate::shared::search::among_others;
use crate::trainings::store::{enrolments_of_own_projects, in_editions_run_by, run_enrolments};
use crate::trainings::{enrolment, trainer_assignment};

readable! {
    institution => |who| if who.is_known() { everything() } else { nothing() };
}

impl read::Entity for person::Entity {
    const ID: person::Column = person::Column::Id;

    /// Staff also see people they registered themselves, as long as nothing else became of them: who was just entered may
    /// not work anywhere or take part in anything yet.
    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all { everything() } else { seen_people(actor, &who, Lead::Row).into() }
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { seen_people(actor, &who, Lead::Others).into_ways() }
    }
}

impl read::Entity for employment::Entity {
    const ID: employment::Column = employment::Column::Id;

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

/// Employments that have not ended before a day.
pub fn not_ended(today: NaiveDate) -> Condition {
    Condition::any().add(employment::Column::To.is_null()).add(employment::Column::To.gte(today))
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
        .add(not_ended(on));
    let there =
        within::<_, employment::Entity>(institution::Column::Id, employment::Column::InstitutionId, employed);
    let institutions = institution::Entity::find().filter(there).all(db).await?;
    Ok(institutions.iter().map(Placed::place).collect())
}

/// Where a person works or ever worked.
///
/// # Errors
/// The database failed.
pub async fn all_places_of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<Place>> {
    let employed = Condition::all().add(employment::Column::PersonId.eq(person));
    let there =
        within::<_, employment::Entity>(institution::Column::Id, employment::Column::InstitutionId, employed);
    let institutions = institution::Entity::find().filter(there).all(db).await?;
    Ok(institutions.iter().map(Placed::place).collect())
}

/// `column` is the key of a person whom the actor sees and who has these words in their names or e-mail.
pub fn people_named<C: ColumnTrait>(column: C, text: &str, actor: &Actor) -> Condition {
    let seen = <person::Entity as read::Entity>::visible_to(actor);
    let named = Condition::all().add(among_others(column, person::Column::Id, text));
    if seen.is_empty() {
        return named;
    }
    named.add(Lead::Row.within::<_, person::Entity>(column, person::Column::Id, seen))
}

/// Oneself, people whom one's institutions and voivodeships employ, people who take part, train or hold roles in what one
/// looks after.
fn seen_people(actor: &Actor, who: &Readable, lead: Lead) -> Any {
    let any = Any::default().or_each(person::Column::Id, who.person.as_slice());
    if !who.looks_after_anything() {
        return any;
    }
    let id = person::Column::Id;
    let run = run_enrolments(who);
    // A row at hand is looked up once; a list follows each way for itself.
    let run = match lead {
        Lead::Row if run.is_empty() => vec![],
        Lead::Row => vec![run.into()],
        Lead::Others => run.into_ways(),
    };
    let mut any = run.into_iter().fold(any, |any, way| {
        any.or(lead.within::<_, enrolment::Entity>(id, enrolment::Column::PersonId, way))
    });
    if let (Some(of_own), Some(today)) = (employments_of_own_places(who), who.today) {
        let present = Condition::all().add(of_own).add(not_ended(today));
        any = any.or(lead.within::<_, employment::Entity>(id, employment::Column::PersonId, present));
    }
    let train = in_editions_run_by(trainer_assignment::Column::EditionId, who);
    any =
        any.or(lead.within::<_, trainer_assignment::Entity>(id, trainer_assignment::Column::PersonId, train));
    if let Some(users) = users_with_roles_in(who) {
        any = any.or(lead.within::<_, user::Entity>(id, user::Column::PersonId, users));
    }
    match (actor.user_id(), who.today) {
        (Some(user), Some(today)) => any.or(registered_by(user, today)),
        _ => any,
    }
}

/// People whom a user registered, as long as nothing else became of them.
fn registered_by(user: UserId, today: NaiveDate) -> Condition {
    let elsewhere = Condition::any()
        .add(employment::Column::CreatedBy.is_null())
        .add(employment::Column::CreatedBy.ne(user))
        .add(employment::Column::To.lt(today));
    Condition::all()
        .add(person::Column::CreatedBy.eq(user))
        .add(without::<_, employment::Entity>(
            person::Column::Id,
            employment::Column::PersonId,
            Condition::all().add(elsewhere),
        ))
        .add(without::<_, enrolment::Entity>(person::Column::Id, enrolment::Column::PersonId, everything()))
}

fn employments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if let Some(id) = who.person {
        any = any.add(employment::Column::PersonId.eq(id));
    }
    if let Some(of_own) = employments_of_own_places(who) {
        any = any.add(of_own);
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

/// Employments at one's institutions and in one's voivodeships, whenever they were; none where one has neither.
fn employments_of_own_places(who: &Readable) -> Option<Condition> {
    let mut any = Condition::any();
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
    (!any.is_empty()).then_some(any)
}
