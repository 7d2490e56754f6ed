//! Writes of the ledger: posted by other rooms, carried out by the worker, asked for again by people.
//!
//! The worker's writes are conditional on state and attempt, so that one who was slow changes nothing that another
//! has settled since. Audit lines hold states and codes, never an address.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, UpdateMany};
use serde::Serialize;
use uuid::Uuid;

use super::delivery::{ActiveModel, Column, Entity, Model};
use super::jobs::{SendMail, SendUrgentMail};
use super::{Channel, DeliveryKind, DeliveryState, Problem};
use crate::jobs::queue::{enqueue, enqueue_at};
use crate::mail::deeds;
use crate::mail::rights::RESEND_MAIL;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{DeliveryId, InvitationId, PartnerId, PersonId, ProjectId, UserId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::quota::{self, RESENDS_OF_ACCOUNT, Use};
use crate::shared::refusals::NOT_FOUND;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// How many messages one statement posts.
const AT_ONCE: usize = 500;

/// Who gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A user, at the login e-mail.
    User(UserId),
    /// A person, at their address.
    Person(PersonId),
    /// Whoever is invited.
    Invited(InvitationId),
    /// Nobody: the address asked for is unknown. The worker drops it; until then it costs what the others cost.
    Nobody,
}

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// What it is about.
    pub kind: DeliveryKind,
    /// Key of the thing it is about.
    pub artefact_id: Uuid,
    /// Key of what it tells of, where the thing is but a step of that.
    pub subject_id: Option<Uuid>,
    /// Who gets it.
    pub to: Recipient,
    /// In which language.
    pub language: Language,
    /// The project it belongs to, where it is scoped.
    pub project_id: Option<ProjectId>,
    /// The partner whose own it is.
    pub partner_id: Option<PartnerId>,
}

/// Posts a message: its row and its job, in the caller's transaction. One that is posted already stays as it is.
///
/// # Errors
/// The database failed.
pub async fn post(tx: &Tx, op: &Operation, new: NewDelivery) -> Result<()> {
    let id: DeliveryId = op.id();
    let row = row(op, id, &new);
    let once = [Column::ArtefactId, Column::RecipientId, Column::Channel];
    let posted = Entity::insert(row)
        .on_conflict(OnConflict::columns(once).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if posted == 1 { carry(tx, op, new.kind, id).await } else { Ok(()) }
}

/// Posts messages that nobody else can have posted, each about a thing of its own: they leave no sooner than at an hour.
///
/// # Errors
/// The database failed.
pub async fn post_all(tx: &Tx, op: &Operation, all: Vec<NewDelivery>, at: DateTime<Utc>) -> Result<()> {
    for chunk in all.chunks(AT_ONCE) {
        let ids: Vec<DeliveryId> = chunk.iter().map(|_| op.id()).collect();
        let rows = ids.iter().zip(chunk).map(|(id, new)| row(op, *id, new));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
        let jobs: Vec<SendMail> = ids.into_iter().map(|delivery_id| SendMail { delivery_id }).collect();
        enqueue_at(tx, op, &jobs, at).await?;
    }
    Ok(())
}

fn row(op: &Operation, id: DeliveryId, new: &NewDelivery) -> ActiveModel {
    let (recipient_id, user_id, person_id) = match new.to {
        Recipient::User(id) => (Some(id.0), Some(id), None),
        Recipient::Person(id) => (Some(id.0), None, Some(id)),
        Recipient::Invited(id) => (Some(id.0), None, None),
        Recipient::Nobody => (None, None, None),
    };
    let row = ActiveModel {
        id: Set(id),
        kind: Set(new.kind),
        channel: Set(Channel::Email),
        artefact_id: Set(new.artefact_id),
        subject_id: Set(new.subject_id),
        recipient_id: Set(recipient_id),
        user_id: Set(user_id),
        person_id: Set(person_id),
        project_id: Set(new.project_id),
        partner_id: Set(new.partner_id),
        language: Set(new.language),
        message_id: Set(message_id(id, op.public_url.as_deref())),
        state: Set(DeliveryState::Queued),
        attempts: Set(0),
        ..Default::default()
    };
    created!(op, row)
}

async fn carry(tx: &Tx, op: &Operation, kind: DeliveryKind, delivery_id: DeliveryId) -> Result<()> {
    if kind.is_urgent() {
        enqueue(tx, op, &[SendUrgentMail { delivery_id }]).await
    } else {
        enqueue(tx, op, &[SendMail { delivery_id }]).await
    }
}

/// `<key@host>`: kept in the row, so that it stays the same whatever is configured later.
fn message_id(id: DeliveryId, public_url: Option<&str>) -> String {
    format!("<{}@{}>", id.0.simple(), host_of(public_url))
}

/// The host of the installation, in keys that are unique in the world: of messages, and of entries of calendars.
pub fn host_of(public_url: Option<&str>) -> &str {
    let host = public_url
        .and_then(|url| url.split_once("://"))
        .map_or("", |(_, rest)| rest)
        .split(['/', ':'])
        .next()
        .filter(|host| {
            !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
        });
    host.unwrap_or("zwornik.invalid")
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The state the delivery goes to.
    pub to: DeliveryState,
    /// Why it was not sent.
    pub problem: Option<Problem>,
    /// The mail server's answer.
    pub reply_code: Option<i32>,
}

impl Outcome {
    /// The mail server has taken it.
    pub const SENT: Self = Self { to: DeliveryState::Sent, problem: None, reply_code: None };

    /// Not sent.
    pub const fn of(to: DeliveryState, problem: Problem, reply_code: Option<i32>) -> Self {
        Self { to, problem: Some(problem), reply_code }
    }
}

/// The bytes of the message are about to leave. Answers the number of the try; none where it is not queued any more.
///
/// # Errors
/// The database failed.
pub async fn begin(tx: &Tx, op: &Operation, id: DeliveryId) -> Result<Option<i32>> {
    let begun = Entity::update_many()
        .col_expr(Column::State, Expr::value(DeliveryState::Sending))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(DeliveryState::Queued))
        .exec_with_returning(tx)
        .await?;
    Ok(begun.first().map(|row| row.attempts))
}

