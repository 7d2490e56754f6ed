//! `revokeInvitation`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::accounts::types::Invitation;
use kit::form::Form;
use kit::mutation;

/// What `revokeInvitation` takes.
#[derive(InputObject)]
pub struct RevokeInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RevokeInvitation (RevokeInvitationInput) -> RevokeInvitationPayload {
        /// The invitation; its link works no more.
        invitation: Invitation
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::revoke_invitation(tx, op, cmd);
}

fn parse(input: &RevokeInvitationInput, form: &mut Form) -> actions::OfInvitation {
    actions::OfInvitation { invitation_id: form.id("invitationId", &input.invitation_id) }
}
