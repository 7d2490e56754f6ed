//! `revokeRole`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::accounts::refusals::LAST_ADMINISTRATOR;
use entities::shared::ids::GrantId;
use entities::shared::refusals::WRONG_STATE;
use graph::accounts::types::RoleGrant;
use kit::form::Form;
use kit::mutation;

/// What `revokeRole` takes.
#[derive(InputObject)]
pub struct RevokeRoleInput {
    /// The grant.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RevokeRole (RevokeRoleInput) -> RevokeRolePayload {
        /// The grant, with the time of its end.
        grant: RoleGrant
    }
    codes [WRONG_STATE, LAST_ADMINISTRATOR]
    run |tx, op, cmd| actions::revoke_role(tx, op, cmd);
}

fn parse(input: &RevokeRoleInput, form: &mut Form) -> GrantId {
    form.id("id", &input.id)
}
