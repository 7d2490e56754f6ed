//! `bookCoachingSlot`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::advisory::refusals::{BUDGET_SPENT, SLOT_GONE, SLOT_TAKEN};
use entities::shared::refusals::WRONG_STATE;
use graph::advisory::types::CoachingBooking;
use kit::form::Form;
use kit::mutation;

/// What `bookCoachingSlot` takes.
#[derive(InputObject)]
pub struct BookCoachingSlotInput {
    /// The slot.
    pub slot_id: ID,
    /// The coaching for which it is taken.
    pub engagement_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    BookCoachingSlot (BookCoachingSlotInput) -> BookCoachingSlotPayload {
        /// The booking.
        booking: CoachingBooking
    }
    codes [WRONG_STATE, SLOT_GONE, SLOT_TAKEN, BUDGET_SPENT]
    run |tx, op, cmd| actions::book_slot(tx, op, cmd);
}

fn parse(input: &BookCoachingSlotInput, form: &mut Form) -> actions::NewBooking {
    actions::NewBooking {
        slot_id: form.id("slotId", &input.slot_id),
        engagement_id: form.id("engagementId", &input.engagement_id),
    }
}
