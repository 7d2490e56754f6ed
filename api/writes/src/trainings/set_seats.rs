//! `setSeats`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EditionId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::ATTENDANCE_LOCKED;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `setSeats` takes.
#[derive(InputObject)]
pub struct SetSeatsInput {
    /// The edition.
    pub edition_id: ID,
    /// Seats.
    pub seats: i32,
    /// How many of them are kept free for whom staff give them to; as many as before where it is left out.
    pub reserved: Option<i32>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetSeats (SetSeatsInput) -> SetSeatsPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE, ATTENDANCE_LOCKED]
    run |tx, op, cmd| actions::set_seats(tx, op, cmd.0, cmd.1);
}

fn parse(input: &SetSeatsInput, form: &mut Form) -> (EditionId, (i32, Option<i32>)) {
    (form.id("editionId", &input.edition_id), (input.seats, input.reserved))
}
