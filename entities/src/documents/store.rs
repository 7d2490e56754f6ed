//! Queries of documents, and who may see them: the person a document is about, staff of the project or the
//! partner, and trainers the attendance lists, their scans and the materials of their editions.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{DocumentKind, DocumentState, document};
use crate::partnerships::store::owned_by;
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::ids::{DocumentId, EditionId};
use crate::shared::policy::Readable;
use crate::shared::read::{self, Entity as _, everything, nothing};

/// Copies of a person's data are seen by that person alone: by nobody else, whoever asked for them and however much they look
/// after. To a person without an account they are mailed (hard rule 16).
impl read::Entity for document::Entity {
    const ID: document::Column = document::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        if matches!(actor, Actor::System) {
            return everything();
        }
        let who = Readable::of(actor);
        let others = Condition::all()
            .add(document::Column::Kind.ne(DocumentKind::PersonExport))
            .add(documents_seen_by(&who));
        let mut any = Condition::any().add(others);
        if let Some(id) = who.person {
            any = any.add(document::Column::PersonId.eq(id));
        }
        any
    }
}

/// What trainers see of their editions.
const AT_HAND: [DocumentKind; 3] =
    [DocumentKind::AttendanceSheet, DocumentKind::Material, DocumentKind::SheetScan];

fn documents_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = owned_by(document::Column::ProjectId, document::Column::PartnerId, who);
    if let Some(id) = who.person {
        any = any.add(document::Column::PersonId.eq(id));
    }
    let at_hand: Vec<EditionId> = who.editions_at_hand().collect();
    if !at_hand.is_empty() {
        any = any.add(
            Condition::all()
                .add(document::Column::Kind.is_in(AT_HAND))
                .add(document::Column::EditionId.is_in(at_hand)),
        );
    }
    if any.is_empty() { nothing() } else { any }
}

/// A document by its key, whoever asks: for the worker.
///
/// # Errors
/// The database failed.
pub async fn by_id(db: &impl ConnectionTrait, id: DocumentId) -> Result<Option<document::Model>> {
    Ok(document::Entity::find_by_id(id).one(db).await?)
}

/// A document by its key, if the actor may see it.
///
/// # Errors
/// The database failed.
pub async fn visible(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: DocumentId,
) -> Result<Option<document::Model>> {
    Ok(document::Entity::find_by_id(id).filter(document::Entity::visible_to(actor)).one(db).await?)
}

/// How many documents there are.
///
/// # Errors
/// The database failed.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(document::Entity::find().count(db).await?)
}

/// How many documents are in a state.
///
/// # Errors
/// The database failed.
pub async fn count_in(db: &impl ConnectionTrait, state: DocumentState) -> Result<u64> {
    Ok(document::Entity::find().filter(document::Column::State.eq(state)).count(db).await?)
}

/// All stored documents, whoever asks, oldest first.
///
/// # Errors
/// The database failed.
pub async fn stored(db: &impl ConnectionTrait) -> Result<Vec<document::Model>> {
    let stored = document::Entity::find()
        .filter(document::Column::State.eq(DocumentState::Stored))
        .order_by_asc(document::Column::CreatedAt)
        .order_by_asc(document::Column::Id);
    Ok(stored.all(db).await?)
}

/// Stored documents of one kind, whoever asks, oldest first.
///
/// # Errors
/// The database failed.
pub async fn stored_of_kind(db: &impl ConnectionTrait, kind: DocumentKind) -> Result<Vec<document::Model>> {
    let stored = document::Entity::find()
        .filter(document::Column::Kind.eq(kind))
        .filter(document::Column::State.eq(DocumentState::Stored))
        .order_by_asc(document::Column::CreatedAt)
        .order_by_asc(document::Column::Id);
    Ok(stored.all(db).await?)
}
