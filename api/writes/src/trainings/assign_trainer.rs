//! `assignTrainer`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::{EditionId, PersonId};
use entities::trainings::actions;
use graph::trainings::types::TrainerAssignment;
use kit::form::Form;
use kit::mutation;

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
    AssignTrainer (AssignTrainerInput) -> AssignTrainerPayload {
        /// The assignment.
        trainer: TrainerAssignment
    }
    codes []
    run |tx, op, cmd| actions::assign_trainer(tx, op, cmd.0, cmd.1);
}

fn parse(input: &AssignTrainerInput, form: &mut Form) -> (EditionId, PersonId) {
    (form.id("editionId", &input.edition_id), form.id("personId", &input.person_id))
}
