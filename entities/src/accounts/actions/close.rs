//! The accounts of a person are closed for good, because their data are erased.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use super::require_over_user;
use crate::accounts::refusals::LAST_ADMINISTRATOR;
use crate::accounts::{InvitationState, UserState, deeds, invitation, role_grant, user};
use crate::audit;
use crate::shared::actor::{Role, ScopeKind};
use crate::shared::door;
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{PersonId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::refusals::FORBIDDEN;
use crate::shared::tx::Tx;

/// Closes all accounts of a person: no login, no roles, no open invitation. Sessions, tokens, links, address and
/// password are the caller's to erase, in the same transaction.
///
/// # Errors
/// Refused: forbidden (oneself; an account with roles beyond what the actor looks after), last administrator.
pub async fn close_accounts(tx: &Tx, op: &Operation, person: PersonId) -> Result<Vec<UserId>> {
    let users = user::Entity::find().filter(user::Column::PersonId.eq(person)).all(tx).await?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    for user in &users {
        require_over_user(tx, op, user).await?;
        if op.actor.user_id() == Some(user.id) {
            return refuse(FORBIDDEN, "personId");
        }
    }
    if leaves_nobody(tx, &ids).await? {
        return refuse(LAST_ADMINISTRATOR, "personId");
    }
    for user in users {
        let row =
            user::ActiveModel { id: Set(user.id), state: Set(UserState::Blocked), ..Default::default() };
        door::save(tx, op, &user, row).await?;
        let line = audit::Line::new(deeds::CLOSE, user.id);
        line.states(user.state.code(), UserState::Blocked.code()).write(tx, op).await?;
        live::tell(tx, Event::Rights(user.id));
    }
    if !ids.is_empty() {
        role_grant::Entity::update_many()
            .col_expr(role_grant::Column::RevokedAt, Expr::value(Some(op.now)))
            .filter(role_grant::Column::UserId.is_in(ids.iter().copied()))
            .filter(role_grant::Column::RevokedAt.is_null())
            .exec(tx)
            .await?;
    }
    let of_person = Condition::any()
        .add(invitation::Column::PersonId.eq(person))
        .add(invitation::Column::UserId.is_in(ids.iter().copied()));
    invitation::Entity::update_many()
        .col_expr(invitation::Column::State, Expr::value(InvitationState::Revoked))
        .col_expr(invitation::Column::EndedAt, Expr::value(Some(op.now)))
        .filter(of_person)
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .exec(tx)
        .await?;
    Ok(ids)
}

/// Whether no other active account would look after the installation.
async fn leaves_nobody(tx: &Tx, ids: &[UserId]) -> Result<bool> {
    let administrators = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::SysAdmin))
        .filter(role_grant::Column::ScopeKind.eq(ScopeKind::Installation))
        .filter(role_grant::Column::RevokedAt.is_null())
        .all(tx)
        .await?;
    let others: Vec<UserId> =
        administrators.iter().map(|grant| grant.user_id).filter(|id| !ids.contains(id)).collect();
    if administrators.len() == others.len() {
        return Ok(false);
    }
    let active = user::Entity::find()
        .filter(user::Column::Id.is_in(others))
        .filter(user::Column::State.eq(UserState::Active));
    Ok(active.count(tx).await? == 0)
}
