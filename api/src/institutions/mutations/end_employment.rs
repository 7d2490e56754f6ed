//! `endEmployment`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::STALE_VERSION;

use crate::graphql::ids::parse;
use crate::graphql::scalars::Date;
use crate::institutions::types::Employment;
use crate::mutation;

/// What `endEmployment` takes.
#[derive(InputObject)]
pub struct EndEmploymentInput {
    /// The employment.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Last day.
    pub to: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// What has ended.
    EndEmployment (EndEmploymentInput) -> EndEmploymentPayload {
        /// The employment.
        employment: Employment
    }
    codes [STALE_VERSION]
    parse |input| actions::EndEmployment { id: parse(&input.id, "id")?, version: input.version, to: input.to.day("to")? };
    run |tx, call, cmd| actions::end_employment(tx, call, cmd);
}
