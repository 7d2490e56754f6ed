//! Writes: somebody asks for a copy or for erasure, somebody decides, the worker carries out.

mod ask;
mod carry_out;
mod erase;

pub use ask::{AskForErasure, AskForExport, RefuseRequest, refuse_request, request_erasure, request_export};
pub(in crate::requests) use carry_out::remove_documents;
pub use carry_out::{expire_export, note_export_failed, note_export_ready, paths_to_remove};
pub use erase::{ErasePerson, complete_erasure, erase_again, erase_person, erased_people, preview_erasure};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::request as requests;
use crate::institutions::person;
use crate::institutions::store::places_of_person;
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::PersonId;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place, Right};
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;
use crate::trainings::enrolment;

/// The person, if the actor may see them.
async fn visible_person(tx: &Tx, op: &Operation, id: PersonId) -> Result<person::Model> {
    door::see::<person::Entity>(tx, op, id, "personId").await
}

/// Where a person belongs: themselves, where they work today, and the projects they take part in.
///
/// # Errors
/// The database failed.
pub async fn places_of(db: &impl ConnectionTrait, id: PersonId, op: &Operation) -> Result<Vec<Place>> {
    let mut places = vec![Place { person: Some(id), ..Place::default() }];
    places.extend(places_of_person(db, id, op.today()).await?);
    let enrolments = enrolment::Entity::find().filter(enrolment::Column::PersonId.eq(id)).all(db).await?;
    places.extend(enrolments.iter().map(|row| Place {
        project: Some(row.project_id),
        partner: Some(row.partner_id),
        ..Place::default()
    }));
    Ok(places)
}

/// Whether the actor may do something about a person, anywhere the person belongs.
///
/// # Errors
/// The database failed.
pub async fn may(db: &impl ConnectionTrait, op: &Operation, id: PersonId, action: Right) -> Result<bool> {
    let places = places_of(db, id, op).await?;
    Ok(places.iter().any(|place| policy::allows(&op.actor, action, place)))
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
