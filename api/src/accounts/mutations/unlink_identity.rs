//! `unlinkIdentity`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::accounts::types::User;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `unlinkIdentity` takes.
#[derive(InputObject)]
pub struct UnlinkIdentityInput {
    /// The identity.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Whose identity was taken away.
    UnlinkIdentity (UnlinkIdentityInput) -> UnlinkIdentityPayload {
        /// The viewer's account.
        user: User
    }
    codes [WRONG_STATE]
    parse |input| parse(&input.id, "id")?;
    run |tx, call, cmd| actions::unlink_identity(tx, call, cmd);
}
