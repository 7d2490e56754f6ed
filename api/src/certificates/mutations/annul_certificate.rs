//! `annulCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::certificates::types::Certificate;
use crate::graphql::ids::parse;
use crate::mutation;

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
    /// Annuls a certificate that was never handed over. Its number stays visible.
    AnnulCertificate (AnnulCertificateInput) -> AnnulCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    parse |input| actions::EndCertificate {
        certificate_id: parse(&input.certificate_id, "certificateId")?,
        reason: input.reason.clone(),
    };
    run |tx, call, cmd| actions::annul_certificate(tx, call, cmd);
}
