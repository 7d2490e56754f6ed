//! `endEmployment`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::STALE_VERSION;
use graph::institutions::types::Employment;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

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
    EndEmployment (EndEmploymentInput) -> EndEmploymentPayload {
        /// The employment.
        employment: Employment
    }
    codes [STALE_VERSION]
    run |tx, op, cmd| actions::end_employment(tx, op, cmd);
}

fn parse(input: &EndEmploymentInput, form: &mut Form) -> actions::EndEmployment {
    actions::EndEmployment {
        id: form.id("id", &input.id),
        version: input.version,
        to: form.day("to", &input.to),
    }
}