/// Notes what came of a try that had begun, as its number says. False where it was settled otherwise meanwhile.
///
/// # Errors
/// The database failed.
pub async fn settle(tx: &Tx, op: &Operation, id: DeliveryId, attempt: i32, outcome: Outcome) -> Result<bool> {
    let row = door::hold::<Entity>(tx, id).await?;
    let mine = |row: &Model| row.attempts == attempt && row.state.next().contains(&outcome.to);
    let begun = |row: &Model| matches!(row.state, DeliveryState::Sending | DeliveryState::InDoubt);
    match row.filter(|row| mine(row) && begun(row)) {
        Some(row) => go(tx, op, &row, row.attempts, outcome).await.map(|()| true),
        None => Ok(false),
    }
}

/// Notes what came of a try that never got as far as the message itself. False where it does not wait any more.
///
/// # Errors
/// The database failed.
pub async fn set_back(tx: &Tx, op: &Operation, id: DeliveryId, outcome: Outcome) -> Result<bool> {
    let row = door::hold::<Entity>(tx, id).await?;
    match row.filter(|row| row.state == DeliveryState::Queued) {
        Some(row) => {
            // Leaving somebody out is no try.
            let tried = i32::from(outcome.to != DeliveryState::LeftOut);
            go(tx, op, &row, row.attempts + tried, outcome).await.map(|()| true)
        }
        None => Ok(false),
    }
}

/// Somebody else's try got as far as the message, and nobody knows what came of it.
///
/// # Errors
/// The database failed.
pub async fn doubt(tx: &Tx, op: &Operation, id: DeliveryId) -> Result<()> {
    let row = door::hold::<Entity>(tx, id).await?;
    let Some(row) = row.filter(|row| row.state == DeliveryState::Sending) else { return Ok(()) };
    let outcome = Outcome::of(DeliveryState::InDoubt, Problem::NoAnswer, None);
    go(tx, op, &row, row.attempts, outcome).await
}

/// A try that died may be repeated, because the way it travels takes the same message twice for one.
///
/// # Errors
/// The database failed.
pub async fn repeat(tx: &Tx, op: &Operation, id: DeliveryId) -> Result<()> {
    let row = door::hold::<Entity>(tx, id).await?;
    let Some(row) = row.filter(|row| row.state == DeliveryState::Sending) else { return Ok(()) };
    go(tx, op, &row, row.attempts, Outcome { to: DeliveryState::Queued, problem: None, reply_code: None })
        .await
}

/// Its job was tried too often.
///
/// # Errors
/// The database failed.
pub async fn give_up(tx: &Tx, op: &Operation, id: DeliveryId) -> Result<()> {
    let Some(row) = door::hold::<Entity>(tx, id).await? else { return Ok(()) };
    let to = match row.state {
        DeliveryState::Queued => DeliveryState::GivenUp,
        DeliveryState::Sending => return doubt(tx, op, id).await,
        _ => return Ok(()),
    };
    // The last problem tells why.
    let outcome = Outcome { to, problem: row.problem, reply_code: row.reply_code };
    go(tx, op, &row, row.attempts, outcome).await
}

