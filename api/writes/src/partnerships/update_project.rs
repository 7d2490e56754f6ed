//! `updateProject`.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entities::partnerships::actions;
use entities::shared::refusals::{DUPLICATE, STALE_VERSION, WRONG_STATE};
use graph::partnerships::types::Project;
use kit::form::Form;
use kit::mutation;
use kit::patch;
use kit::scalars::Date;

/// What `updateProject` takes. Fields left out stay as they are.
#[derive(InputObject)]
pub struct UpdateProjectInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// Title.
    pub title: MaybeUndefined<String>,
    /// Number of the grant agreement; an empty text or `null` clears it.
    pub number: MaybeUndefined<String>,
    /// Main goal.
    pub goal: MaybeUndefined<String>,
    /// First day.
    pub starts_on: MaybeUndefined<Date>,
    /// Last day.
    pub ends_on: MaybeUndefined<Date>,
    /// Day the grant agreement was signed; `null` clears it.
    pub agreement_on: MaybeUndefined<Date>,
    /// Signs on its documents.
    pub visibility_profile_id: MaybeUndefined<ID>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    UpdateProject (UpdateProjectInput) -> UpdateProjectPayload {
        /// The project.
        project: Project
    }
    codes [WRONG_STATE, STALE_VERSION, DUPLICATE]
    run |tx, op, cmd| actions::update_project(tx, op, cmd);
}

fn parse(input: &UpdateProjectInput, form: &mut Form) -> actions::ProjectChange {
    actions::ProjectChange {
        id: form.id("id", &input.id),
        version: input.version,
        title: patch::text(&input.title),
        number: patch::text(&input.number),
        goal: patch::text(&input.goal),
        starts_on: form.sent_day("startsOn", &input.starts_on),
        ends_on: form.sent_day("endsOn", &input.ends_on),
        agreement_on: form.changed_day("agreementOn", &input.agreement_on),
        visibility_profile_id: form.sent_id("visibilityProfileId", &input.visibility_profile_id),
    }
}
