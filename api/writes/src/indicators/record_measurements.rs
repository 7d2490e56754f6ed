//! `recordMeasurements`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};
use graph::pilots::types::PilotSite;
use kit::form::Form;
use kit::mutation;
use kit::scalars::{Date, Decimal};

/// The value of one indicator.
#[derive(InputObject)]
pub struct MeasurementEntryInput {
    /// The indicator.
    pub indicator_id: ID,
    /// Its value, with no more decimals than the indicator is printed with.
    pub value: Decimal,
}

/// What `recordMeasurements` takes.
#[derive(InputObject)]
pub struct RecordMeasurementsInput {
    /// The site.
    pub site_id: ID,
    /// First day of the quarter.
    pub quarter_on: Date,
    /// One entry per indicator, at most 200.
    pub entries: Vec<MeasurementEntryInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RecordMeasurements (RecordMeasurementsInput) -> RecordMeasurementsPayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, TOO_MANY, DUPLICATE]
    run |tx, op, cmd| actions::record_measurements(tx, op, cmd);
}

fn parse(input: &RecordMeasurementsInput, form: &mut Form) -> actions::RecordMeasurements {
    actions::RecordMeasurements {
        site_id: form.id("siteId", &input.site_id),
        quarter_on: form.day("quarterOn", &input.quarter_on),
        entries: form.each("entries", &input.entries, |form, entry| actions::Entry {
            indicator_id: form.id("indicatorId", &entry.indicator_id),
            value_hundredths: form.decimal("value", &entry.value),
        }),
    }
}
