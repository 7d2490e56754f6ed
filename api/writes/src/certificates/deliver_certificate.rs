//! `deliverCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::ids::CertificateId;
use entities::shared::refusals::WRONG_STATE;
use graph::certificates::types::Certificate;
use kit::form::Form;
use kit::mutation;

/// What `deliverCertificate` takes.
#[derive(InputObject)]
pub struct DeliverCertificateInput {
    /// The certificate.
    pub certificate_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    DeliverCertificate (DeliverCertificateInput) -> DeliverCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::deliver_certificate(tx, op, cmd);
}

fn parse(input: &DeliverCertificateInput, form: &mut Form) -> CertificateId {
    form.id("certificateId", &input.certificate_id)
}
