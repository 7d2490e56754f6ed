//! `correctCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::certificates::refusals::{NUMBERS_HELD, PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use graph::certificates::types::Certificate;
use kit::form::Form;
use kit::mutation;

/// What `correctCertificate` takes.
#[derive(InputObject)]
pub struct CorrectCertificateInput {
    /// The certificate that prints something wrong, or that was revoked or annulled although it was earned.
    pub certificate_id: ID,
    /// What was wrong: with what it prints, or with taking it back.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    CorrectCertificate (CorrectCertificateInput) -> CorrectCertificatePayload {
        /// The new certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE, NOTHING_CHANGED, VISIBILITY_MISSING, PUBLIC_URL_MISSING, SERIES_MISSING, NUMBERS_HELD, TEMPLATE_MISSING, UNPRINTABLE]
    run |tx, op, cmd| actions::correct_certificate(tx, op, cmd);
}

fn parse(input: &CorrectCertificateInput, form: &mut Form) -> actions::CorrectCertificate {
    actions::CorrectCertificate {
        certificate_id: form.id("certificateId", &input.certificate_id),
        reason: input.reason.clone(),
    }
}
