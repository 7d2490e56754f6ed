//! `createFundingProgramme`.

use async_graphql::InputObject;
use entities::partnerships::actions;
use graph::partnerships::types::FundingProgramme;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `createFundingProgramme` takes.
#[derive(InputObject)]
pub struct CreateFundingProgrammeInput {
    /// Short code, e.g. `PO WER 2.5`.
    pub code: String,
    /// Name.
    pub name: String,
    /// The fund behind it.
    pub fund: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateFundingProgramme (CreateFundingProgrammeInput) -> CreateFundingProgrammePayload {
        /// The funding programme.
        funding_programme: FundingProgramme
    }
    codes []
    run |tx, op, cmd| actions::create_funding_programme(tx, op, cmd);
}

fn parse(input: &CreateFundingProgrammeInput, form: &mut Form) -> actions::NewFundingProgramme {
    actions::NewFundingProgramme {
        code: input.code.clone(),
        name: input.name.clone(),
        fund: input.fund.clone(),
        starts_on: form.day("startsOn", &input.starts_on),
        ends_on: form.day("endsOn", &input.ends_on),
    }
}
