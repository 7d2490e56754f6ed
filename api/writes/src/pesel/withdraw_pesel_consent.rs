//! `withdrawPeselConsent`.

use async_graphql::{ID, InputObject};
use entities::pesel::actions;
use entities::pesel::refusals::PESEL_CONSENT_MISSING;
use graph::pesel::types::PeselConsent;
use kit::form::Form;
use kit::mutation;

/// What `withdrawPeselConsent` takes.
#[derive(InputObject)]
pub struct WithdrawPeselConsentInput {
    /// The project.
    pub project_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    WithdrawPeselConsent (WithdrawPeselConsentInput) -> WithdrawPeselConsentPayload {
        /// The consent.
        consent: PeselConsent
    }
    codes [PESEL_CONSENT_MISSING]
    run |tx, op, cmd| actions::withdraw_consent(tx, op, cmd);
}

fn parse(input: &WithdrawPeselConsentInput, form: &mut Form) -> actions::Consent {
    actions::Consent { project_id: form.id("projectId", &input.project_id) }
}
