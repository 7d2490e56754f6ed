//! `unlinkIdentity`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::ids::IdentityId;
use entities::shared::refusals::WRONG_STATE;
use graph::accounts::types::User;
use kit::form::Form;
use kit::mutation;

/// What `unlinkIdentity` takes.
#[derive(InputObject)]
pub struct UnlinkIdentityInput {
    /// The identity.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UnlinkIdentity (UnlinkIdentityInput) -> UnlinkIdentityPayload {
        /// The viewer's account.
        user: User
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::unlink_identity(tx, op, cmd);
}

fn parse(input: &UnlinkIdentityInput, form: &mut Form) -> IdentityId {
    form.id("id", &input.id)
}
