//! `submitMeasurements`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::indicators::refusals::NOTHING_TO_SUBMIT;
use entities::shared::refusals::WRONG_STATE;

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::mutation;
use crate::pilots::types::PilotSite;

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
    /// Submits all drafts of a site and quarter for approval, corrections among them.
    SubmitMeasurements (SubmitMeasurementsInput) -> SubmitMeasurementsPayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, NOTHING_TO_SUBMIT]
    parse |input| actions::SubmitMeasurements {
        site_id: parse(&input.site_id, "siteId")?,
        quarter_on: input.quarter_on.day("quarterOn")?,
    };
    run |tx, call, cmd| actions::submit_measurements(tx, call, cmd);
}
