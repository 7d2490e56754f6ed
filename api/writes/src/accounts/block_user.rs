//! `blockUser`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::accounts::refusals::LAST_ADMINISTRATOR;
use entities::shared::ids::UserId;
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::accounts::types::User;
use kit::form::Form;
use kit::mutation;

/// What `blockUser` takes.
#[derive(InputObject)]
pub struct BlockUserInput {
    /// The user.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    BlockUser (BlockUserInput) -> BlockUserPayload {
        /// The user.
        user: User
    }
    codes [WRONG_STATE, STALE_VERSION, LAST_ADMINISTRATOR]
    run |tx, op, cmd| actions::block_user(tx, op, cmd);
}

fn parse(input: &BlockUserInput, form: &mut Form) -> UserId {
    form.id("id", &input.id)
}
