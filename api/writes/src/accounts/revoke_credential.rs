//! `revokeCredential`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::ids::CredentialId;
use entities::shared::refusals::WRONG_STATE;
use graph::accounts::types::Credential;
use kit::form::Form;
use kit::mutation;

/// What `revokeCredential` takes.
#[derive(InputObject)]
pub struct RevokeCredentialInput {
    /// The session or API token.
    pub id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RevokeCredential (RevokeCredentialInput) -> RevokeCredentialPayload {
        /// The session or API token.
        credential: Credential
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::revoke_credential(tx, op, cmd);
}

fn parse(input: &RevokeCredentialInput, form: &mut Form) -> CredentialId {
    form.id("id", &input.id)
}
