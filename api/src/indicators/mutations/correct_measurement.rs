//! `correctMeasurement`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::graphql::scalars::Decimal;
use crate::indicators::types::Measurement;
use crate::mutation;

/// What `correctMeasurement` takes.
#[derive(InputObject)]
pub struct CorrectMeasurementInput {
    /// The approved measurement.
    pub measurement_id: ID,
    /// The right value.
    pub value: Decimal,
    /// Why, at most 1000 characters.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Records a correction of an approved measurement, as the draft of a new revision. The approved value counts until the correction is approved.
    CorrectMeasurement (CorrectMeasurementInput) -> CorrectMeasurementPayload {
        /// The new revision.
        measurement: Measurement
    }
    codes [WRONG_STATE, NOTHING_CHANGED]
    parse |input| actions::CorrectMeasurement {
        measurement_id: parse(&input.measurement_id, "measurementId")?,
        value_hundredths: input.value.hundredths("value")?,
        reason: input.reason.clone(),
    };
    run |tx, call, cmd| actions::correct_measurement(tx, call, cmd);
}
