//! Drafts of a site and quarter are handed in for approval.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::site_to_measure;
use crate::audit;
use crate::indicators::lifecycle::SETTLED;
use crate::indicators::refusals::NOTHING_TO_SUBMIT;
use crate::indicators::store::measured;
use crate::indicators::{MeasurementState, deeds, measurement};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{MeasurementId, SiteId};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// The drafts of one site and quarter.
#[derive(Clone, Debug, Serialize)]
pub struct SubmitMeasurements {
    /// The site.
    pub site_id: SiteId,
    /// First day of the quarter.
    pub quarter_on: NaiveDate,
}

/// Submits all drafts of a site and quarter, corrections among them.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the pilot, nothing to submit.
pub async fn submit_measurements(tx: &Tx, op: &Operation, list: SubmitMeasurements) -> Result<SiteId> {
    let (site, pilot) = site_to_measure(tx, op, list.site_id, "siteId").await?;
    pilot.state.must_be(SETTLED)?;
    let rows = measured(tx, site.id, list.quarter_on).await?;
    let drafts = rows.iter().filter(|row| row.state == MeasurementState::Draft);
    let ids: Vec<MeasurementId> = drafts.map(|row| row.id).collect();
    if ids.is_empty() {
        return refuse(NOTHING_TO_SUBMIT, "quarterOn");
    }
    let user = op.actor.user_id();
    measurement::Entity::update_many()
        .col_expr(measurement::Column::State, Expr::value(MeasurementState::Submitted))
        .col_expr(measurement::Column::SubmittedAt, Expr::value(op.now))
        .col_expr(measurement::Column::SubmittedBy, Expr::value(user))
        .col_expr(measurement::Column::UpdatedAt, Expr::value(op.now))
        .col_expr(measurement::Column::UpdatedBy, Expr::value(user))
        .col_expr(measurement::Column::Version, Expr::col(measurement::Column::Version).add(1))
        .filter(measurement::Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    let (from, to) = (MeasurementState::Draft.code(), MeasurementState::Submitted.code());
    let line = |id: &MeasurementId| {
        audit::Line::new(deeds::SUBMIT_MEASUREMENT, *id).project(site.project_id).states(from, to)
    };
    audit::write_all(tx, op, ids.iter().map(line).collect()).await?;
    Ok(site.id)
}
