//! `unblockUser`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::ids::UserId;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::accounts::types::User;
use kit::form::Form;
use kit::mutation;

/// What `unblockUser` takes.
#[derive(InputObject)]
pub struct UnblockUserInput {
    /// The user.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UnblockUser (UnblockUserInput) -> UnblockUserPayload {
        /// The user.
        user: User
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::unblock_user(tx, op, cmd);
}

fn parse(input: &UnblockUserInput, form: &mut Form) -> UserId {
    form.id("id", &input.id)
}
