//! `setPeselRequirement`.

use async_graphql::{ID, InputObject};
use entities::partnerships::{PeselBasis, PeselPurpose, actions};
use entities::shared::refusals::{STALE_VERSION, WRONG_STATE};
use graph::partnerships::types::Project;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `setPeselRequirement` takes.
#[derive(InputObject)]
pub struct SetPeselRequirementInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// The legal basis on which PESEL numbers are asked for, e.g. the article of an act; absent or empty where the
    /// project does not ask for them.
    pub legal_basis: Option<String>,
    /// The kind of that basis; a legal obligation where none was ever said. With `CONSENT` a number is noted once the person
    /// has agreed by `givePeselConsent`.
    pub basis: Option<Coded<PeselBasis>>,
    /// For what the numbers are kept; monitoring where nothing was ever said.
    pub purpose: Option<Coded<PeselPurpose>>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetPeselRequirement (SetPeselRequirementInput) -> SetPeselRequirementPayload {
        /// The project.
        project: Project
    }
    codes [WRONG_STATE, STALE_VERSION]
    run |tx, op, cmd| actions::set_pesel_requirement(tx, op, cmd);
}

fn parse(input: &SetPeselRequirementInput, form: &mut Form) -> actions::PeselRequirement {
    actions::PeselRequirement {
        id: form.id("id", &input.id),
        version: input.version,
        legal_basis: input.legal_basis.clone(),
        basis: input.basis.map(|basis| basis.0),
        purpose: input.purpose.map(|purpose| purpose.0),
    }
}
