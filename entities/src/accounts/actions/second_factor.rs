//! The second factor: set up with an authenticator app, asked for at every login, turned off, reset by whoever looks
//! after the account.
//!
//! Whoever calls has made sure of the password before, because hashing has no place in a transaction. A code works
//! once: the step of the last one used only grows, by one conditional statement, and so two logins with the same code
//! at the same moment end with one session.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, SqlErr};

use super::{require_over_user, revoke_all, visible_user};
use crate::accounts::refusals::{CODE_INVALID, SECOND_FACTOR_NEEDED};
use crate::accounts::second_factor::{ActiveModel, Column, Entity, Model};
use crate::accounts::totp::{RECOVERY_CODES, RecoveryCode, TotpSecret, Typed};
use crate::accounts::{CredentialKind, deeds, recovery_code, user};
use crate::audit;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::error::{Error, Refusal, Result, refuse};
use crate::shared::ids::UserId;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::refusals::{FORBIDDEN, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::vault::{Sealed, Vault};
use crate::shared::{door, text};

/// What an authenticator app is shown, this once. It is not serialised, so that no stored answer can hold it.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// The secret.
    pub secret: TotpSecret,
    /// The address for a QR code.
    pub uri: String,
}

/// Begins to set up a second factor of the acting user; what was begun before is forgotten. It is asked for once a
/// code of the app has confirmed it.
///
/// # Errors
/// Refused: forbidden for all but users, wrong state where it is on.
pub async fn begin_second_factor(tx: &Tx, op: &Operation, vault: &Vault) -> Result<NewSecret> {
    let user = acting(tx, op).await?;
    if user.second_factor_at.is_some() {
        return refuse(WRONG_STATE, "");
    }
    Entity::delete_many().filter(Column::UserId.eq(user.id)).exec(tx).await?;
    let secret = TotpSecret::new(&*op.chance);
    let sealed = vault.seal(secret.bytes(), &owner(user.id), &*op.chance)?;
    let row = ActiveModel {
        id: Set(op.id()),
        user_id: Set(user.id),
        key_version: Set(sealed.version),
        sealed: Set(sealed.bytes),
        created_at: Set(op.now),
        confirmed_at: Set(None),
        last_step: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await.map_err(begun_elsewhere)?;
    audit::Line::new(deeds::BEGIN_SECOND_FACTOR, user.id).write(tx, op).await?;
    let uri = secret.uri(&issuer(op), &user.email);
    Ok(NewSecret { secret, uri })
}

/// Switches the second factor of the acting user on by a code of the app. Answers the recovery codes, this once.
///
/// # Errors
/// Refused: forbidden for all but users, wrong state where none was begun or it is on, `CodeInvalid`.
pub async fn confirm_second_factor(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    code: &str,
) -> Result<Vec<RecoveryCode>> {
    let user = acting(tx, op).await?;
    let row = of(tx, user.id).await?.filter(|row| row.confirmed_at.is_none());
    let Some(row) = row else { return refuse(WRONG_STATE, "") };
    let Some(Typed::Totp(digits)) = Typed::parse(code) else { return refuse(CODE_INVALID, "code") };
    let Some(step) = step_of(vault, &row, &digits, op.now)? else {
        return refuse(CODE_INVALID, "code");
    };
    let confirmed = ActiveModel {
        id: Set(row.id),
        confirmed_at: Set(Some(op.now)),
        last_step: Set(Some(step)),
        ..Default::default()
    };
    door::save(tx, op, &row, confirmed).await?;
    note(tx, op, user.id, Some(op.now)).await?;
    let codes = new_codes(tx, op, user.id).await?;
    audit::Line::new(deeds::TURN_ON_SECOND_FACTOR, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::SecondFactorOn, &user).await?;
    Ok(codes)
}

/// Turns the second factor of the acting user off, by a code of the app or a recovery code.
///
/// # Errors
/// Refused: forbidden for all but users, wrong state where it is off, `CodeInvalid`.
pub async fn turn_off_second_factor(tx: &Tx, op: &Operation, vault: &Vault, code: &str) -> Result<UserId> {
    let user = acting(tx, op).await?;
    if user.second_factor_at.is_none() {
        return refuse(WRONG_STATE, "");
    }
    pass(tx, op, vault, user.id, Some(code)).await?;
    forget(tx, op, user.id).await?;
    audit::Line::new(deeds::TURN_OFF_SECOND_FACTOR, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::SecondFactorOff, &user).await?;
    Ok(user.id)
}

/// Makes new recovery codes of the acting user, by a code of the app or a recovery code; the ones before work no more.
///
/// # Errors
/// Refused: forbidden for all but users, wrong state where there is no second factor, `CodeInvalid`.
pub async fn renew_recovery_codes(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    code: &str,
) -> Result<Vec<RecoveryCode>> {
    let user = acting(tx, op).await?;
    if user.second_factor_at.is_none() {
        return refuse(WRONG_STATE, "");
    }
    pass(tx, op, vault, user.id, Some(code)).await?;
    let codes = new_codes(tx, op, user.id).await?;
    audit::Line::new(deeds::RENEW_RECOVERY_CODES, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::RecoveryCodesRenewed, &user).await?;
    Ok(codes)
}

/// Takes the second factor away from a user one looks after, who has lost both app and recovery codes; all their
/// sessions end. One's own is turned off with a code, not reset.
///
/// # Errors
/// Refused: not found, forbidden (oneself, too), wrong state where there is none.
pub async fn reset_second_factor(tx: &Tx, op: &Operation, id: UserId) -> Result<UserId> {
    let user = visible_user(tx, op, id, "id").await?;
    require_over_user(tx, op, &user).await?;
    if op.actor.user_id() == Some(user.id) {
        return refuse(FORBIDDEN, "id");
    }
    if user.second_factor_at.is_none() {
        return refuse(WRONG_STATE, "");
    }
    forget(tx, op, user.id).await?;
    revoke_all(tx, op, user.id, &[CredentialKind::Session]).await?;
    audit::Line::new(deeds::RESET_SECOND_FACTOR, user.id).write(tx, op).await?;
    tell_owner(tx, op, DeliveryKind::SecondFactorReset, &user).await?;
    Ok(user.id)
}

/// Lets a user in who has no second factor, or who gives a code that was not used before.
///
/// # Errors
/// `SecondFactorNeeded` without a code, `CodeInvalid` with a wrong or a used one.
pub(super) async fn pass(
    tx: &Tx,
    op: &Operation,
    vault: &Vault,
    user: UserId,
    code: Option<&str>,
) -> Result<()> {
    let Some(row) = of(tx, user).await?.filter(|row| row.confirmed_at.is_some()) else { return Ok(()) };
    let Some(code) = code.filter(|code| !text::code(code).is_empty()) else {
        return refuse(SECOND_FACTOR_NEEDED, "code");
    };
    let is_new = match Typed::parse(code) {
        Some(Typed::Totp(digits)) => match step_of(vault, &row, &digits, op.now)? {
            Some(step) => use_step(tx, &row, step).await?,
            None => false,
        },
        Some(Typed::Recovery(code)) => use_recovery_code(tx, op, user, &code).await?,
        None => false,
    };
    if is_new { Ok(()) } else { refuse(CODE_INVALID, "code") }
}

/// Whoever comes second with the same step changes no row.
async fn use_step(tx: &Tx, row: &Model, step: i64) -> Result<bool> {
    let is_later = Condition::any().add(Column::LastStep.is_null()).add(Column::LastStep.lt(step));
    let used = Entity::update_many()
        .col_expr(Column::LastStep, Expr::value(Some(step)))
        .filter(Column::Id.eq(row.id))
        .filter(is_later)
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

async fn use_recovery_code(tx: &Tx, op: &Operation, user: UserId, code: &RecoveryCode) -> Result<bool> {
    use recovery_code::Column;
    let used = recovery_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(op.now)))
        .filter(Column::UserId.eq(user))
        .filter(Column::CodeHash.eq(code.hash(user)))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 1 {
        audit::Line::new(deeds::USE_RECOVERY_CODE, user).write(tx, op).await?;
    }
    Ok(used.rows_affected == 1)
}

