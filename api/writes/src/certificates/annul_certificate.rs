//! `annulCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::certificates::types::Certificate;
use kit::form::Form;
use kit::mutation;

/// What `annulCertificate` takes.
#[derive(InputObject)]
pub struct AnnulCertificateInput {
    /// The certificate.
    pub certificate_id: ID,
    /// Why; stays with the certificate.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    AnnulCertificate (AnnulCertificateInput) -> AnnulCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::annul_certificate(tx, op, cmd);
}

fn parse(input: &AnnulCertificateInput, form: &mut Form) -> actions::EndCertificate {
    actions::EndCertificate {
        certificate_id: form.id("certificateId", &input.certificate_id),
        reason: input.reason.clone(),
    }
}
