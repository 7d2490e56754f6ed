//! What must not let anybody in after a restore. The database speaks of the moment of the backup: what was revoked,
//! used up or ended since would live again, and nobody could tell it from the rest. So all of it ends.
//!
//! Passwords and second factors stay: without them nobody would come in again.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use crate::accounts::totp::last_step_at;
use crate::accounts::{
    CredentialKind, InvitationState, credential, deeds, invitation, oidc_flow, one_time_link, recovery_code,
    second_factor,
};
use crate::audit;
use crate::shared::error::Result;
use crate::shared::ids::UserId;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// How much ended that let somebody in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Sessions.
    pub sessions: u64,
    /// API tokens.
    pub api_tokens: u64,
    /// Links that work once.
    pub links: u64,
    /// Logins under way at a provider.
    pub provider_logins: u64,
    /// Open invitations.
    pub invitations: u64,
    /// Recovery codes that were not used.
    pub recovery_codes: u64,
}

/// Ends everything that lets somebody in but passwords, second factors and identities at a provider; API tokens, too,
/// unless somebody vouches for them. Codes of second factors that may have been used work no more.
///
/// # Errors
/// The database failed.
pub async fn end_all_ways_in(tx: &Tx, op: &Operation, keep_tokens: bool) -> Result<Ended> {
    let invitations = end_invitations(tx, op).await?;
    let links = end_links(tx).await?;
    let provider_logins = oidc_flow::Entity::delete_many().exec(tx).await?.rows_affected;
    use_up_codes(tx, op).await?;
    let recovery_codes = forget_recovery_codes(tx).await?;
    let sessions = end_credentials(tx, op, CredentialKind::Session).await?;
    let mut api_tokens = 0;
    for kind in [CredentialKind::ApiToken, CredentialKind::Calendar] {
        api_tokens += if keep_tokens { 0 } else { end_credentials(tx, op, kind).await? };
    }
    Ok(Ended { sessions, api_tokens, links, provider_logins, invitations, recovery_codes })
}

async fn end_credentials(tx: &Tx, op: &Operation, kind: CredentialKind) -> Result<u64> {
    use credential::{ActiveModel, Column, Entity};
    let row = ActiveModel { revoked_at: Set(Some(op.now)), ..Default::default() };
    let live = Condition::all().add(Column::Kind.eq(kind)).add(Column::RevokedAt.is_null());
    Ok(Entity::update_many().set(row).filter(live).exec(tx).await?.rows_affected)
}

/// They ended when they were made: whatever a clock says, and no secret opens them. One whose message was not sent yet
/// gets none.
async fn end_links(tx: &Tx) -> Result<u64> {
    use one_time_link::{Column, Entity};
    let ended = Entity::update_many()
        .col_expr(Column::TokenHash, Expr::value(None::<String>))
        .col_expr(Column::ExpiresAt, Expr::col(Column::CreatedAt))
        .filter(Column::UsedAt.is_null())
        .filter(Expr::col(Column::ExpiresAt).gt(Expr::col(Column::CreatedAt)))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

async fn end_invitations(tx: &Tx, op: &Operation) -> Result<u64> {
    use invitation::{Column, Entity};
    let ended = Entity::update_many()
        .col_expr(Column::State, Expr::value(InvitationState::Revoked))
        .col_expr(Column::EndedAt, Expr::value(Some(op.now)))
        .col_expr(Column::TokenHash, Expr::value(None::<String>))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::UpdatedBy, Expr::value(None::<UserId>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::State.eq(InvitationState::Pending))
        .exec_with_returning(tx)
        .await?;
    let lines = ended.iter().map(|row| {
        let line = audit::Line::new(deeds::END_INVITATION, row.id);
        let line = line.states(InvitationState::Pending.code(), row.state.code());
        match row.project_id {
            Some(project) => line.project(project),
            None => line,
        }
    });
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(ended.len() as u64)
}

/// Their owners see that none is left, and make new ones.
async fn forget_recovery_codes(tx: &Tx) -> Result<u64> {
    use recovery_code::{Column, Entity};
    let unused = Entity::find().filter(Column::UsedAt.is_null()).count(tx).await?;
    Entity::delete_many().exec(tx).await?;
    Ok(unused)
}

/// A code that was used since the backup would work again for as long as it is shown. After a minute there is another.
async fn use_up_codes(tx: &Tx, op: &Operation) -> Result<()> {
    use second_factor::{Column, Entity};
    let step = last_step_at(op.now);
    Entity::update_many()
        .col_expr(Column::LastStep, Expr::value(Some(step)))
        .filter(Column::ConfirmedAt.is_not_null())
        .filter(Condition::any().add(Column::LastStep.is_null()).add(Column::LastStep.lt(step)))
        .exec(tx)
        .await?;
    Ok(())
}
