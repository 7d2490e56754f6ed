//! Roles and invitations of an institution go over to the one that it is joined to.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::accounts::{InvitationState, invitation, role_grant};
use crate::shared::actor::ScopeKind;
use crate::shared::door;
use crate::shared::error::Result;
use crate::shared::ids::{InstitutionId, UserId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Hands over the roles that are held within an institution, and its open invitations. Who holds the same role at the other one
/// holds it once. Roles that had ended stay where they were held. Answers how many were handed over.
///
/// # Errors
/// The database failed.
pub async fn move_to_institution(
    tx: &Tx,
    op: &Operation,
    (from, to): (InstitutionId, InstitutionId),
) -> Result<u64> {
    use role_grant::Column;
    let held = role_grant::Entity::find()
        .filter(Column::ScopeKind.eq(ScopeKind::Institution))
        .filter(Column::ScopeId.is_in([from.0, to.0]))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::Id);
    let (theirs, ours): (Vec<_>, Vec<_>) =
        door::locked(held).all(tx).await?.into_iter().partition(|grant| grant.scope_id == Some(from.0));
    let mut moved = 0;
    for grant in theirs {
        let twin = ours.iter().any(|own| (own.user_id, own.role) == (grant.user_id, grant.role));
        let row = if twin {
            role_grant::ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() }
        } else {
            moved += 1;
            role_grant::ActiveModel { scope_id: Set(Some(to.0)), ..Default::default() }
        };
        role_grant::Entity::update_many().set(row).filter(Column::Id.eq(grant.id)).exec(tx).await?;
        let user: UserId = grant.user_id;
        live::tell(tx, Event::Rights(user));
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::ScopeId, Expr::value(Some(to.0)))
        .filter(invitation::Column::ScopeKind.eq(ScopeKind::Institution))
        .filter(invitation::Column::ScopeId.eq(from.0))
        .filter(invitation::Column::State.eq(InvitationState::Pending))
        .exec(tx)
        .await?;
    Ok(moved)
}
