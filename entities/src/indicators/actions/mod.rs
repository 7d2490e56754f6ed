//! Writes of this room: authorize → rule → write → audit.
//!
//! Everything that touches measurements first locks their sites, in the order of their keys: two lists of one site
//! follow one another.

mod approve;
mod correct;
mod indicator;
mod record;
mod submit;

pub use approve::{ApproveMeasurements, Approved, approve_measurements};
pub use correct::{CorrectMeasurement, correct_measurement};
pub use indicator::{NewIndicator, create_indicator};
pub use record::{Entry, RecordMeasurements, record_measurements};
pub use submit::{SubmitMeasurements, submit_measurements};

use super::lifecycle::{UNITS_MAX, fits, is_in_range};
use crate::indicators::refusals::{DECIMALS, WHOLE_NUMBER};
use crate::indicators::rights::SUBMIT_MEASUREMENTS;
use crate::pilots::{pilot, pilot_site};
use crate::shared::door;
use crate::shared::error::{Error, Result};
use crate::shared::ids::SiteId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::refusals::RANGE;
use crate::shared::tx::Tx;

/// A site the actor may hand measurements in for, locked, and its pilot, which is locked before it.
async fn site_to_measure(
    tx: &Tx,
    op: &Operation,
    id: SiteId,
    field: &str,
) -> Result<(pilot_site::Model, pilot::Model)> {
    let pilot = pilot_of(tx, &door::see::<pilot_site::Entity>(tx, op, id, field).await?).await?;
    let site = door::load::<pilot_site::Entity>(tx, op, id, field).await?.may(SUBMIT_MEASUREMENTS)?;
    Ok((site, pilot))
}

/// The pilot of a site; its state stays as it is until this transaction ends.
async fn pilot_of(tx: &Tx, site: &pilot_site::Model) -> Result<pilot::Model> {
    let pilot = door::steady::<pilot::Entity>(tx, site.pilot_id).await?;
    pilot.ok_or_else(|| Error::Fault(format!("site {} has no pilot", site.id)))
}

/// Collects the faults of a value.
fn check_value(check: &mut Check, field: &str, hundredths: i64, decimals: i32) {
    if !is_in_range(hundredths) {
        check.fault(field, RANGE.of(-UNITS_MAX).of(UNITS_MAX));
    } else if !fits(hundredths, decimals) {
        check.fault(field, if decimals == 0 { WHOLE_NUMBER } else { DECIMALS.of(decimals) });
    }
}
