//! Indicators of a pilot.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;

use super::check_value;
use crate::indicators::refusals::BACKWARD;
use crate::indicators::{Direction, IndicatorKind, deeds, indicator};
use crate::pilots::PilotState;
use crate::pilots::actions::visible_pilot;
use crate::pilots::rights::MANAGE_PILOTS;
use crate::shared::door::unique;
use crate::shared::error::Result;
use crate::shared::ids::{IndicatorId, PilotId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// An indicator to be created, after those that are there.
#[derive(Clone, Debug, Serialize)]
pub struct NewIndicator {
    /// The pilot.
    pub pilot_id: PilotId,
    /// Short code, e.g. `W1`; at most 20 characters.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: IndicatorKind,
    /// Unit, as printed after a value; at most 30 characters.
    pub unit: String,
    /// Decimals of a value as printed, 0 to 2.
    pub decimals: i32,
    /// Value before the pilot, in hundredths of the unit.
    pub baseline_hundredths: i64,
    /// Value to be reached, in hundredths of the unit.
    pub target_hundredths: i64,
    /// Whether more or less is better.
    pub direction: Direction,
}

/// Creates an indicator of a pilot whose data are not closed.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid, duplicate `code`.
pub async fn create_indicator(tx: &Tx, op: &Operation, new: NewIndicator) -> Result<IndicatorId> {
    let pilot = visible_pilot(tx, op, new.pilot_id).await?.may(MANAGE_PILOTS)?;
    pilot.state.must_be(PilotState::GROWING)?;
    let mut check = Check::default();
    let code = check.line("code", &new.code, 20);
    let name = check.line("name", &new.name, NAME_MAX);
    let unit = check.line("unit", &new.unit, 30);
    check.range("decimals", new.decimals.into(), 0..=2);
    check_value(&mut check, "baseline", new.baseline_hundredths, new.decimals);
    check_value(&mut check, "target", new.target_hundredths, new.decimals);
    if !new.direction.leads(new.baseline_hundredths, new.target_hundredths) {
        check.fault("target", BACKWARD);
    }
    check.done()?;

    let id = op.id();
    let last: Option<i32> = indicator::Entity::find()
        .select_only()
        .column(indicator::Column::Ordinal)
        .filter(indicator::Column::PilotId.eq(pilot.id))
        .order_by_desc(indicator::Column::Ordinal)
        .into_tuple()
        .one(tx)
        .await?;
    let row = indicator::ActiveModel {
        id: Set(id),
        pilot_id: Set(pilot.id),
        project_id: Set(pilot.project_id),
        partner_id: Set(pilot.partner_id),
        ordinal: Set(last.unwrap_or(0) + 1),
        code: Set(code),
        name: Set(name),
        kind: Set(new.kind),
        unit: Set(unit),
        decimals: Set(new.decimals),
        baseline_hundredths: Set(new.baseline_hundredths),
        target_hundredths: Set(new.target_hundredths),
        direction: Set(new.direction),
        ..Default::default()
    };
    indicator::Entity::insert(created!(op, row)).exec_without_returning(tx).await.map_err(unique("code"))?;
    audit::Line::new(deeds::CREATE_INDICATOR, id).project(pilot.project_id).write(tx, op).await?;
    Ok(id)
}
