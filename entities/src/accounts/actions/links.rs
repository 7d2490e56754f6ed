//! Links that work once: to a new password, and for people without an account to their own certificates.
//!
//! Whoever asks is answered alike, and after the same statements, whether or not anybody has the address: for nobody
//! there is a row and a job, too, which the worker drops.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::change_login::{awaits_login, take_login};
use super::device::forget;
use super::invitation::speak;
use super::revoke_all;
use super::second_factor::tell_owner;
use crate::accounts::one_time_link::{ActiveModel, Column, Entity, Model};
use crate::accounts::password::Hashed;
use crate::accounts::refusals::LINK_INVALID;
use crate::accounts::store::held_by_email;
use crate::accounts::token::{ADDRESS, OWN_CERTIFICATES, RESET, Secret, hash_of_link};
use crate::accounts::{CredentialKind, LinkPurpose, UserState, deeds, user};
use crate::audit;
use crate::certificates::store::{OwnCertificate, owned_by_person, people_with_certificates_at};
use crate::institutions::actions::take_address;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{OneTimeLinkId, PersonId, UserId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, LETTERS_TO_MAILBOX, Use};
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// How long a link holds that works once, in hours: a mail server may put a stranger's message off for one of them.
pub const LINK_HOURS: i64 = 2;

/// How long a link holds that confirms an address, in days.
pub const ADDRESS_DAYS: i64 = 7;

/// Whom a link is for.
#[derive(Clone, Copy)]
enum For {
    User(UserId),
    Person(PersonId),
    Nobody,
}

/// Mails a link to set a new password to the active user of an address, if there is one.
///
/// # Errors
/// The database failed.
pub async fn request_password_reset(tx: &Tx, op: &Operation, email: &str) -> Result<()> {
    // Nobody closes the account while a link is written for it.
    let user = held_by_email(tx, email).await?;
    let user = user.filter(|user| user.state == UserState::Active);
    let language = user.as_ref().map_or(Language::Polish, |user| user.language);
    let whom = user.map_or(For::Nobody, |user| For::User(user.id));
    insert(tx, op, LinkPurpose::PasswordReset, whom, language).await?;
    // Whether or not anybody has the address, so that being refused tells nothing.
    quota::take(tx, op, [Use::of_mailbox(&LETTERS_TO_MAILBOX, email)]).await
}

/// Mails each person who has an address and certificates a link to them.
///
/// # Errors
/// The database failed.
pub async fn request_own_certificates(
    tx: &Tx,
    op: &Operation,
    email: &str,
    language: Language,
) -> Result<()> {
    let people = people_with_certificates_at(tx, email).await?;
    if people.is_empty() {
        insert(tx, op, LinkPurpose::OwnCertificates, For::Nobody, language).await?;
    }
    for id in people {
        insert(tx, op, LinkPurpose::OwnCertificates, For::Person(id), language).await?;
    }
    quota::take(tx, op, [Use::of_mailbox(&LETTERS_TO_MAILBOX, email)]).await
}

/// How long a link holds: what somebody waits for is used soon, what others have caused is read when it is read.
const fn lasts(purpose: LinkPurpose) -> Duration {
    match purpose {
        LinkPurpose::PasswordReset | LinkPurpose::OwnCertificates => Duration::hours(LINK_HOURS),
        LinkPurpose::ConfirmAddress | LinkPurpose::ConfirmLogin => Duration::days(ADDRESS_DAYS),
    }
}

/// Asks whoever reads a person's new mailbox to confirm it. Links that asked before work no more.
pub(super) async fn ask_to_confirm(
    tx: &Tx,
    op: &Operation,
    person: PersonId,
    language: Language,
) -> Result<()> {
    end_confirmations(tx, op, person).await?;
    insert(tx, op, LinkPurpose::ConfirmAddress, For::Person(person), language).await
}

