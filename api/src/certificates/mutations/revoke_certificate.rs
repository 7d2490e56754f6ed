//! `revokeCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::refusals::WRONG_STATE;

use crate::certificates::types::Certificate;
use crate::graphql::ids::parse;
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
    /// Revokes a certificate. Its number and document stay; whoever checks it is told.
    RevokeCertificate (RevokeCertificateInput) -> RevokeCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    parse |input| actions::EndCertificate {
        certificate_id: parse(&input.certificate_id, "certificateId")?,
        reason: input.reason.clone(),
    };
    run |tx, call, cmd| actions::revoke_certificate(tx, call, cmd);
}
