//! `withdrawCoachingSlot`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::advisory::refusals::SLOT_TAKEN;
use entities::shared::refusals::NOTHING_CHANGED;
use graph::advisory::types::CoachingSlot;
use kit::form::Form;
use kit::mutation;

/// What `withdrawCoachingSlot` takes.
#[derive(InputObject)]
pub struct WithdrawCoachingSlotInput {
    /// The slot.
    pub slot_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    WithdrawCoachingSlot (WithdrawCoachingSlotInput) -> WithdrawCoachingSlotPayload {
        /// The slot.
        slot: CoachingSlot
    }
    codes [NOTHING_CHANGED, SLOT_TAKEN]
    run |tx, op, cmd| actions::withdraw_slot(tx, op, cmd);
}

fn parse(input: &WithdrawCoachingSlotInput, form: &mut Form) -> actions::WithdrawSlot {
    actions::WithdrawSlot { id: form.id("slotId", &input.slot_id) }
}