/// Ends the links by which a person's address could be confirmed.
pub(super) async fn end_confirmations(tx: &Tx, op: &Operation, person: PersonId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(op.now)))
        .filter(Column::PersonId.eq(person))
        .filter(Column::Purpose.eq(LinkPurpose::ConfirmAddress))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Asks whoever reads the new mailbox of an account to confirm it. Links that asked before work no more.
pub(super) async fn ask_to_confirm_login(tx: &Tx, op: &Operation, user: &user::Model) -> Result<()> {
    end_of_user(tx, op, user.id, LinkPurpose::ConfirmLogin).await?;
    insert(tx, op, LinkPurpose::ConfirmLogin, For::User(user.id), user.language).await
}

/// Ends the links of a purpose that an account was mailed.
pub(super) async fn end_of_user(tx: &Tx, op: &Operation, user: UserId, purpose: LinkPurpose) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(op.now)))
        .filter(Column::UserId.eq(user))
        .filter(Column::Purpose.eq(purpose))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Confirms a changed address, of a person or of an account, by the secret that was mailed to it: from now on it is the one in
/// use.
///
/// # Errors
/// `LinkInvalid`: unknown, used or expired, or the address was changed again.
pub async fn confirm_address(tx: &Tx, op: &Operation, secret: &str) -> Result<()> {
    let link = Entity::find().filter(open(op, LinkPurpose::ConfirmAddress, secret)?).one(tx).await?;
    // The person before what is about them: whoever comes second finds the link used.
    if let Some(id) = link.and_then(|link| link.person_id)
        && take_address(tx, op, id).await?
    {
        return take(tx, op, LinkPurpose::ConfirmAddress, secret).await.map(drop);
    }
    let link = Entity::find().filter(open(op, LinkPurpose::ConfirmLogin, secret)?).one(tx).await?;
    if let Some(id) = link.and_then(|link| link.user_id)
        && let Some(user) = awaits_login(tx, id).await?
    {
        // Links before sessions, as everybody locks them. What was mailed to the mailbox of before opens nothing any more.
        take(tx, op, LinkPurpose::ConfirmLogin, secret).await?;
        end_of_user(tx, op, id, LinkPurpose::PasswordReset).await?;
        return take_login(tx, op, &user).await;
    }
    refuse(LINK_INVALID, "token")
}

async fn insert(tx: &Tx, op: &Operation, purpose: LinkPurpose, whom: For, language: Language) -> Result<()> {
    let id: OneTimeLinkId = op.id();
    let (user_id, person_id, to) = match whom {
        For::User(id) => (Some(id), None, Recipient::User(id)),
        For::Person(id) => (None, Some(id), Recipient::Person(id)),
        For::Nobody => (None, None, Recipient::Nobody),
    };
    let row = ActiveModel {
        id: Set(id),
        purpose: Set(purpose),
        user_id: Set(user_id),
        person_id: Set(person_id),
        token_hash: Set(None),
        created_at: Set(op.now),
        expires_at: Set(op.now + lasts(purpose)),
        used_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let kind = match purpose {
        LinkPurpose::PasswordReset => DeliveryKind::PasswordReset,
        LinkPurpose::OwnCertificates => DeliveryKind::OwnCertificates,
        LinkPurpose::ConfirmAddress => DeliveryKind::ConfirmAddress,
        LinkPurpose::ConfirmLogin => DeliveryKind::ConfirmLogin,
    };
    let message = NewDelivery {
        kind,
        artefact_id: id.0,
        subject_id: None,
        to,
        language,
        project_id: None,
        partner_id: None,
    };
    post(tx, op, message).await?;
    audit::Line::new(deeds::REQUEST_LINK, id).write(tx, op).await?;
    Ok(())
}

/// A new secret for an open link, about to be mailed; the one before works no more. None where it is over.
///
/// # Errors
/// The database failed.
pub async fn mint_link(tx: &Tx, op: &Operation, id: OneTimeLinkId) -> Result<Option<Secret>> {
    let held = door::hold::<Entity>(tx, id).await?;
    let Some(read) = held.filter(|row| row.is_open(op.now)) else { return Ok(None) };
    let secret = Secret::of_link(prefix(read.purpose), &*op.chance);
    let row = ActiveModel { id: Set(id), token_hash: Set(Some(secret.hash())), ..Default::default() };
    door::save(tx, op, &read, row).await?;
    Ok(Some(secret))
}

const fn prefix(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::PasswordReset => RESET,
        LinkPurpose::OwnCertificates => OWN_CERTIFICATES,
        // One page takes both.
        LinkPurpose::ConfirmAddress | LinkPurpose::ConfirmLogin => ADDRESS,
    }
}

