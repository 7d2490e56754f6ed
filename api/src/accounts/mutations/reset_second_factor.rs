//! `resetSecondFactor`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::accounts::types::User;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `resetSecondFactor` takes.
#[derive(InputObject)]
pub struct ResetSecondFactorInput {
    /// The user.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Whose second factor was taken away.
    ResetSecondFactor (ResetSecondFactorInput) -> ResetSecondFactorPayload {
        /// The user.
        user: User
    }
    codes [WRONG_STATE]
    parse |input| parse(&input.id, "id")?;
    run |tx, call, cmd| actions::reset_second_factor(tx, call, cmd);
}
