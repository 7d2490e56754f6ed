//! The address by which somebody logs in is changed: by its owner, who types the password again, or by whoever looks after the
//! account, with a reason. It works only once it was confirmed from the new mailbox; the one of before is told at once.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::links::{ask_to_confirm_login, end_of_user};
use super::{require_over_user, require_self, revoke_all, visible_user};
use crate::accounts::refusals::BAD_CREDENTIALS;
use crate::accounts::user::{ActiveModel, Column, Entity, Model};
use crate::accounts::{CredentialKind, LinkPurpose, UserState, deeds};
use crate::audit;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::UserId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::REQUIRED;
use crate::shared::tx::Tx;

/// Another login address. It is no secret, but whose account it is was proved by one, so there is no idempotency key.
#[derive(Clone, Debug)]
pub struct ChangeLogin {
    /// Whose.
    pub user_id: UserId,
    /// The address.
    pub email: String,
    /// Why; required of whoever changes that of somebody else.
    pub reason: Option<String>,
}

/// Changes a login address; it waits until it is confirmed. Whoever sends the present one takes a change back. Whether somebody
/// else logs in by the new one is not told: then it is never confirmed.
///
/// # Errors
/// Refused: not found, forbidden, invalid, `BadCredentials` where one's own password was changed since it was proved.
pub async fn change_login(
    tx: &Tx,
    op: &Operation,
    new: &ChangeLogin,
    proved: Option<&str>,
) -> Result<UserId> {
    let user = visible_user(tx, op, new.user_id, "userId").await?;
    let is_own = op.actor.user_id() == Some(user.id);
    if require_self(&op.actor, user.id).is_err() {
        require_over_user(tx, op, &user).await?;
    }
    if is_own && (proved.is_none() || user.password_hash.as_deref() != proved) {
        return refuse(BAD_CREDENTIALS, "password");
    }
    let mut check = Check::default();
    let email = check.email("email", &new.email);
    let reason = check.text("reason", new.reason.as_deref());
    if reason.is_none() && !is_own {
        check.fault("reason", REQUIRED);
    }
    check.done()?;
    let mut line = audit::Line::new(deeds::CHANGE_LOGIN, user.id);
    if let Some(reason) = &reason {
        line = line.reason(reason);
    }
    line.write(tx, op).await?;
    if email == user.email {
        door::save(tx, op, &user, ActiveModel { new_email: Set(None), ..Default::default() }).await?;
        end_of_user(tx, op, user.id, LinkPurpose::ConfirmLogin).await?;
        return Ok(user.id);
    }
    let row = ActiveModel {
        new_email: Set(Some(email)),
        former_email: Set(Some(user.email.clone())),
        ..Default::default()
    };
    door::save(tx, op, &user, row).await?;
    // Each change is told to the mailbox that is in use, before the other one is asked.
    let message = NewDelivery {
        kind: DeliveryKind::LoginChanged,
        artefact_id: op.chance.uuid(op.now),
        subject_id: None,
        to: Recipient::User(user.id),
        language: user.language,
        project_id: None,
        partner_id: None,
    };
    post(tx, op, message).await?;
    ask_to_confirm_login(tx, op, &user).await?;
    Ok(user.id)
}

/// The account, locked, whose login address waits to be confirmed; none where none waits any more, or somebody else has it.
///
/// # Errors
/// The database failed.
pub(super) async fn awaits_login(tx: &Tx, id: UserId) -> Result<Option<Model>> {
    let user = door::hold::<Entity>(tx, id).await?.filter(|user| user.state == UserState::Active);
    let Some(new) = user.as_ref().and_then(|user| user.new_email.as_deref()) else { return Ok(None) };
    let taken = Entity::find().filter(Column::Email.eq(new)).count(tx).await? > 0;
    Ok(user.filter(|_| !taken))
}

/// Takes the login address into use that waited, as somebody has shown who reads its mailbox; sessions end, because whoever had
/// got hold of the account must not keep it.
///
/// # Errors
/// The database failed.
pub(super) async fn take_login(tx: &Tx, op: &Operation, user: &Model) -> Result<()> {
    let Some(new) = user.new_email.clone() else { return Ok(()) };
    let row = ActiveModel { email: Set(new), new_email: Set(None), ..Default::default() };
    door::save(tx, op, user, row).await?;
    revoke_all(tx, op, user.id, &[CredentialKind::Session]).await?;
    audit::Line::new(deeds::CONFIRM_LOGIN, user.id).write(tx, op).await?;
    Ok(())
}