/// Uses a link up.
async fn take(tx: &Tx, op: &Operation, purpose: LinkPurpose, secret: &str) -> Result<Model> {
    let taken = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(op.now)))
        .filter(open(op, purpose, secret)?)
        .exec_with_returning(tx)
        .await?;
    match taken.into_iter().next() {
        Some(link) => Ok(link),
        None => refuse(LINK_INVALID, "token"),
    }
}

/// Links of a purpose that a secret opens.
fn open(op: &Operation, purpose: LinkPurpose, secret: &str) -> Result<Condition> {
    let Some(hash) = hash_of_link(prefix(purpose), secret) else { return refuse(LINK_INVALID, "token") };
    Ok(Condition::all()
        .add(Column::TokenHash.eq(hash))
        .add(Column::UsedAt.is_null())
        .add(Column::ExpiresAt.gt(op.now)))
}

/// Sets a new password by a mailed link. All sessions and tokens of the user end, and so do other links to a new password:
/// whoever had got hold of the account has nothing left of it.
///
/// # Errors
/// `LinkInvalid`: unknown, used or expired, or the user was blocked meanwhile.
pub async fn reset_password(tx: &Tx, op: &Operation, secret: &str, password: &Hashed) -> Result<UserId> {
    let link = Entity::find().filter(open(op, LinkPurpose::PasswordReset, secret)?).one(tx).await?;
    let user = match link.and_then(|link| link.user_id) {
        Some(id) => door::hold::<user::Entity>(tx, id).await?,
        None => None,
    };
    let Some(user) = user.filter(|user| user.state == UserState::Active) else {
        return refuse(LINK_INVALID, "token");
    };
    // Behind the lock of its user, like all that lets them in: whoever comes second finds it used.
    take(tx, op, LinkPurpose::PasswordReset, secret).await?;
    let hash = Some(password.as_str().to_owned());
    let row = user::ActiveModel { id: Set(user.id), password_hash: Set(hash), ..Default::default() };
    door::save(tx, op, &user, row).await?;
    end_of_user(tx, op, user.id, LinkPurpose::PasswordReset).await?;
    revoke_all(tx, op, user.id, CredentialKind::ALL).await?;
    forget(tx, user.id).await?;
    audit::Line::new(deeds::RESET_PASSWORD, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::PasswordChanged, &user).await?;
    Ok(user.id)
}

/// Opens a person's own certificates by a mailed link, newest first.
///
/// # Errors
/// `LinkInvalid`: unknown, used or expired.
pub async fn open_own_certificates(tx: &Tx, op: &Operation, secret: &str) -> Result<Vec<OwnCertificate>> {
    let link = take(tx, op, LinkPurpose::OwnCertificates, secret).await?;
    let Some(person) = link.person_id else { return refuse(LINK_INVALID, "token") };
    audit::Line::new(deeds::OPEN_OWN_CERTIFICATES, person).write(tx, op).await?;
    owned_by_person(tx, person).await
}

/// Sets the language of messages to oneself.
///
/// # Errors
/// Refused: forbidden for all but users.
pub async fn set_language(tx: &Tx, op: &Operation, language: Language) -> Result<UserId> {
    let Some(id) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    speak(tx, id, language).await?;
    audit::Line::new(deeds::SET_LANGUAGE, id).write(tx, op).await?;
    Ok(id)
}

impl Model {
    /// Whether it can be used.
    pub fn is_open(&self, now: chrono::DateTime<chrono::Utc>) -> bool {
        self.used_at.is_none() && self.expires_at > now
    }
}
