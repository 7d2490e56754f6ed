//! `renameBreakoutGroup`.

use async_graphql::{ID, InputObject};
use entities::shared::ids::BreakoutGroupId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions;
use graph::trainings::types::BreakoutGroup;
use kit::form::Form;
use kit::mutation;

/// What `renameBreakoutGroup` takes.
#[derive(InputObject)]
pub struct RenameBreakoutGroupInput {
    /// The group.
    pub breakout_group_id: ID,
    /// Its name from now on.
    pub name: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RenameBreakoutGroup (RenameBreakoutGroupInput) -> RenameBreakoutGroupPayload {
        /// The group.
        breakout_group: BreakoutGroup
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::rename_breakout_group(tx, op, cmd);
}

fn parse(input: &RenameBreakoutGroupInput, form: &mut Form) -> (BreakoutGroupId, String) {
    (form.id("breakoutGroupId", &input.breakout_group_id), input.name.clone())
}
