//! `givePeselConsent`.

use async_graphql::{ID, InputObject};
use entities::pesel::actions;
use entities::pesel::refusals::{PESEL_CONSENT_NOT_ASKED, PESEL_NOT_REQUIRED};
use entities::shared::refusals::DUPLICATE;
use graph::pesel::types::PeselConsent;
use kit::form::Form;
use kit::mutation;

/// What `givePeselConsent` takes.
#[derive(InputObject)]
pub struct GivePeselConsentInput {
    /// The project.
    pub project_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    GivePeselConsent (GivePeselConsentInput) -> GivePeselConsentPayload {
        /// The consent.
        consent: PeselConsent
    }
    codes [PESEL_CONSENT_NOT_ASKED, PESEL_NOT_REQUIRED, DUPLICATE]
    run |tx, op, cmd| actions::give_consent(tx, op, cmd);
}

fn parse(input: &GivePeselConsentInput, form: &mut Form) -> actions::Consent {
    actions::Consent { project_id: form.id("projectId", &input.project_id) }
}
