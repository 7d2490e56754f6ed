//! `recordMeasurements`.

use async_graphql::{ID, InputObject};
use entities::indicators::actions;
use entities::shared::refusals::{DUPLICATE, TOO_MANY, WRONG_STATE};

use crate::graphql::ids::parse;
use crate::graphql::scalars::{Date, Decimal};
use crate::mutation;
use crate::pilots::types::PilotSite;

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
    /// Records the values of a site and quarter for a whole list, as drafts, while the pilot is running. All or nothing; a draft recorded before is replaced.
    RecordMeasurements (RecordMeasurementsInput) -> RecordMeasurementsPayload {
        /// The site.
        pilot_site: PilotSite
    }
    codes [WRONG_STATE, TOO_MANY, DUPLICATE]
    parse |input| actions::RecordMeasurements {
        site_id: parse(&input.site_id, "siteId")?,
        quarter_on: input.quarter_on.day("quarterOn")?,
        entries: input.entries.iter().enumerate().map(|(n, entry)| {
            let indicator_id = parse(&entry.indicator_id, &format!("entries[{n}].indicatorId"))?;
            let value_hundredths = entry.value.hundredths(&format!("entries[{n}].value"))?;
            Ok(actions::Entry { indicator_id, value_hundredths })
        }).collect::<entities::shared::error::Result<_>>()?,
    };
    run |tx, call, cmd| actions::record_measurements(tx, call, cmd);
}
