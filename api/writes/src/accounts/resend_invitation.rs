//! `resendInvitation`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions;
use entities::shared::refusals::{DUPLICATE, QUOTA_REACHED, WRONG_STATE};
use graph::accounts::types::Invitation;
use kit::form::Form;
use kit::mutation;

/// What `resendInvitation` takes.
#[derive(InputObject)]
pub struct ResendInvitationInput {
    /// The invitation.
    pub invitation_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ResendInvitation (ResendInvitationInput) -> ResendInvitationPayload {
        /// The new invitation, which holds for the full time; the old one is taken back.
        invitation: Invitation
    }
    codes [WRONG_STATE, DUPLICATE, QUOTA_REACHED]
    run |tx, op, cmd| actions::resend_invitation(tx, op, cmd);
}

fn parse(input: &ResendInvitationInput, form: &mut Form) -> actions::OfInvitation {
    actions::OfInvitation { invitation_id: form.id("invitationId", &input.invitation_id) }
}
