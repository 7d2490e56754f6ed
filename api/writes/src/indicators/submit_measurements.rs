//! `submitMeasurements`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::indicators::refusals::NOTHING_TO_SUBMIT;
use entities::shared::refusals::WRONG_STATE;
use graph::pilots::types::PilotSite;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `submitMeasurements` takes.
#[derive(InputObject)]
pub struct SubmitMeasurementsInput {
    /// The site.
    pub site_id: ID,
    /// First day of the quarter.
    pub quarter_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SubmitMeasurements (SubmitMeasurementsInput) -> SubmitMeasurementsPayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, NOTHING_TO_SUBMIT]
    run |tx, op, cmd| actions::submit_measurements(tx, op, cmd);
}

fn parse(input: &SubmitMeasurementsInput, form: &mut Form) -> actions::SubmitMeasurements {
    actions::SubmitMeasurements {
        site_id: form.id("siteId", &input.site_id),
        quarter_on: form.day("quarterOn", &input.quarter_on),
    }
}
