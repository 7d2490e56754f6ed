//! `assignTrainer`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::{EditionId, PersonId};
use entities::trainings::actions;

use crate::graphql::ids::parse;
use crate::mutation;
use crate::trainings::types::TrainerAssignment;

/// What `assignTrainer` takes.
#[derive(InputObject)]
pub struct AssignTrainerInput {
    /// The edition.
    pub edition_id: ID,
    /// The trainer.
    pub person_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Assigns a trainer to an edition. Assigning one twice changes nothing.
    AssignTrainer (AssignTrainerInput) -> AssignTrainerPayload {
        /// The assignment.
        trainer: TrainerAssignment
    }
    codes []
    parse |input| (
        parse::<EditionId>(&input.edition_id, "editionId")?,
        parse::<PersonId>(&input.person_id, "personId")?,
    );
    run |tx, call, cmd| actions::assign_trainer(tx, call, cmd.0, cmd.1);
}
