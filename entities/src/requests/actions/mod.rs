//! Writes: somebody asks for a copy or for erasure, somebody decides, the worker carries out.

mod ask;
mod carry_out;
mod erase;
mod join;
mod join_institutions;

pub use ask::{AskForErasure, AskForExport, RefuseRequest, refuse_request, request_erasure, request_export};
pub(in crate::requests) use carry_out::remove_documents;
pub use carry_out::{expire_export, note_export_failed, note_export_ready, paths_to_remove};
pub use erase::{
    ErasePerson, Erased, Removed, complete_erasure, erase_again, erase_person, erased_people, preview_erasure,
};
pub use join::{Join, join_people, join_users};
pub use join_institutions::join_institutions;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::request as requests;
use crate::accounts::scope::place_of;
use crate::accounts::store::{live_grants, scope_of};
use crate::accounts::user;
use crate::institutions::person;
use crate::institutions::store::all_places_of_person;
use crate::shared::actor::Scope;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PartnerId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place, Right};
use crate::shared::read::within;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;
use crate::trainings::{edition, enrolment, trainer_assignment};

/// The person, if the actor may see them.
async fn visible_person(tx: &Tx, op: &Operation, id: PersonId) -> Result<person::Model> {
    door::see::<person::Entity>(tx, op, id, "personId").await
}

/// All places to which data of a person belongs: where they work or worked, what they take part and train in, and where they
/// hold roles.
///
/// # Errors
/// The database failed.
async fn places_of(db: &impl ConnectionTrait, id: PersonId) -> Result<Vec<Place>> {
    let mut places = all_places_of_person(db, id).await?;
    let enrolments = enrolment::Entity::find().filter(enrolment::Column::PersonId.eq(id)).all(db).await?;
    let mut partners: Vec<PartnerId> = enrolments.iter().map(|row| row.partner_id).collect();
    let trained = trainer_assignment::Column::PersonId.eq(id);
    let trained = within::<_, trainer_assignment::Entity>(
        edition::Column::Id,
        trainer_assignment::Column::EditionId,
        Condition::all().add(trained),
    );
    let editions = edition::Entity::find().filter(trained).all(db).await?;
    partners.extend(editions.iter().map(|row| row.partner_id));
    let mut held: Vec<Scope> = partners.into_iter().map(Scope::Partner).collect();
    for user in user::Entity::find().filter(user::Column::PersonId.eq(id)).all(db).await? {
        held.extend(live_grants(db, user.id).await?.iter().filter_map(scope_of));
    }
    held.sort_unstable_by_key(|scope| scope.parts());
    held.dedup();
    for scope in held {
        // A scope that has vanished is looked after by the installation.
        places.push(place_of(db, scope).await?.unwrap_or_default());
    }
    Ok(places)
}

/// Whether the actor may do something that concerns everything about a person: the person themselves, or whoever may do it at
/// all places to which data of theirs belongs, not at any of them (hard rule 16).
///
/// # Errors
/// The database failed.
pub async fn may(db: &impl ConnectionTrait, op: &Operation, id: PersonId, action: Right) -> Result<bool> {
    let may_at = |place: &Place| policy::allows(&op.actor, action, place);
    if may_at(&Place { person: Some(id), ..Place::default() }) {
        return Ok(true);
    }
    let places = places_of(db, id).await?;
    Ok(!places.is_empty() && places.iter().all(may_at))
}

async fn require(tx: &Tx, op: &Operation, id: PersonId, action: Right) -> Result<()> {
    if may(tx, op, id, action).await? { Ok(()) } else { refuse(FORBIDDEN, "") }
}

/// The open request of a kind about a person.
async fn open_of(tx: &Tx, person: PersonId, kind: super::RequestKind) -> Result<Option<requests::Model>> {
    let rows = requests::Entity::find()
        .filter(requests::Column::PersonId.eq(person))
        .filter(requests::Column::Kind.eq(kind))
        .all(tx)
        .await?;
    Ok(rows.into_iter().find(|row| row.state.is_open()))
}
