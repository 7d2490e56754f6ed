//! Users are created, blocked and given passwords.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::close::{hold_administrators, require_another};
use super::second_factor::tell_owner;
use super::{require_over_person, require_over_user, require_self, revoke_all, visible_user};
use crate::accounts::password::Hashed;
use crate::accounts::refusals::BAD_CREDENTIALS;
use crate::accounts::user::{ActiveModel, Column, Entity, Model};
use crate::accounts::{CredentialKind, UserState, deeds};
use crate::institutions::actions::person_held;
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::shared::door::{self, unique};
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Refusal, Result, refuse};
use crate::shared::ids::{PersonId, UserId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::{DUPLICATE, FORBIDDEN, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A user to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewUser {
    /// Login e-mail.
    pub email: String,
    /// The person behind it.
    pub person_id: Option<PersonId>,
    /// The first password, hashed; not part of what an idempotency key hashes.
    #[serde(skip)]
    pub password: Option<Hashed>,
}

/// Creates a user without roles.
///
/// # Errors
/// Refused: person not found, forbidden, invalid, duplicate `email`, or `personId` where the person has an account.
pub async fn create_user(tx: &Tx, op: &Operation, new: NewUser) -> Result<UserId> {
    if let Some(id) = new.person_id {
        person_held(tx, op, id, "personId").await?;
    }
    require_over_person(tx, op, new.person_id).await?;
    let mut check = Check::default();
    let email = check.email("email", &new.email);
    check.done()?;
    insert_user(tx, op, &email, new.person_id, new.password.as_ref()).await
}

/// The account of a person, blocked or not: a person has at most one (hard rule 17).
pub(super) async fn account_of(tx: &Tx, person: PersonId) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::PersonId.eq(person)).one(tx).await?)
}

/// Inserts an active user.
pub(super) async fn insert_user(
    tx: &Tx,
    op: &Operation,
    email: &str,
    person_id: Option<PersonId>,
    password: Option<&Hashed>,
) -> Result<UserId> {
    if let Some(person) = person_id {
        // Whoever makes an account holds the person, so two at once do not both find none.
        door::hold::<person::Entity>(tx, person).await?;
        if account_of(tx, person).await?.is_some() {
            return refuse(DUPLICATE, "personId");
        }
    }
    let id = op.id();
    let row = ActiveModel {
        id: Set(id),
        email: Set(email.to_owned()),
        password_hash: Set(password.map(|hashed| hashed.as_str().to_owned())),
        person_id: Set(person_id),
        state: Set(UserState::Active),
        ..Default::default()
    };
    // A person without an account was just seen to have none, and is held; the index would say no more.
    Entity::insert(created!(op, row)).exec_without_returning(tx).await.map_err(unique("email"))?;
    let line = audit::Line::new(deeds::CREATE_USER, id);
    line.into_state(UserState::Active.code()).write(tx, op).await?;
    Ok(id)
}

/// Blocks a user: no login, and every session and token ends.
///
/// # Errors
/// Refused: not found, forbidden (oneself, too), wrong state, last administrator.
pub async fn block_user(tx: &Tx, op: &Operation, id: UserId) -> Result<UserId> {
    hold_administrators(tx, &[id]).await?;
    let user = visible_user(tx, op, id, "id").await?;
    require_over_user(tx, op, &user).await?;
    if op.actor.user_id() == Some(user.id) {
        return refuse(FORBIDDEN, "id");
    }
    require_another(tx, &[user.id], "id").await?;
    set_state(tx, op, &user, UserState::Blocked, deeds::BLOCK_USER).await?;
    revoke_all(tx, op, user.id, CredentialKind::ALL).await?;
    Ok(user.id)
}

/// Lets a blocked user log in again. Sessions and tokens of before stay revoked.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn unblock_user(tx: &Tx, op: &Operation, id: UserId) -> Result<UserId> {
    let user = visible_user(tx, op, id, "id").await?;
    require_over_user(tx, op, &user).await?;
    set_state(tx, op, &user, UserState::Active, deeds::UNBLOCK_USER).await?;
    Ok(user.id)
}

async fn set_state(tx: &Tx, op: &Operation, user: &Model, to: UserState, action: audit::Deed) -> Result<()> {
    let from = user.state;
    if from == to {
        let other = if to == UserState::Active { UserState::Blocked } else { UserState::Active };
        let states = Detail::States { now: from.words(), allowed: vec![other.words()] };
        return Err(Refusal::of(WRONG_STATE, "").with(states).into());
    }
    let row = ActiveModel { state: Set(to), ..Default::default() };
    door::save(tx, op, user, row).await?;
    audit::Line::new(action, user.id).states(from.code(), to.code()).write(tx, op).await?;
    Ok(())
}

/// Sets a password; all sessions end. One's own, where the caller has made sure of the present one, whose stored hash is
/// `proved`; or that of a user one looks after.
///
/// # Errors
/// Refused: not found, forbidden, `BadCredentials` where one's own was changed since it was proved.
pub async fn set_password(
    tx: &Tx,
    op: &Operation,
    (id, proved): (UserId, Option<&str>),
    password: &Hashed,
) -> Result<UserId> {
    let user = visible_user(tx, op, id, "id").await?;
    if require_self(&op.actor, user.id).is_err() {
        require_over_user(tx, op, &user).await?;
    }
    if op.actor.user_id() == Some(user.id) && user.password_hash.as_deref() != proved {
        return refuse(BAD_CREDENTIALS, "currentPassword");
    }
    let hash = Some(password.as_str().to_owned());
    let row = ActiveModel { id: Set(user.id), password_hash: Set(hash), ..Default::default() };
    door::save(tx, op, &user, row).await?;
    revoke_all(tx, op, user.id, &[CredentialKind::Session]).await?;
    audit::Line::new(deeds::SET_PASSWORD, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::PasswordChanged, &user).await?;
    Ok(user.id)
}
