//! `deliverCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::ids::CertificateId;
use entities::shared::refusals::WRONG_STATE;

use crate::certificates::types::Certificate;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `deliverCertificate` takes.
#[derive(InputObject)]
pub struct DeliverCertificateInput {
    /// The certificate.
    pub certificate_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Notes that a certificate was handed over. Noting it twice changes nothing.
    DeliverCertificate (DeliverCertificateInput) -> DeliverCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    parse |input| parse::<CertificateId>(&input.certificate_id, "certificateId")?;
    run |tx, call, cmd| actions::deliver_certificate(tx, call, cmd);
}
