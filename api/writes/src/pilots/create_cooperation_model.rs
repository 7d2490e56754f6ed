//! `createCooperationModel`.

use async_graphql::{ID, InputObject};
use entities::pilots::{ModelTarget, actions};
use entities::shared::refusals::WRONG_STATE;
use graph::pilots::types::CooperationModel;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createCooperationModel` takes.
#[derive(InputObject)]
pub struct CreateCooperationModelInput {
    /// The partner that develops it; its project is the model's.
    pub partner_id: ID,
    /// Title, at most 200 characters.
    pub title: String,
    /// The kind of gmina it is for.
    pub target: Coded<ModelTarget>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CreateCooperationModel (CreateCooperationModelInput) -> CreateCooperationModelPayload {
        /// The model.
        cooperation_model: CooperationModel
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::create_model(tx, op, cmd);
}

fn parse(input: &CreateCooperationModelInput, form: &mut Form) -> actions::NewModel {
    actions::NewModel {
        partner_id: form.id("partnerId", &input.partner_id),
        title: input.title.clone(),
        target: input.target.0,
    }
}
