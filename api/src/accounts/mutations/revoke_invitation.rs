//! `revokeInvitation`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::accounts::types::Invitation;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `revokeInvitation` takes.
#[derive(InputObject)]
pub struct RevokeInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// What was taken back.
    RevokeInvitation (RevokeInvitationInput) -> RevokeInvitationPayload {
        /// The invitation; its link works no more.
        invitation: Invitation
    }
    codes [WRONG_STATE]
    parse |input| actions::OfInvitation { invitation_id: parse(&input.invitation_id, "invitationId")? };
    run |tx, call, cmd| actions::revoke_invitation(tx, call, cmd);
}
