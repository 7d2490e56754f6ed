//! `setSeats`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::EditionId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::Edition;

/// What `setSeats` takes.
#[derive(InputObject)]
pub struct SetSeatsInput {
    /// The edition.
    pub edition_id: ID,
    /// Seats.
    pub seats: i32,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Sets the number of seats, not below those taken. More seats are offered to people who wait.
    SetSeats (SetSeatsInput) -> SetSeatsPayload {
        /// The edition.
        edition: Edition
    }
    codes [WRONG_STATE]
    parse |input| (parse::<EditionId>(&input.edition_id, "editionId")?, input.seats);
    run |tx, call, cmd| actions::set_seats(tx, call, cmd.0, cmd.1);
}
