//! `cancelCoachingBooking`.

use async_graphql::{ID, InputObject};
use entities::advisory::actions;
use entities::advisory::refusals::{CANCELLED_LATE, SESSION_HELD};
use entities::shared::refusals::NOTHING_CHANGED;
use graph::advisory::types::CoachingBooking;
use kit::form::Form;
use kit::mutation;

/// What `cancelCoachingBooking` takes.
#[derive(InputObject)]
pub struct CancelCoachingBookingInput {
    /// The booking.
    pub booking_id: ID,
    /// Why; required of the coach and of staff.
    pub reason: Option<String>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CancelCoachingBooking (CancelCoachingBookingInput) -> CancelCoachingBookingPayload {
        /// The booking.
        booking: CoachingBooking
    }
    codes [NOTHING_CHANGED, SESSION_HELD, CANCELLED_LATE]
    run |tx, op, cmd| actions::cancel_booking(tx, op, cmd);
}

fn parse(input: &CancelCoachingBookingInput, form: &mut Form) -> actions::CancelBooking {
    actions::CancelBooking { id: form.id("bookingId", &input.booking_id), reason: input.reason.clone() }
}
