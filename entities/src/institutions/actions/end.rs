//! Institutions close, open again, and become one with another.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use serde::Serialize;

use super::visible_institution;
use crate::audit;
use crate::institutions::institution::{ActiveModel, Column, Entity, Model};
use crate::institutions::refusals::{BEGINS_LATER, HAS_PARTS};
use crate::institutions::rights::MANAGE_INSTITUTIONS;
use crate::institutions::store::not_ended;
use crate::institutions::{InstitutionState, deeds, employment};
use crate::shared::door::{self, fresh};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::InstitutionId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::{AFTER_NOW, REQUIRED};
use crate::shared::tx::Tx;

/// An institution that is no more.
#[derive(Clone, Debug, Serialize)]
pub struct CloseInstitution {
    /// The institution.
    pub id: InstitutionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Its last day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Closes an institution to which no other belongs. Whoever works there does so until its last day.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, has parts, somebody begins later, invalid.
pub async fn close_institution(tx: &Tx, op: &Operation, close: CloseInstitution) -> Result<InstitutionId> {
    let institution = visible_institution(tx, op, close.id, "id").await?.may(MANAGE_INSTITUTIONS)?;
    let (from, to) = (institution.state, InstitutionState::Closed);
    from.go(to)?;
    fresh(close.version, institution.version)?;
    let mut check = Check::default();
    if check.date("on", close.on) > op.today() {
        check.fault("on", AFTER_NOW);
    }
    let reason = required(&mut check, &close.reason);
    check.done()?;
    let parts = Entity::find().filter(Column::ParentId.eq(institution.id)).filter(is_live());
    if parts.count(tx).await? > 0 {
        return refuse(HAS_PARTS, "id");
    }
    let there = employment::Column::InstitutionId.eq(institution.id);
    let later =
        employment::Entity::find().filter(there.clone()).filter(employment::Column::From.gt(close.on));
    if later.filter(employment::Column::To.is_null()).count(tx).await? > 0 {
        return refuse(BEGINS_LATER, "on");
    }
    let ended = employment::Entity::update_many()
        .col_expr(employment::Column::To, Expr::value(Some(close.on)))
        .col_expr(employment::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(employment::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(employment::Column::Version, Expr::col(employment::Column::Version).add(1))
        .filter(there)
        .filter(employment::Column::From.lte(close.on))
        .filter(not_ended(close.on))
        .exec(tx)
        .await?;
    let row = ActiveModel {
        id: Set(institution.id),
        state: Set(to),
        ended_on: Set(Some(close.on)),
        end_reason: Set(Some(reason.clone())),
        ..Default::default()
    };
    door::save(tx, op, &institution, row).await?;
    let line = audit::Line::new(deeds::CLOSE_INSTITUTION, institution.id).reason(&reason);
    let line = line.detail(serde_json::json!({ "employments": ended.rows_affected }));
    line.states(from.code(), to.code()).write(tx, op).await?;
    Ok(institution.id)
}

/// An institution that was closed by mistake, or is there again.
#[derive(Clone, Debug, Serialize)]
pub struct ReopenInstitution {
    /// The institution.
    pub id: InstitutionId,
    /// The version that was read.
    pub version: Option<i32>,
    /// Why.
    pub reason: String,
}

/// Opens a closed institution again. Who works there is noted anew.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid.
pub async fn reopen_institution(tx: &Tx, op: &Operation, open: ReopenInstitution) -> Result<InstitutionId> {
    let institution = visible_institution(tx, op, open.id, "id").await?.may(MANAGE_INSTITUTIONS)?;
    let (from, to) = (institution.state, InstitutionState::Verified);
    from.must_be_at(&[InstitutionState::Closed], "id")?;
    fresh(open.version, institution.version)?;
    let mut check = Check::default();
    let reason = required(&mut check, &open.reason);
    check.done()?;
    if let Some(parent) = institution.parent_id {
        // It comes back to where it belonged, as long as that is there.
        visible_institution(tx, op, parent, "id").await?.seen().state.must_live("id")?;
    }
    let row = ActiveModel {
        id: Set(institution.id),
        state: Set(to),
        ended_on: Set(None),
        end_reason: Set(None),
        ..Default::default()
    };
    door::save(tx, op, &institution, row).await?;
    let line = audit::Line::new(deeds::REOPEN_INSTITUTION, institution.id).reason(&reason);
    line.states(from.code(), to.code()).write(tx, op).await?;
    Ok(institution.id)
}

/// The parts and the state of an institution that becomes one with another. Both are locked; its people follow by [`join_posts`].
///
/// # Errors
/// The database failed.
pub async fn end_institution(
    tx: &Tx,
    op: &Operation,
    (keep, gone): (&Model, &Model),
    reason: &str,
) -> Result<()> {
    // What belongs to the kept one stays its part, also where that belonged to the one that goes.
    if keep.parent_id == Some(gone.id) {
        let row = ActiveModel { id: Set(keep.id), parent_id: Set(gone.parent_id), ..Default::default() };
        door::save(tx, op, keep, row).await?;
    }
    for column in [Column::ParentId, Column::MergedIntoId] {
        Entity::update_many()
            .col_expr(column, Expr::value(Some(keep.id)))
            .filter(column.eq(gone.id))
            .filter(Column::Id.ne(keep.id))
            .exec(tx)
            .await?;
    }
    let row = ActiveModel {
        id: Set(gone.id),
        state: Set(InstitutionState::Merged),
        parent_id: Set(None),
        merged_into_id: Set(Some(keep.id)),
        ended_on: Set(Some(op.today())),
        end_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    door::save(tx, op, gone, row).await
}

/// Whoever works or worked at one does so at the other. Who works at both has one post there, from the earlier day. Answers how
/// many posts went over.
///
/// # Errors
/// The database failed.
pub async fn join_posts(
    tx: &Tx,
    op: &Operation,
    (keep, gone): (InstitutionId, InstitutionId),
) -> Result<u64> {
    use employment::Column as Post;
    let both = Condition::all().add(Post::InstitutionId.is_in([keep, gone]));
    let both = employment::Entity::find().filter(both).order_by_asc(Post::Id);
    let (ours, theirs): (Vec<_>, Vec<_>) =
        door::locked(both).all(tx).await?.into_iter().partition(|post| post.institution_id == keep);
    for post in theirs.iter().filter(|post| post.to.is_none()) {
        let twin = ours.iter().find(|own| own.person_id == post.person_id && own.to.is_none());
        let Some(twin) = twin else { continue };
        if post.from < twin.from {
            let row =
                employment::ActiveModel { id: Set(twin.id), from: Set(post.from), ..Default::default() };
            door::save(tx, op, twin, row).await?;
        }
        post.clone().delete(tx).await?;
    }
    let moved = employment::Entity::update_many()
        .col_expr(Post::InstitutionId, Expr::value(keep))
        .col_expr(Post::Version, Expr::col(Post::Version).add(1))
        .filter(Post::InstitutionId.eq(gone))
        .exec(tx)
        .await?;
    Ok(moved.rows_affected)
}

/// Institutions that exist.
pub(super) fn is_live() -> Condition {
    Condition::all().add(Column::State.is_in([InstitutionState::Registered, InstitutionState::Verified]))
}

fn required(check: &mut Check, reason: &str) -> String {
    let reason = check.text("reason", Some(reason));
    if reason.is_none() {
        check.fault("reason", REQUIRED);
    }
    reason.unwrap_or_default()
}