async fn new_codes(tx: &Tx, op: &Operation, user: UserId) -> Result<Vec<RecoveryCode>> {
    use recovery_code::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(tx).await?;
    let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| RecoveryCode::new(&*op.chance)).collect();
    let rows = codes.iter().map(|code| ActiveModel {
        id: Set(op.id()),
        user_id: Set(user),
        code_hash: Set(code.hash(user)),
        created_at: Set(op.now),
        used_at: Set(None),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(codes)
}

/// Secret and recovery codes go, and nothing is asked for any more.
async fn forget(tx: &Tx, op: &Operation, user: UserId) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(tx).await?;
    let codes = recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user));
    codes.exec(tx).await?;
    note(tx, op, user, None).await
}

/// Notes on the account since when a second factor is asked for.
async fn note(tx: &Tx, op: &Operation, user: UserId, since: Option<DateTime<Utc>>) -> Result<()> {
    use user::Column;
    user::Entity::update_many()
        .col_expr(Column::SecondFactorAt, Expr::value(since))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(user))
        .exec(tx)
        .await?;
    // Where roles must have one, rights depend on it.
    live::tell(tx, Event::Rights(user));
    Ok(())
}

pub(super) async fn tell_owner(
    tx: &Tx,
    op: &Operation,
    kind: DeliveryKind,
    user: &user::Model,
) -> Result<()> {
    let message = NewDelivery {
        kind,
        // Each time it happens there is something to be told.
        artefact_id: op.chance.uuid(op.now),
        subject_id: None,
        to: Recipient::User(user.id),
        language: user.language,
        project_id: None,
        partner_id: None,
    };
    post(tx, op, message).await
}

/// The acting user; the row stays locked, so that changes of one account's second factor follow one another.
async fn acting(tx: &Tx, op: &Operation) -> Result<user::Model> {
    let Some(id) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    match door::hold::<user::Entity>(tx, id).await? {
        Some(user) => Ok(user),
        None => refuse(FORBIDDEN, ""),
    }
}

/// The second factor of a user, locked before any recovery code.
async fn of(tx: &Tx, user: UserId) -> Result<Option<Model>> {
    Ok(door::locked(Entity::find().filter(Column::UserId.eq(user))).one(tx).await?)
}

fn step_of(vault: &Vault, row: &Model, digits: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let sealed = Sealed { version: row.key_version, bytes: row.sealed.clone() };
    let bytes = vault.open(&sealed, &owner(row.user_id))?;
    let secret = TotpSecret::of(&bytes).ok_or_else(|| Error::Fault("a second factor is no secret".into()))?;
    secret.step_of(digits, now).map_err(|error| Error::Fault(error.to_string()))
}

/// What a sealed secret is bound to.
pub(super) fn owner(user: UserId) -> Vec<u8> {
    [&b"zwornik second factor\0"[..], user.0.as_bytes()].concat()
}

/// What an app calls the entry: the program, and where it runs.
fn issuer(op: &Operation) -> String {
    let host = op.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    match host.and_then(|rest| rest.split(['/', ':']).next()).filter(|host| !host.is_empty()) {
        Some(host) => format!("Zwornik {host}"),
        None => "Zwornik".into(),
    }
}

fn begun_elsewhere(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Refusal::of(WRONG_STATE, "").into(),
        _ => error.into(),
    }
}
