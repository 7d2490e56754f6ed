//! `createIndicator`.

use async_graphql::{ID, InputObject};
use entities::indicators::{Direction, IndicatorKind, actions};
use entities::shared::refusals::{DUPLICATE, WRONG_STATE};
use graph::indicators::types::Indicator;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Decimal;

/// What `createIndicator` takes.
#[derive(InputObject)]
pub struct CreateIndicatorInput {
    /// The pilot.
    pub pilot_id: ID,
    /// Short code, e.g. `W1`, at most 20 characters; once per pilot.
    pub code: String,
    /// Name, at most 200 characters.
    pub name: String,
    /// Kind.
    pub kind: Coded<IndicatorKind>,
    /// Unit, as printed after a value, at most 30 characters.
    pub unit: String,
    /// Decimals of a value as printed, 0 to 2.
    pub decimals: i32,
    /// Value before the pilot.
    pub baseline: Decimal,
    /// Value to be reached.
    pub target: Decimal,
    /// Whether more or less is better.
    pub direction: Coded<Direction>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateIndicator (CreateIndicatorInput) -> CreateIndicatorPayload {
        /// The indicator.
        indicator: Indicator
    }
    codes [WRONG_STATE, DUPLICATE]
    run |tx, op, cmd| actions::create_indicator(tx, op, cmd);
}

fn parse(input: &CreateIndicatorInput, form: &mut Form) -> actions::NewIndicator {
    actions::NewIndicator {
        pilot_id: form.id("pilotId", &input.pilot_id),
        code: input.code.clone(),
        name: input.name.clone(),
        kind: input.kind.0,
        unit: input.unit.clone(),
        decimals: input.decimals,
        baseline_hundredths: form.decimal("baseline", &input.baseline),
        target_hundredths: form.decimal("target", &input.target),
        direction: input.direction.0,
    }
}
