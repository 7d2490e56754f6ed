//! What the worker notes of copies: ready, failed, expired; and which files of erased documents are to be removed.

use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use crate::accounts::{UserState, user};
use crate::audit;
use crate::documents::{self, DocumentState, document};
use crate::institutions::person;
use crate::jobs::queue::enqueue;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::requests::jobs::RemoveFiles;
use crate::requests::request::{ActiveModel, Entity, Model};
use crate::requests::{RequestState, deeds};
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{DataRequestId, DocumentId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::problem::Problem;
use crate::shared::tx::Tx;

/// Notes that a copy is ready, and writes to the person about it. Nothing happens where it is over meanwhile.
///
/// # Errors
/// The database failed.
pub async fn note_export_ready(tx: &Tx, op: &Operation, id: DataRequestId) -> Result<()> {
    let Some(asked) = Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    // The person before what is about them: whoever is erased meanwhile is written to no more.
    door::steady::<person::Entity>(tx, asked.person_id).await?;
    let Some(request) = go(tx, op, id, RequestState::Ready, None).await? else { return Ok(()) };
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(request.person_id))
        .filter(user::Column::State.eq(UserState::Active))
        .one(tx)
        .await?;
    let message = NewDelivery {
        kind: DeliveryKind::ExportReady,
        artefact_id: id.0,
        subject_id: None,
        to: Recipient::Person(request.person_id),
        language: account.map_or(Language::Polish, |user| user.language),
        project_id: None,
        partner_id: None,
    };
    post(tx, op, message).await
}

/// Notes that a copy could not be made.
///
/// # Errors
/// The database failed.
pub async fn note_export_failed(tx: &Tx, op: &Operation, id: DataRequestId, why: Problem) -> Result<()> {
    let Some(request) = go(tx, op, id, RequestState::Failed, Some(why)).await? else { return Ok(()) };
    for document in [request.json_document_id, request.pdf_document_id].into_iter().flatten() {
        documents::actions::failed(tx, document, why).await?;
    }
    Ok(())
}

/// Deletes a copy that has served its time.
///
/// # Errors
/// The database failed.
pub async fn expire_export(tx: &Tx, op: &Operation, id: DataRequestId) -> Result<()> {
    let Some(request) = go(tx, op, id, RequestState::Expired, None).await? else { return Ok(()) };
    let keys = [request.json_document_id, request.pdf_document_id].into_iter().flatten();
    remove_documents(tx, op, Condition::all().add(document::Column::Id.is_in(keys))).await?;
    Ok(())
}

/// Gives documents up, and has their files removed. Answers how many there were.
///
/// # Errors
/// The database failed.
pub(in crate::requests) async fn remove_documents(
    tx: &Tx,
    op: &Operation,
    which: Condition,
) -> Result<usize> {
    let documents = documents::actions::erase(tx, op, which).await?;
    let count = documents.len();
    if count > 0 {
        enqueue(tx, op, &[RemoveFiles { documents, deliveries: vec![] }]).await?;
    }
    Ok(count)
}

async fn go(
    tx: &Tx,
    op: &Operation,
    id: DataRequestId,
    to: RequestState,
    problem: Option<Problem>,
) -> Result<Option<Model>> {
    let request = door::hold::<Entity>(tx, id).await?;
    let Some(request) = request.filter(|request| request.state.next().contains(&to)) else {
        return Ok(None);
    };
    let mut row = ActiveModel { id: Set(id), state: Set(to), problem: Set(problem), ..Default::default() };
    if to != RequestState::Expired {
        row.ended_at = Set(Some(op.now));
    }
    door::save(tx, op, &request, row).await?;
    let line = audit::Line::new(deeds::REQUEST, id);
    line.states(request.state.code(), to.code()).write(tx, op).await?;
    Ok(Some(request))
}

/// Paths of those documents whose bytes were given up.
///
/// # Errors
/// The database failed.
pub async fn paths_to_remove(db: &impl ConnectionTrait, ids: &[DocumentId]) -> Result<Vec<String>> {
    let mut paths = vec![];
    for chunk in ids.chunks(crate::shared::read::CHUNK) {
        let erased = document::Entity::find()
            .filter(document::Column::Id.is_in(chunk.iter().copied()))
            .filter(document::Column::State.eq(DocumentState::Erased));
        paths.extend(erased.all(db).await?.into_iter().map(|row| row.path));
    }
    Ok(paths)
}
