//! Two accounts of one person become one: roles and identities go over, the other account lets nobody in any more. What tells of
//! it elsewhere is `requests/actions/join.rs`'s, which is the way here.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::device::forget;
use super::role::{NewGrant, end_grant, insert_grant};
use super::{require_over_user, revoke_all};
use crate::accounts::scope::place_of;
use crate::accounts::store::{live_grants, scope_of};
use crate::accounts::user::{ActiveModel, Column, Entity, Model};
use crate::accounts::{CredentialKind, UserState, deeds, one_time_link, recovery_code, second_factor};
use crate::audit;
use crate::register::walk::hand_over;
use crate::shared::door;
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::UserId;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// Two accounts as the actor, who looks after both and is neither, may join them; not locked yet.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn joinable(tx: &Tx, op: &Operation, (keep, gone): (UserId, UserId)) -> Result<(Model, Model)> {
    let mut both = vec![];
    for (id, field) in [(keep, "keepId"), (gone, "mergeId")] {
        let seen = Entity::find_by_id(id).filter(Entity::visible_to(&op.actor)).one(tx).await?;
        let user = found(seen, field)?;
        if op.actor.user_id() == Some(user.id) {
            return refuse(FORBIDDEN, field);
        }
        require_over_user(tx, op, &user).await?;
        both.push(user);
    }
    let gone = found(both.pop(), "mergeId")?;
    Ok((found(both.pop(), "keepId")?, gone))
}

/// Joins two accounts: roles go over; nobody logs in to the one that goes any more, and its address is free. The rest is
/// [`end_access`]'s. Its row stays, because what was done with it stays done by somebody.
///
/// # Errors
/// The database failed.
pub async fn absorb(tx: &Tx, op: &Operation, (keep, gone): (UserId, UserId)) -> Result<()> {
    let both = Entity::find().filter(Column::Id.is_in([keep, gone])).order_by_asc(Column::Id);
    let both = door::locked(both).all(tx).await?;
    let of = |id| both.iter().find(|user| user.id == id);
    let (kept, gone) = (found(of(keep), "keepId")?, found(of(gone), "mergeId")?);
    let row = ActiveModel {
        state: Set(UserState::Blocked),
        email: Set(format!("joined:{}", gone.id.0.simple())),
        new_email: Set(None),
        former_email: Set(None),
        password_hash: Set(None),
        second_factor_at: Set(None),
        person_id: Set(None),
        ..Default::default()
    };
    door::save(tx, op, gone, row).await?;
    if kept.person_id.is_none() && gone.person_id.is_some() {
        let row = ActiveModel { person_id: Set(gone.person_id), ..Default::default() };
        door::save(tx, op, kept, row).await?;
    }
    let already = live_grants(tx, keep).await?;
    for grant in live_grants(tx, gone.id).await? {
        let Some(scope) = scope_of(&grant) else { continue };
        // Whatever scope has vanished is looked after by the installation.
        let place = place_of(tx, scope).await?.unwrap_or_default();
        end_grant(tx, op, &grant, scope, &place).await?;
        if !already.iter().any(|one| one.role == grant.role && scope_of(one) == Some(scope)) {
            let new = NewGrant {
                user_id: keep,
                role: grant.role,
                scope_kind: grant.scope_kind,
                scope_id: grant.scope_id,
            };
            insert_grant(tx, op, &new, scope, &place).await?;
        }
    }
    let line = audit::Line::new(deeds::CLOSE, gone.id);
    line.states(gone.state.code(), UserState::Blocked.code()).write(tx, op).await?;
    live::tell(tx, Event::Rights(keep));
    Ok(())
}

/// What let somebody into the account that goes: identities are handed over, the rest ends. After [`absorb`], and after whatever
/// is locked between accounts and these.
///
/// # Errors
/// The database failed.
pub async fn end_access(tx: &Tx, op: &Operation, (keep, gone): (UserId, UserId)) -> Result<()> {
    one_time_link::Entity::delete_many().filter(one_time_link::Column::UserId.eq(gone)).exec(tx).await?;
    second_factor::Entity::delete_many().filter(second_factor::Column::UserId.eq(gone)).exec(tx).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(gone)).exec(tx).await?;
    hand_over(tx, "identity", ("user_id", None), (gone.0, keep.0)).await?;
    revoke_all(tx, op, gone, CredentialKind::ALL).await?;
    forget(tx, gone).await?;
    Ok(())
}
