//! `unassignTrainer`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::TrainerAssignmentId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `unassignTrainer` takes.
#[derive(InputObject)]
pub struct UnassignTrainerInput {
    /// The assignment.
    pub trainer_assignment_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UnassignTrainer (UnassignTrainerInput) -> UnassignTrainerPayload {
        /// The edition it was of.
        edition: Edition
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::unassign_trainer(tx, op, cmd);
}

fn parse(input: &UnassignTrainerInput, form: &mut Form) -> TrainerAssignmentId {
    form.id("trainerAssignmentId", &input.trainer_assignment_id)
}
