//! `leavePartnership`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::leave_partnership;
use entities::partnerships::actions;
use entities::partnerships::refusals::LEAD_STAYS;
use entities::shared::refusals::WRONG_STATE;
use graph::partnerships::types::ProjectPartner;
use kit::form::Form;
use kit::mutation;

/// What `leavePartnership` takes.
#[derive(InputObject)]
pub struct LeavePartnershipInput {
    /// The partner.
    pub partner_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    LeavePartnership (LeavePartnershipInput) -> LeavePartnershipPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE, LEAD_STAYS]
    run |tx, op, cmd| leave_partnership(tx, op, cmd);
}

fn parse(input: &LeavePartnershipInput, form: &mut Form) -> actions::EndPartnership {
    actions::EndPartnership {
        partner_id: form.id("partnerId", &input.partner_id),
        reason: input.reason.clone(),
    }
}
