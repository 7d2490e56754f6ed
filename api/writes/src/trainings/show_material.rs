//! `showMaterial`.

use async_graphql::{ID, InputObject};
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use entities::trainings::{MaterialAudience, actions};
use graph::trainings::types::Material;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `showMaterial` takes.
#[derive(InputObject)]
pub struct ShowMaterialInput {
    /// The file, attached to an edition by `attachDocument`.
    pub document_id: ID,
    /// Who sees it, beside staff and trainers.
    pub audience: Coded<MaterialAudience>,
    /// The first day on which participants see it; at once where it is left out.
    pub shown_from: Option<Date>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ShowMaterial (ShowMaterialInput) -> ShowMaterialPayload {
        /// The material.
        material: Material
    }
    codes [WRONG_STATE, NOTHING_CHANGED]
    run |tx, op, cmd| actions::show_material(tx, op, cmd);
}

fn parse(input: &ShowMaterialInput, form: &mut Form) -> actions::ShowMaterial {
    actions::ShowMaterial {
        document_id: form.id("documentId", &input.document_id),
        audience: input.audience.0,
        shown_from: form.opt_day("shownFrom", input.shown_from.as_ref()),
    }
}
