//! API tokens, and the end of sessions and tokens.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::Serialize;

use super::login::{Opened, insert};
use super::second_factor::tell_owner;
use super::{living_user, require_self};
use crate::accounts::credential::{ActiveModel, Column, Entity, Model};
use crate::accounts::refusals::TOKEN_YEAR;
use crate::accounts::store::not_noted_since;
use crate::accounts::{CredentialKind, TokenRoom, deeds, user};
use crate::audit;
use crate::mail::DeliveryKind;
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{CredentialId, UserId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::live::{Event, tell};
use crate::shared::operation::Operation;
use crate::shared::refusals::{END_BEFORE_START, FORBIDDEN, REQUIRED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::{door, warsaw};

/// How long an API token lasts where its owner does not say, in days.
pub const TOKEN_DAYS: i64 = 365;

/// How long an API token lasts at most, in days: a year from today, however long the year is.
pub const TOKEN_DAYS_MAX: i64 = 366;

/// An API token to be made.
#[derive(Clone, Debug, Serialize)]
pub struct NewApiToken {
    /// What its owner calls it.
    pub name: String,
    /// When it ends; after 365 days where nothing is said.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it reads only.
    pub read_only: bool,
    /// The rooms it is bound to; none for all of them.
    pub rooms: Option<Vec<TokenRoom>>,
    /// What the actor came with.
    pub by: Option<CredentialId>,
}

/// Makes an API token of the acting user, who has logged in: a token that got into wrong hands makes no others that
/// would outlive it. The answer holds the secret, so it must not be stored: no idempotency key.
///
/// # Errors
/// Refused: forbidden for all but users and by an API token, invalid.
pub async fn create_api_token(tx: &Tx, op: &Operation, new: NewApiToken) -> Result<Opened> {
    let user_id = in_session(tx, op, new.by).await?;
    let mut check = Check::default();
    let name = check.line("name", &new.name, NAME_MAX);
    let expires_at = new.expires_at.unwrap_or(op.now + Duration::days(TOKEN_DAYS));
    check.date("expiresAt", warsaw::day(expires_at));
    if expires_at <= op.now {
        check.fault("expiresAt", END_BEFORE_START);
    }
    if expires_at > op.now + Duration::days(TOKEN_DAYS_MAX) {
        check.fault("expiresAt", TOKEN_YEAR);
    }
    if new.rooms.as_ref().is_some_and(Vec::is_empty) {
        check.fault("rooms", REQUIRED);
    }
    check.done()?;
    let rooms: Option<BTreeSet<TokenRoom>> = new.rooms.map(|rooms| rooms.into_iter().collect());
    let rooms = rooms.map(|rooms| TokenRoom::to_text(&Vec::from_iter(rooms)));
    let kind = (CredentialKind::ApiToken, new.read_only, rooms.clone());
    let opened = insert(tx, op, kind, (user_id, &name, expires_at)).await?;
    let line = audit::Line::new(deeds::CREATE_API_TOKEN, opened.id);
    line.detail(serde_json::json!({ "read_only": new.read_only, "rooms": rooms })).write(tx, op).await?;
    if let Some(user) = user::Entity::find_by_id(user_id).one(tx).await? {
        tell_owner(tx, op, DeliveryKind::ApiTokenMade, &user).await?;
    }
    Ok(opened)
}

/// Makes an address at which programs read the calendar of the acting user, for a year: what they attend, teach and are coached in,
/// and nothing else. Whoever knows the address reads it. The answer holds the secret, so it must not be stored.
///
/// # Errors
/// Refused: forbidden for all but users and by an API token, invalid.
pub async fn create_calendar_link(
    tx: &Tx,
    op: &Operation,
    (name, by): (&str, Option<CredentialId>),
) -> Result<Opened> {
    let user_id = in_session(tx, op, by).await?;
    let mut check = Check::default();
    let name = check.line("name", name, NAME_MAX);
    check.done()?;
    let expires_at = op.now + Duration::days(TOKEN_DAYS);
    let opened = insert(tx, op, (CredentialKind::Calendar, true, None), (user_id, &name, expires_at)).await?;
    audit::Line::new(deeds::CREATE_CALENDAR_LINK, opened.id).write(tx, op).await?;
    Ok(opened)
}

/// The acting user, who has logged in and not by a token: one that got into wrong hands makes no others that would outlive it.
async fn in_session(tx: &Tx, op: &Operation, by: Option<CredentialId>) -> Result<UserId> {
    let Some(user_id) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    // The session may have ended since it was asked for: by a new password, or because the user was blocked.
    living_user(tx, user_id).await?.ok_or_else(|| Refusal::of(FORBIDDEN, ""))?;
    if let Some(id) = by {
        let session = Entity::find_by_id(id).filter(Column::Kind.eq(CredentialKind::Session));
        if session.filter(Column::RevokedAt.is_null()).one(tx).await?.is_none() {
            return refuse(FORBIDDEN, "");
        }
    }
    Ok(user_id)
}

/// Ends one of one's own sessions or tokens.
///
/// # Errors
/// Refused: not found, wrong state where it has ended already.
pub async fn revoke_credential(tx: &Tx, op: &Operation, id: CredentialId) -> Result<CredentialId> {
    let credential = door::see::<Entity>(tx, op, id, "id").await?;
    require_self(&op.actor, credential.user_id)?;
    if !end(tx, op, &credential).await? {
        return refuse(WRONG_STATE, "");
    }
    audit::Line::new(deeds::REVOKE_CREDENTIAL, id).write(tx, op).await?;
    Ok(id)
}

/// Which of one's own sessions end.
#[derive(Clone, Debug, Serialize)]
pub struct EndOthers {
    /// What stays: what the request came with.
    pub but: Option<CredentialId>,
    /// Whether API tokens end, too.
    pub api_tokens: bool,
}

/// Ends all of one's own sessions but one, on request API tokens, too; answers how many.
///
/// # Errors
/// Refused: forbidden for all but users.
pub async fn end_other_sessions(tx: &Tx, op: &Operation, which: EndOthers) -> Result<u64> {
    let Some(user_id) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    let kinds = if which.api_tokens { CredentialKind::ALL } else { &[CredentialKind::Session] };
    let row = ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() };
    let others = Condition::all()
        .add(Column::UserId.eq(user_id))
        .add(Column::Kind.is_in(kinds.iter().copied()))
        .add(Column::RevokedAt.is_null())
        .add(Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(op.now)))
        .add_option(which.but.map(|id| Column::Id.ne(id)));
    let ended = Entity::update_many().set(row).filter(others).exec(tx).await?.rows_affected;
    let line = audit::Line::new(deeds::END_OTHER_SESSIONS, user_id);
    line.detail(serde_json::json!({ "count": ended })).write(tx, op).await?;
    tell(tx, Event::Rights(user_id));
    Ok(ended)
}

/// Notes that a credential was used, at most once a minute. It changes nothing that anybody decides by, so it
/// leaves no line in the audit trail.
///
/// # Errors
/// The database failed.
pub async fn note_use(tx: &Tx, op: &Operation, id: CredentialId) -> Result<()> {
    let row = ActiveModel { last_used_at: Set(Some(op.now)), ..Default::default() };
    let due = not_noted_since(op.now);
    Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(due).exec(tx).await?;
    Ok(())
}

/// Revokes a credential; false where it was revoked before.
pub(super) async fn end(tx: &Tx, op: &Operation, credential: &Model) -> Result<bool> {
    let row = ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() };
    let live = Condition::all().add(Column::Id.eq(credential.id)).add(Column::RevokedAt.is_null());
    let ended = Entity::update_many().set(row).filter(live).exec(tx).await?.rows_affected > 0;
    if ended {
        tell(tx, Event::Rights(credential.user_id));
    }
    Ok(ended)
}
