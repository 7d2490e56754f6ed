//! `correctMeasurement`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use graph::indicators::types::Measurement;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Decimal;

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
    CorrectMeasurement (CorrectMeasurementInput) -> CorrectMeasurementPayload {
        /// The new revision.
        measurement: Measurement
    }
    codes [WRONG_STATE, NOTHING_CHANGED]
    run |tx, op, cmd| actions::correct_measurement(tx, op, cmd);
}

fn parse(input: &CorrectMeasurementInput, form: &mut Form) -> actions::CorrectMeasurement {
    actions::CorrectMeasurement {
        measurement_id: form.id("measurementId", &input.measurement_id),
        value_hundredths: form.decimal("value", &input.value),
        reason: input.reason.clone(),
    }
}
