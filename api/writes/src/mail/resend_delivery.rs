//! `resendDelivery`.

use async_graphql::{ID, InputObject};
use entities::mail::actions;
use entities::shared::refusals::{QUOTA_REACHED, WRONG_STATE};
use graph::mail::types::Delivery;
use kit::form::Form;
use kit::mutation;

/// What `resendDelivery` takes.
#[derive(InputObject)]
pub struct ResendDeliveryInput {
    /// The delivery.
    pub delivery_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ResendDelivery (ResendDeliveryInput) -> ResendDeliveryPayload {
        /// The delivery, queued again.
        delivery: Delivery
    }
    codes [WRONG_STATE, QUOTA_REACHED]
    run |tx, op, cmd| actions::resend(tx, op, cmd);
}

fn parse(input: &ResendDeliveryInput, form: &mut Form) -> actions::ResendDelivery {
    actions::ResendDelivery { delivery_id: form.id("deliveryId", &input.delivery_id) }
}
