//! `removeProjectPartner`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::remove_partner;
use entities::partnerships::actions;
use entities::partnerships::refusals::LEAD_STAYS;
use entities::shared::refusals::WRONG_STATE;
use graph::partnerships::types::ProjectPartner;
use kit::form::Form;
use kit::mutation;

/// What `removeProjectPartner` takes.
#[derive(InputObject)]
pub struct RemoveProjectPartnerInput {
    /// The partner.
    pub partner_id: ID,
    /// Why.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveProjectPartner (RemoveProjectPartnerInput) -> RemoveProjectPartnerPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE, LEAD_STAYS]
    run |tx, op, cmd| remove_partner(tx, op, cmd);
}

fn parse(input: &RemoveProjectPartnerInput, form: &mut Form) -> actions::EndPartnership {
    actions::EndPartnership {
        partner_id: form.id("partnerId", &input.partner_id),
        reason: input.reason.clone(),
    }
}
