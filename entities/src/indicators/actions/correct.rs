//! An approved measurement never changes: a correction is a new revision with a reason.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use super::{check_value, site_to_measure};
use crate::indicators::lifecycle::SETTLED;
use crate::indicators::store::measured;
use crate::indicators::{MeasurementState, deeds, indicator, measurement};
use crate::shared::door;
use crate::shared::error::{Error, Result, refuse};
use crate::shared::ids::MeasurementId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::NOTHING_CHANGED;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A correction of an approved measurement.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectMeasurement {
    /// What is corrected.
    pub measurement_id: MeasurementId,
    /// The right value, in hundredths of the indicator's unit.
    pub value_hundredths: i64,
    /// Why.
    pub reason: String,
}

/// Records a correction as the draft of the next revision; the approved value counts until the draft is approved.
/// Correcting again before it is submitted replaces the draft.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the pilot or the measurement, invalid, nothing changed.
pub async fn correct_measurement(tx: &Tx, op: &Operation, new: CorrectMeasurement) -> Result<MeasurementId> {
    let old = door::see::<measurement::Entity>(tx, op, new.measurement_id, "measurementId").await?;
    let site_id = old.site_id;
    let (site, pilot) = site_to_measure(tx, op, site_id, "measurementId").await?;
    pilot.state.must_be(SETTLED)?;
    // As it is now that nobody else changes it.
    let old = door::see::<measurement::Entity>(tx, op, new.measurement_id, "measurementId").await?;
    old.state.go_at(MeasurementState::Superseded, "measurementId")?;
    let indicator = indicator::Entity::find_by_id(old.indicator_id).one(tx).await?;
    let indicator =
        indicator.ok_or_else(|| Error::Fault(format!("measurement {} has no indicator", old.id)))?;
    let mut check = Check::default();
    let reason = check.line("reason", &new.reason, 1_000);
    check_value(&mut check, "value", new.value_hundredths, indicator.decimals);
    check.done()?;
    if new.value_hundredths == old.value_hundredths {
        return refuse(NOTHING_CHANGED, "value");
    }

    let rows = measured(tx, site.id, old.quarter_on).await?;
    let worked_on = rows.iter().find(|row| row.indicator_id == old.indicator_id && !row.state.is_locked());
    let id = match worked_on {
        Some(draft) => {
            draft.state.go_at(MeasurementState::Submitted, "measurementId")?;
            let row = measurement::ActiveModel {
                id: Set(draft.id),
                value_hundredths: Set(new.value_hundredths),
                reason: Set(Some(reason.clone())),
                ..Default::default()
            };
            door::save(tx, op, draft, row).await?;
            draft.id
        }
        None => {
            let id = op.id();
            let row = measurement::ActiveModel {
                id: Set(id),
                indicator_id: Set(old.indicator_id),
                site_id: Set(old.site_id),
                project_id: Set(old.project_id),
                partner_id: Set(old.partner_id),
                quarter_on: Set(old.quarter_on),
                revision: Set(last_revision(tx, &old).await? + 1),
                value_hundredths: Set(new.value_hundredths),
                state: Set(MeasurementState::Draft),
                reason: Set(Some(reason.clone())),
                supersedes_id: Set(Some(old.id)),
                ..Default::default()
            };
            measurement::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
            id
        }
    };
    audit::Line::new(deeds::CORRECT_MEASUREMENT, id)
        .project(old.project_id)
        .into_state(MeasurementState::Draft.code())
        .reason(&reason)
        .write(tx, op)
        .await?;
    Ok(id)
}

async fn last_revision(tx: &Tx, of: &measurement::Model) -> Result<i32> {
    let last: Option<i32> = measurement::Entity::find()
        .select_only()
        .column(measurement::Column::Revision)
        .filter(measurement::Column::IndicatorId.eq(of.indicator_id))
        .filter(measurement::Column::SiteId.eq(of.site_id))
        .filter(measurement::Column::QuarterOn.eq(of.quarter_on))
        .order_by_desc(measurement::Column::Revision)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(last.unwrap_or(of.revision))
}
