//! `revokeCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::certificates::types::Certificate;
use crate::graphql::form::Form;
use crate::mutation;

/// What `revokeCertificate` takes.
#[derive(InputObject)]
pub struct RevokeCertificateInput {
    /// The certificate.
    pub certificate_id: ID,
    /// Why; stays with the certificate.
    pub reason: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RevokeCertificate (RevokeCertificateInput) -> RevokeCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::revoke_certificate(tx, op, cmd);
}

fn parse(input: &RevokeCertificateInput, form: &mut Form) -> actions::EndCertificate {
    actions::EndCertificate {
        certificate_id: form.id("certificateId", &input.certificate_id),
        reason: input.reason.clone(),
    }
}
