//! `resetSecondFactor`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::ids::UserId;
use entities::shared::refusals::WRONG_STATE;
use graph::accounts::types::User;
use kit::form::Form;
use kit::mutation;

/// What `resetSecondFactor` takes.
#[derive(InputObject)]
pub struct ResetSecondFactorInput {
    /// The user.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ResetSecondFactor (ResetSecondFactorInput) -> ResetSecondFactorPayload {
        /// The user.
        user: User
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::reset_second_factor(tx, op, cmd);
}

fn parse(input: &ResetSecondFactorInput, form: &mut Form) -> UserId {
    form.id("id", &input.id)
}
