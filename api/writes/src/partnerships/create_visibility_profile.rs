//! `createVisibilityProfile`.

use async_graphql::{ID, InputObject};
use entities::partnerships::{SignKind, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::partnerships::types::VisibilityProfile;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `createVisibilityProfile` takes.
#[derive(InputObject)]
pub struct CreateVisibilityProfileInput {
    /// Name.
    pub name: String,
    /// The project that takes it at once.
    pub project_id: Option<ID>,
    /// Its signs from the left: one to four, the EU flag among them, none larger than it.
    pub signs: Vec<VisibilitySignInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

/// One sign of a visibility profile.
#[derive(InputObject)]
pub struct VisibilitySignInput {
    /// Which sign.
    pub kind: Coded<SignKind>,
    /// First line of its words.
    pub line1: String,
    /// Second line of its words.
    pub line2: Option<String>,
    /// Height in per cent of the EU flag, 1–100.
    pub height_pct: i32,
}

fn sign(input: &VisibilitySignInput) -> actions::NewSign {
    actions::NewSign {
        kind: input.kind.0,
        line1: input.line1.clone(),
        line2: input.line2.clone(),
        height_pct: input.height_pct,
    }
}

mutation! {
    CreateVisibilityProfile (CreateVisibilityProfileInput) -> CreateVisibilityProfilePayload {
        /// The visibility profile.
        visibility_profile: VisibilityProfile
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::create_visibility_profile(tx, op, cmd);
}

fn parse(input: &CreateVisibilityProfileInput, form: &mut Form) -> actions::NewVisibilityProfile {
    actions::NewVisibilityProfile {
        name: input.name.clone(),
        project_id: form.opt_id("projectId", input.project_id.as_ref()),
        signs: input.signs.iter().map(sign).collect(),
    }
}
