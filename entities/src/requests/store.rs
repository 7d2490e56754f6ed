//! Queries of requests, and who may see them: the person, whoever asked, and those who may ask in the name of people
//! they see.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use super::RequestKind;
use super::request::{Column, Entity, Model};
use crate::accounts::{UserState, user};
use crate::institutions::person;
use crate::mail::Problem;
use crate::requests::rights::{ASK_FOR_PERSON, ERASE_PERSON};
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::ids::{DataRequestId, DocumentId, PersonId};
use crate::shared::policy::{Readable, held};
use crate::shared::read::{self, everything, nothing, within};

impl read::Entity for Entity {
    const ID: Column = Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all {
            return everything();
        }
        let mut any = Condition::any();
        if let Some(id) = actor.user_id() {
            any = any.add(Column::CreatedBy.eq(id));
        }
        if let Some(id) = who.person {
            any = any.add(Column::PersonId.eq(id));
        }
        if may_ask_for_others(actor) {
            let seen = Condition::all().add(person::Entity::visible_to(actor));
            any = any.add(within::<_, person::Entity>(Column::PersonId, person::Column::Id, seen));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// Whether any role of the actor may ask in the name of others; where, each request says.
fn may_ask_for_others(actor: &Actor) -> bool {
    [ASK_FOR_PERSON, ERASE_PERSON].into_iter().any(|right| held(actor, right).next().is_some())
}

/// A request, whoever asks: for the worker.
///
/// # Errors
/// The database failed.
pub async fn by_id(db: &impl ConnectionTrait, id: DataRequestId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Whether somebody waits for an answer about this person.
///
/// # Errors
/// The database failed.
pub async fn is_open(db: &impl ConnectionTrait, person: PersonId, kind: RequestKind) -> Result<bool> {
    let rows = Entity::find().filter(Column::PersonId.eq(person)).filter(Column::Kind.eq(kind));
    Ok(rows.all(db).await?.iter().any(|row| row.state.is_open()))
}

/// What the message about a copy says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportLetter {
    /// Where it goes.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Whether the person can log in and download it.
    pub has_account: bool,
    /// The last day on which it is there.
    pub until: chrono::NaiveDate,
    /// The moment at which it goes.
    pub expires_at: chrono::DateTime<chrono::Utc>,
    /// The copy as a PDF.
    pub pdf: Option<DocumentId>,
    /// The copy as JSON.
    pub json: Option<DocumentId>,
}

/// What the message about a copy says now, or why nothing is sent.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    id: DataRequestId,
) -> Result<std::result::Result<ExportLetter, Problem>> {
    let request = by_id(db, id).await?;
    let ready = request.filter(|request| request.state == super::RequestState::Ready);
    let Some((request, ended_at)) = ready.and_then(|request| Some((request.clone(), request.ended_at?)))
    else {
        return Ok(Err(Problem::Over));
    };
    let Some(person) = person::Entity::find_by_id(request.person_id).one(db).await? else {
        return Ok(Err(Problem::Over));
    };
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(person.id))
        .filter(user::Column::State.eq(UserState::Active))
        .one(db)
        .await?;
    let name = person.full_name();
    let has_account = account.is_some();
    let expires_at = ended_at + crate::register::retention_rules::EXPORTS;
    let until = crate::shared::warsaw::day(expires_at);
    let email = account.map(|user| user.email).or(person.email);
    let (pdf, json) = (request.pdf_document_id, request.json_document_id);
    let letter = |email| ExportLetter { email, name, has_account, until, expires_at, pdf, json };
    Ok(email.map(letter).ok_or(Problem::NoAddress))
}
