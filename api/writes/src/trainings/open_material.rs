//! `openMaterial`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entities::shared::ids::MaterialId;
use entities::shared::refusals::WRONG_STATE;
use entities::trainings::actions::open_material;
use graph::documents::link::signed_path;
use kit::ctx::ContextExt;
use kit::form;
use kit::mutate::{MutationError, mutate};
use kit::mutation;

/// What `openMaterial` takes.
#[derive(InputObject)]
pub struct OpenMaterialInput {
    /// The material.
    pub material_id: ID,
}

mutation! {
    OpenMaterial (OpenMaterialInput) -> OpenMaterialPayload;
    codes [WRONG_STATE]
}

/// A link to download a material.
#[derive(SimpleObject)]
pub struct OpenMaterialPayload {
    /// Path and query of the link, below the address of this API.
    pub path: Option<String>,
    /// Until when it holds.
    pub expires_at: Option<DateTime<Utc>>,
    /// Why it was not made; empty if it was.
    pub errors: Vec<MutationError<OpenMaterial>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: OpenMaterialInput) -> Result<OpenMaterialPayload> {
    let command = form::read(|form| -> MaterialId { form.id("materialId", &input.material_id) });
    let outcome =
        mutate::<OpenMaterial, _, _, _>(ctx, None, command, |tx, op, id| Box::pin(open_material(tx, op, id)));
    let outcome = outcome.await?;
    let Some(id) = outcome.done else {
        return Ok(OpenMaterialPayload { path: None, expires_at: None, errors: outcome.errors });
    };
    let (path, expires) = signed_path(ctx.state(), id, ctx.op().now);
    Ok(OpenMaterialPayload { path: Some(path), expires_at: Some(expires), errors: vec![] })
}