/// Drops a message to nobody.
///
/// # Errors
/// The database failed.
pub async fn drop_unaddressed(tx: &Tx, id: DeliveryId) -> Result<()> {
    let unaddressed = Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::RecipientId.is_null());
    unaddressed.exec(tx).await?;
    Ok(())
}

/// Leaves out whatever still waits to be sent to a person or to their accounts. Answers all deliveries to them, whose
/// messages may lie in a folder.
///
/// # Errors
/// The database failed.
pub async fn leave_out(
    tx: &Tx,
    op: &Operation,
    person: PersonId,
    users: &[UserId],
) -> Result<(Vec<DeliveryId>, u64)> {
    let theirs =
        Condition::any().add(Column::PersonId.eq(person)).add(Column::UserId.is_in(users.iter().copied()));
    let rows = door::locked(Entity::find().filter(theirs)).all(tx).await?;
    let waiting: Vec<&Model> = rows.iter().filter(|row| row.state == DeliveryState::Queued).collect();
    if !waiting.is_empty() {
        let outcome = Outcome::of(DeliveryState::LeftOut, Problem::Over, None);
        change(op, &outcome).filter(Column::Id.is_in(waiting.iter().map(|row| row.id))).exec(tx).await?;
        let lines = waiting.iter().filter_map(|row| line(row, &outcome));
        audit::write_all(tx, op, lines.collect()).await?;
    }
    let left_out = waiting.len() as u64;
    Ok((rows.into_iter().map(|row| row.id).collect(), left_out))
}

/// A delivery to be tried again.
#[derive(Clone, Debug, Serialize)]
pub struct ResendDelivery {
    /// The delivery.
    pub delivery_id: DeliveryId,
}

/// Sends what was not sent, or is in doubt, after all. The message keeps its id, so a server that has it already can
/// tell.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn resend(tx: &Tx, op: &Operation, asked: ResendDelivery) -> Result<DeliveryId> {
    let row = door::load::<Entity>(tx, op, asked.delivery_id, "deliveryId").await?.may(RESEND_MAIL)?;
    row.state.again()?;
    if row.recipient_id.is_none() {
        return refuse(NOT_FOUND, "deliveryId");
    }
    go(tx, op, &row, row.attempts, Outcome { to: DeliveryState::Queued, problem: None, reply_code: None })
        .await?;
    carry(tx, op, row.kind, row.id).await?;
    quota::take(tx, op, [Use::of_account(&RESENDS_OF_ACCOUNT, op)]).await?;
    Ok(row.id)
}

impl Placed for Model {
    fn place(&self) -> Place {
        Place { project: self.project_id, partner: self.partner_id, ..Place::default() }
    }
}

async fn go(tx: &Tx, op: &Operation, row: &Model, attempts: i32, outcome: Outcome) -> Result<()> {
    let tried = change(op, &outcome).col_expr(Column::Attempts, Expr::value(attempts));
    tried.filter(Column::Id.eq(row.id)).exec(tx).await?;
    match line(row, &outcome) {
        Some(line) => Ok(line.write(tx, op).await?),
        None => Ok(()),
    }
}

/// What deliveries become.
fn change(op: &Operation, outcome: &Outcome) -> UpdateMany<Entity> {
    let sent_at = (outcome.to == DeliveryState::Sent).then_some(op.now);
    Entity::update_many()
        .col_expr(Column::State, Expr::value(outcome.to))
        .col_expr(Column::Problem, Expr::value(outcome.problem))
        .col_expr(Column::ReplyCode, Expr::value(outcome.reply_code))
        .col_expr(Column::SentAt, Expr::value(sent_at))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
}

/// What the trail says of it; nothing where the state stays.
fn line(row: &Model, outcome: &Outcome) -> Option<audit::Line<'static>> {
    if outcome.to == row.state {
        return None;
    }
    let mut line = audit::Line::new(deeds::DELIVERY, row.id).states(row.state.code(), outcome.to.code());
    if let Some(project) = row.project_id {
        line = line.project(project);
    }
    if let Some(problem) = outcome.problem {
        line = line.detail(serde_json::json!({ "problem": problem, "reply": outcome.reply_code }));
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_of_the_public_host_and_never_breaks_a_header() {
        let id = DeliveryId(Uuid::from_u128(1));
        assert_eq!(
            message_id(id, Some("https://zwornik.example.pl:8443/x")),
            "<00000000000000000000000000000001@zwornik.example.pl>"
        );
        for odd in [None, Some(""), Some("https://"), Some("https://ż\r\nBcc: x"), Some("nonsense")] {
            assert_eq!(message_id(id, odd), "<00000000000000000000000000000001@zwornik.invalid>", "{odd:?}");
        }
    }
}
