//! `removeBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::BreakoutGroupId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use entities::trainings::refusals::GROUP_IN_USE;
use graph::trainings::types::Edition;
use kit::form::Form;
use kit::mutation;

/// What `removeBreakoutGroup` takes.
#[derive(InputObject)]
pub struct RemoveBreakoutGroupInput {
    /// The group.
    pub breakout_group_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RemoveBreakoutGroup (RemoveBreakoutGroupInput) -> RemoveBreakoutGroupPayload {
        /// The edition it was of.
        edition: Edition
    }
    codes [WRONG_STATE, GROUP_IN_USE]
    run |tx, op, cmd| actions::remove_breakout_group(tx, op, cmd);
}

fn parse(input: &RemoveBreakoutGroupInput, form: &mut Form) -> BreakoutGroupId {
    form.id("breakoutGroupId", &input.breakout_group_id)
}
