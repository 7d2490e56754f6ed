//! Somebody asks: for a copy, which is made at once, or for erasure, about which somebody decides.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use serde::Serialize;

use super::{open_of, require};
use crate::accounts::{UserState, user};
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::institutions::person;
use crate::jobs::queue::enqueue;
use crate::requests::jobs::RenderExport;
use crate::requests::lifecycle::due_on;
use crate::requests::refusals::PERSON_UNREACHABLE;
use crate::requests::request::{ActiveModel, Entity};
use crate::requests::rights::{ASK_FOR_PERSON, ERASE_PERSON};
use crate::requests::{RequestKind, RequestState, deeds};
use crate::shared::door;
use crate::shared::error::{Error, Result, refuse};
use crate::shared::ids::{DataRequestId, DocumentId, PersonId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, COPIES_OF_ACCOUNT, COPIES_OF_PERSON, Use};
use crate::shared::refusals::{DUPLICATE, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Longest reason.
const REASON_MAX: usize = 1_000;

/// A copy to be made.
#[derive(Clone, Debug, Serialize)]
pub struct AskForExport {
    /// Whose data.
    pub person_id: PersonId,
}

/// Asks for a copy of everything about a person: by the person, or in their name. It is delivered to the person alone.
///
/// # Errors
/// Refused: not found, forbidden, duplicate while a copy is being made, a person who cannot be reached.
pub async fn request_export(tx: &Tx, op: &Operation, asked: AskForExport) -> Result<DataRequestId> {
    let person = not_erased(held_person(tx, op, asked.person_id).await?)?;
    require(tx, op, person.id, ASK_FOR_PERSON).await?;
    if open_of(tx, person.id, RequestKind::Export).await?.is_some() {
        return refuse(DUPLICATE, "personId");
    }
    if person.email.is_none() && !has_account(tx, person.id).await? {
        return refuse(PERSON_UNREACHABLE, "personId");
    }
    let id: DataRequestId = op.id();
    let [json, pdf] =
        [("json", "application/json"), ("pdf", "application/pdf")].map(|(ending, media_type)| {
            let document = NewDocument {
                kind: DocumentKind::PersonExport,
                title: "Kopia danych osobowych".to_owned(),
                file_name: format!("kopia-danych-{}.{ending}", op.today()),
                media_type,
                path: format!("exports/{}/copy.{ending}", id.0.simple()),
                project_id: None,
                partner_id: None,
                edition_id: None,
                person_id: Some(person.id),
            };
            let key: DocumentId = op.id();
            (key, document.row(op, key))
        });
    document::Entity::insert_many([json.1, pdf.1]).exec_without_returning(tx).await?;
    let row = ActiveModel {
        json_document_id: Set(Some(json.0)),
        pdf_document_id: Set(Some(pdf.0)),
        ..new(op, id, person.id, RequestKind::Export, RequestState::Preparing)
    };
    insert(tx, op, id, row, RequestState::Preparing).await?;
    enqueue(tx, op, &[RenderExport { request_id: id }]).await?;
    let uses = [Use::of_account(&COPIES_OF_ACCOUNT, op), Use::of_person(&COPIES_OF_PERSON, person.id)];
    quota::take(tx, op, uses).await?;
    Ok(id)
}

async fn has_account(tx: &Tx, person: PersonId) -> Result<bool> {
    let own = user::Entity::find()
        .filter(user::Column::PersonId.eq(person))
        .filter(user::Column::State.eq(UserState::Active));
    Ok(own.one(tx).await?.is_some())
}

/// An erasure to be decided about.
#[derive(Clone, Debug, Serialize)]
pub struct AskForErasure {
    /// Whose data.
    pub person_id: PersonId,
}

/// Asks that everything about a person is erased: by the person, or in their name. Somebody decides within a month.
///
/// # Errors
/// Refused: not found, forbidden, duplicate while one waits.
pub async fn request_erasure(tx: &Tx, op: &Operation, asked: AskForErasure) -> Result<DataRequestId> {
    let person = not_erased(held_person(tx, op, asked.person_id).await?)?;
    require(tx, op, person.id, ASK_FOR_PERSON).await?;
    if open_of(tx, person.id, RequestKind::Erasure).await?.is_some() {
        return refuse(DUPLICATE, "personId");
    }
    let id: DataRequestId = op.id();
    let row = new(op, id, person.id, RequestKind::Erasure, RequestState::Received);
    insert(tx, op, id, row, RequestState::Received).await?;
    Ok(id)
}

/// The person, if the actor may see them; nobody erases them while a request about them is written.
async fn held_person(tx: &Tx, op: &Operation, id: PersonId) -> Result<person::Model> {
    door::see_steady::<person::Entity>(tx, op, id, "personId").await
}

fn not_erased(person: person::Model) -> Result<person::Model> {
    if person.erased_at.is_none() { Ok(person) } else { refuse(WRONG_STATE, "personId") }
}

/// A new row.
pub(super) fn new(
    op: &Operation,
    id: DataRequestId,
    person_id: PersonId,
    kind: RequestKind,
    state: RequestState,
) -> ActiveModel {
    let row = ActiveModel {
        id: Set(id),
        kind: Set(kind),
        state: Set(state),
        person_id: Set(person_id),
        due_on: Set(due_on(op.today())),
        json_document_id: Set(None),
        pdf_document_id: Set(None),
        reason: Set(None),
        problem: Set(None),
        ended_at: Set(None),
        ..Default::default()
    };
    created!(op, row)
}

/// Writes a new row. The index decides between two who ask at once.
pub(super) async fn insert(
    tx: &Tx,
    op: &Operation,
    id: DataRequestId,
    row: ActiveModel,
    state: RequestState,
) -> Result<()> {
    if let Err(error) = Entity::insert(row).exec_without_returning(tx).await {
        return match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => refuse(DUPLICATE, "personId"),
            _ => Err(Error::Db(error)),
        };
    }
    audit::Line::new(deeds::REQUEST, id).into_state(state.code()).write(tx, op).await?;
    Ok(())
}

/// A request to be refused.
#[derive(Clone, Debug, Serialize)]
pub struct RefuseRequest {
    /// The request.
    pub request_id: DataRequestId,
    /// Why, and where to complain; the person reads it.
    pub reason: String,
}

/// Refuses an erasure, with a reason.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn refuse_request(tx: &Tx, op: &Operation, asked: RefuseRequest) -> Result<DataRequestId> {
    let request = door::load::<Entity>(tx, op, asked.request_id, "requestId").await?.seen();
    require(tx, op, request.person_id, ERASE_PERSON).await?;
    request.state.go(RequestState::Refused)?;
    let mut check = Check::default();
    let reason = check.line("reason", &asked.reason, REASON_MAX);
    check.done()?;
    let row = ActiveModel {
        id: Set(request.id),
        state: Set(RequestState::Refused),
        reason: Set(Some(reason)),
        ended_at: Set(Some(op.now)),
        ..Default::default()
    };
    door::save(tx, op, &request, row).await?;
    // The reason is for the person; the trail, which nobody can erase, does without it.
    let line = audit::Line::new(deeds::REFUSE, request.id);
    line.states(request.state.code(), RequestState::Refused.code()).write(tx, op).await?;
    Ok(request.id)
}
