//! The accounts of a person are closed for good, because their data are erased.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use super::require_over_user;
use crate::accounts::refusals::LAST_ADMINISTRATOR;
use crate::accounts::{InvitationState, UserState, deeds, invitation, role_grant, user};
use crate::audit;
use crate::register::walk::ERASED_KEY;
use crate::shared::actor::{Role, ScopeKind};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// What was closed of a person's accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Accounts.
    pub accounts: u64,
    /// Roles.
    pub roles: u64,
    /// Invitations.
    pub invitations: u64,
}

/// Closes all accounts of a person: no login, no roles, no open invitation. Sessions, tokens, links, address and
/// password are the caller's to erase, in the same transaction. Answers what was not closed before.
///
/// # Errors
/// Refused: forbidden (oneself; an account with roles beyond what the actor looks after), last administrator.
pub async fn close_accounts(tx: &Tx, op: &Operation, person: PersonId) -> Result<Closed> {
    let users = user::Entity::find().filter(user::Column::PersonId.eq(person)).all(tx).await?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    for user in &users {
        require_over_user(tx, op, user).await?;
        if op.actor.user_id() == Some(user.id) {
            return refuse(FORBIDDEN, "personId");
        }
    }
    require_another(tx, &ids, "personId").await?;
    let mut closed = Closed::default();
    for user in users {
        // The address of one that was closed before is no address.
        if user.state == UserState::Blocked && user.email.starts_with(ERASED_KEY) {
            continue;
        }
        closed.accounts += 1;
        let row =
            user::ActiveModel { id: Set(user.id), state: Set(UserState::Blocked), ..Default::default() };
        door::save(tx, op, &user, row).await?;
        let line = audit::Line::new(deeds::CLOSE, user.id);
        line.states(user.state.code(), UserState::Blocked.code()).write(tx, op).await?;
        live::tell(tx, Event::Rights(user.id));
    }
    if !ids.is_empty() {
        let revoked = role_grant::Entity::update_many()
            .col_expr(role_grant::Column::RevokedAt, Expr::value(Some(op.now)))
            .filter(role_grant::Column::UserId.is_in(ids.iter().copied()))
            .filter(role_grant::Column::RevokedAt.is_null())
            .exec(tx)
            .await?;
        closed.roles = revoked.rows_affected;
    }
    let of_person = Condition::any()
        .add(invitation::Column::PersonId.eq(person))
        .add(invitation::Column::UserId.is_in(ids.iter().copied()));
    let ended = invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(InvitationState::Revoked))
        .col_expr(invitation::Column::EndedAt, Expr::value(Some(op.now)))
        .filter(of_person)
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .exec(tx)
        .await?;
    closed.invitations = ended.rows_affected;
    Ok(closed)
}

/// Whoever administers the installation.
pub async fn administrators(db: &impl ConnectionTrait) -> Result<Vec<UserId>> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::SysAdmin))
        .filter(role_grant::Column::ScopeKind.eq(ScopeKind::Installation))
        .filter(role_grant::Column::RevokedAt.is_null())
        .order_by_asc(role_grant::Column::UserId);
    Ok(grants.all(db).await?.into_iter().map(|grant| grant.user_id).collect())
}

/// Locks all administrators where some of these are about to go: of two who go at the same moment the second sees the first
/// gone. Before any of these is locked; nothing where none of them administers.
pub(super) async fn hold_administrators(tx: &Tx, ids: &[UserId]) -> Result<()> {
    let all = administrators(tx).await?;
    if all.iter().any(|id| ids.contains(id)) {
        let users = user::Entity::find().filter(user::Column::Id.is_in(all)).order_by_asc(user::Column::Id);
        door::locked(users).all(tx).await?;
    }
    Ok(())
}

/// Refuses to let these go where no other active account would look after the installation: the one rule for all ways in
/// which an administrator goes.
pub(super) async fn require_another(tx: &Tx, ids: &[UserId], field: &str) -> Result<()> {
    let all = administrators(tx).await?;
    let others: Vec<UserId> = all.iter().copied().filter(|id| !ids.contains(id)).collect();
    if all.len() == others.len() {
        return Ok(());
    }
    let active = user::Entity::find()
        .filter(user::Column::Id.is_in(others))
        .filter(user::Column::State.eq(UserState::Active));
    if active.count(tx).await? == 0 { refuse(LAST_ADMINISTRATOR, field) } else { Ok(()) }
}
