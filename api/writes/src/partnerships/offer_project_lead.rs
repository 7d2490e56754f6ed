//! `offerProjectLead`.

use async_graphql::{ID, InputObject};
use entities::accounts::actions::offer_lead;
use entities::partnerships::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::partnerships::types::ProjectPartner;
use kit::form::Form;
use kit::mutation;

/// What `offerProjectLead` takes.
#[derive(InputObject)]
pub struct OfferProjectLeadInput {
    /// The partner.
    pub partner_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    OfferProjectLead (OfferProjectLeadInput) -> OfferProjectLeadPayload {
        /// The partner.
        partner: ProjectPartner
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| offer_lead(tx, op, cmd);
}

fn parse(input: &OfferProjectLeadInput, form: &mut Form) -> actions::OfferLead {
    actions::OfferLead { partner_id: form.id("partnerId", &input.partner_id) }
}
