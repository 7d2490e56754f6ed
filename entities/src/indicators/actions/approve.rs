//! Submitted measurements are approved by somebody else, and are locked from then on.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::pilot_of;
use crate::audit;
use crate::indicators::lifecycle::{SETTLED, may_approve};
use crate::indicators::refusals::SAME_USER;
use crate::indicators::rights::APPROVE_MEASUREMENTS;
use crate::indicators::{MeasurementState, deeds, measurement};
use crate::pilots::actions::require_at;
use crate::pilots::pilot_site;
use crate::shared::door;
use crate::shared::error::{Error, Refusal, Result, found, refuse};
use crate::shared::ids::{MeasurementId, SiteId};
use crate::shared::operation::Operation;
use crate::shared::read::Entity as _;
use crate::shared::refusals::{DUPLICATE, NOT_FOUND, REQUIRED, TOO_MANY};
use crate::shared::tx::Tx;

/// Most measurements approved at once.
const IDS_MAX: usize = 500;

/// Measurements to be approved.
#[derive(Clone, Debug, Serialize)]
pub struct ApproveMeasurements {
    /// Which; of any sites.
    pub measurement_ids: Vec<MeasurementId>,
}

/// What was approved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Approved {
    /// In the order asked for.
    pub measurement_ids: Vec<MeasurementId>,
}

/// Approves a list. All or nothing; what a correction corrects is superseded by it.
///
/// # Errors
/// Refused: not found, forbidden, too many, duplicate, invalid, wrong state of a pilot or a measurement, same user.
pub async fn approve_measurements(tx: &Tx, op: &Operation, list: ApproveMeasurements) -> Result<Approved> {
    let ids = &list.measurement_ids;
    if ids.is_empty() {
        return Err(Refusal::form("measurementIds", REQUIRED).into());
    }
    if ids.len() > IDS_MAX {
        return refuse(TOO_MANY, "measurementIds");
    }
    let rows = locked(tx, op, ids).await?;
    judge(op, ids, &rows)?;

    let corrected: Vec<MeasurementId> = rows.values().filter_map(|row| row.supersedes_id).collect();
    // First what is corrected, so that there is one approved value at any time.
    if !corrected.is_empty() {
        touch(op)
            .col_expr(measurement::Column::State, Expr::value(MeasurementState::Superseded))
            .filter(measurement::Column::Id.is_in(corrected.iter().copied()))
            .exec(tx)
            .await?;
    }
    touch(op)
        .col_expr(measurement::Column::State, Expr::value(MeasurementState::Approved))
        .col_expr(measurement::Column::ApprovedAt, Expr::value(op.now))
        .col_expr(measurement::Column::ApprovedBy, Expr::value(op.actor.user_id()))
        .filter(measurement::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    write_lines(tx, op, &rows).await?;
    Ok(Approved { measurement_ids: list.measurement_ids })
}

/// The measurements, whose sites are locked and whose pilots let them be approved by this actor.
async fn locked(
    tx: &Tx,
    op: &Operation,
    ids: &[MeasurementId],
) -> Result<HashMap<MeasurementId, measurement::Model>> {
    let seen = async || {
        let visible = measurement::Entity::visible_to(&op.actor);
        let rows = measurement::Entity::find()
            .filter(measurement::Column::Id.is_in(ids.iter().copied()))
            .filter(visible)
            .all(tx)
            .await?;
        Result::Ok(rows.into_iter().map(|row| (row.id, row)).collect::<HashMap<_, _>>())
    };
    let rows = seen().await?;
    for (n, id) in ids.iter().enumerate() {
        found(rows.get(id), &format!("measurementIds[{n}]"))?;
    }
    let sites: BTreeSet<SiteId> = rows.values().map(|row| row.site_id).collect();
    let sites = pilot_site::Entity::find().filter(pilot_site::Column::Id.is_in(sites));
    // Their pilots first, by their keys, as everybody does who measures.
    for site in sites.clone().order_by_asc(pilot_site::Column::PilotId).all(tx).await? {
        let pilot = pilot_of(tx, &site).await?;
        require_at(&op.actor, APPROVE_MEASUREMENTS, &site, &pilot)?;
        pilot.state.must_be(SETTLED)?;
    }
    door::locked(sites.order_by_asc(pilot_site::Column::Id)).all(tx).await?;
    // As they are now that nobody else changes them.
    seen().await
}

/// Refuses what is listed twice, was not submitted, or was submitted by the actor.
fn judge(
    op: &Operation,
    ids: &[MeasurementId],
    rows: &HashMap<MeasurementId, measurement::Model>,
) -> Result<()> {
    let (mut listed, mut refusals) = (HashSet::new(), vec![]);
    for (n, id) in ids.iter().enumerate() {
        let field = format!("measurementIds[{n}]");
        let Some(row) = rows.get(id) else {
            refusals.push(Refusal::of(NOT_FOUND, field));
            continue;
        };
        if !listed.insert(id) {
            refusals.push(Refusal::of(DUPLICATE, field));
        } else if row.state != MeasurementState::Submitted {
            refusals.push(row.state.refusal(&[MeasurementState::Submitted], &field));
        } else if !may_approve(row.submitted_by, op.actor.user_id()) {
            refusals.push(Refusal::of(SAME_USER, field));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(Error::Refused(refusals)) }
}

fn touch(op: &Operation) -> sea_orm::UpdateMany<measurement::Entity> {
    measurement::Entity::update_many()
        .col_expr(measurement::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(measurement::Column::UpdatedBy, Expr::value(op.actor.user_id()))
        .col_expr(measurement::Column::Version, Expr::col(measurement::Column::Version).add(1))
}

async fn write_lines(
    tx: &Tx,
    op: &Operation,
    rows: &HashMap<MeasurementId, measurement::Model>,
) -> Result<()> {
    let (submitted, approved, superseded) = (
        MeasurementState::Submitted.code(),
        MeasurementState::Approved.code(),
        MeasurementState::Superseded.code(),
    );
    let mut lines = vec![];
    for row in rows.values() {
        let line = |verb, id, from, to| {
            let mut line = audit::Line::new(verb, id).project(row.project_id).states(from, to);
            if let Some(reason) = &row.reason {
                line = line.reason(reason);
            }
            line
        };
        if let Some(old) = row.supersedes_id {
            lines.push(line(deeds::SUPERSEDE_MEASUREMENT, old, approved, superseded));
        }
        lines.push(line(deeds::APPROVE_MEASUREMENT, row.id, submitted, approved));
    }
    Ok(audit::write_all(tx, op, lines).await?)
}
