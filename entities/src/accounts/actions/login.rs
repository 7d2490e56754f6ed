//! Logging in and out.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::device::remember;
use super::living_user;
use super::second_factor::pass;
use crate::accounts::credential::{ActiveModel, Column, Entity};
use crate::accounts::refusals::BAD_CREDENTIALS;
use crate::accounts::store::user_by_email;
use crate::accounts::token::{self, Secret};
use crate::accounts::{CredentialKind, UserState, deeds, password};
use crate::audit;
use crate::shared::actor::{Actor, UserActor};
use crate::shared::db::Db;
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{CredentialId, KnownDeviceId, UserId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{FORBIDDEN, NOT_FOUND};
use crate::shared::tx::{self, Tx};
use crate::shared::vault::Vault;

/// How long a session lasts, in hours.
pub const SESSION_HOURS: i64 = 12;

/// A new session or token, with the secret that is shown this once. It is not serialised, so that no stored answer
/// can hold it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its key.
    pub id: CredentialId,
    /// Whose it is.
    pub user_id: UserId,
    /// What its owner presents from now on.
    pub secret: Secret,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Who logs in.
#[derive(Clone)]
pub struct LogIn {
    /// Login e-mail, in any case.
    pub email: String,
    /// Password.
    pub password: String,
    /// Code of the authenticator app, or a recovery code.
    pub code: Option<String>,
    /// The device that they come with, where it is known.
    pub device: Option<KnownDeviceId>,
}

/// Who has logged in.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The session.
    pub session: Opened,
    /// The secret of the device, where it was not known yet.
    pub device: Option<Secret>,
}

/// Opens a session for an e-mail and its password, and a code where the account has a second factor. The answer takes
/// as long for an e-mail nobody has, and nothing tells of a second factor before the password was right.
///
/// # Errors
/// `BadCredentials`: wrong e-mail or password, blocked, or without a password. `SecondFactorNeeded` without a code,
/// `CodeInvalid` with a wrong or a used one.
pub async fn log_in(db: &Db, vault: &Vault, op: &Operation, who: LogIn) -> Result<LoggedIn> {
    let user = user_by_email(&db.reader, &who.email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = password::verify(who.password, stored).await?;
    match user.filter(|user| right && user.state == UserState::Active) {
        Some(user) => {
            let args = (op.as_system(), vault, user, who.code, who.device);
            tx::write(db, &args, |tx, (op, vault, read, code, device)| {
                Box::pin(async move {
                    // The password was that of the user who was read; another may have been set since.
                    let user = living_user(tx, read.id).await?;
                    if user.is_none_or(|user| user.password_hash != read.password_hash) {
                        return refuse(BAD_CREDENTIALS, "");
                    }
                    pass(tx, op, vault, read.id, code.as_deref()).await?;
                    let session = open_session(tx, op, read.id, Duration::hours(SESSION_HOURS)).await?;
                    Ok(LoggedIn { session, device: remember(tx, op, read.id, *device).await? })
                })
            })
            .await
        }
        None => refuse(BAD_CREDENTIALS, ""),
    }
}

/// Opens a session for a user who is known to be themselves. For the system alone: [`log_in`] proves the user,
/// the demonstration vouches for its own.
///
/// # Errors
/// `Forbidden` for everybody but the system; `BadCredentials` where the user was blocked meanwhile.
pub async fn open_session(tx: &Tx, op: &Operation, user_id: UserId, ttl: Duration) -> Result<Opened> {
    if !matches!(op.actor, Actor::System) {
        return refuse(FORBIDDEN, "");
    }
    let Some(user) = living_user(tx, user_id).await? else { return refuse(BAD_CREDENTIALS, "") };
    let kind = (CredentialKind::Session, false, None);
    let opened = insert(tx, op, kind, (user_id, "", op.now + ttl)).await?;
    let themselves =
        UserActor { user_id, person_id: user.person_id, grants: vec![], today: op.today(), token: None };
    let op = Operation { actor: Actor::User(Arc::new(themselves)), ..op.clone() };
    audit::Line::new(deeds::LOG_IN, opened.id).write(tx, &op).await?;
    Ok(opened)
}

/// Ends the session that a secret of the actor's stands for; ending it again is no failure.
///
/// # Errors
/// `NotFound` where it is no secret of the actor's.
pub async fn log_out(tx: &Tx, op: &Operation, secret: &str) -> Result<CredentialId> {
    let Some(hash) = token::hash_of(secret) else { return refuse(NOT_FOUND, "") };
    let own = Entity::find().filter(Entity::visible_to(&op.actor)).filter(Column::TokenHash.eq(hash));
    let credential = found(own.one(tx).await?, "")?;
    log_out_of(tx, op, credential.id).await
}

/// The same for a session that the actor came with, by its key.
///
/// # Errors
/// `NotFound` where it is none of the actor's.
pub async fn log_out_of(tx: &Tx, op: &Operation, id: CredentialId) -> Result<CredentialId> {
    let seen = Entity::visible_to(&op.actor);
    let credential = found(Entity::find_by_id(id).filter(seen).one(tx).await?, "")?;
    if super::credential::end(tx, op, &credential).await? {
        audit::Line::new(deeds::LOG_OUT, id).write(tx, op).await?;
    }
    Ok(id)
}

/// Writes a credential with a new secret; one that reads only, where that is said.
pub(super) async fn insert(
    tx: &Tx,
    op: &Operation,
    (kind, read_only, rooms): (CredentialKind, bool, Option<String>),
    (user_id, name, expires_at): (UserId, &str, DateTime<Utc>),
) -> Result<Opened> {
    let (id, secret) = (op.id(), Secret::new(kind, &*op.chance));
    let row = ActiveModel {
        id: Set(id),
        user_id: Set(user_id),
        kind: Set(kind),
        read_only: Set(read_only),
        rooms: Set(rooms),
        name: Set(name.to_owned()),
        token_hash: Set(secret.hash()),
        created_at: Set(op.now),
        expires_at: Set(Some(expires_at)),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(Opened { id, user_id, secret, expires_at })
}
