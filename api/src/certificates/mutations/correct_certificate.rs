//! `correctCertificate`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::certificates::refusals::{NUMBERS_HELD, PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};

use crate::certificates::types::Certificate;
use crate::graphql::ids::parse;
use crate::mutation;

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
    /// Issues a correction from the present data, with a number of its own; the old certificate is superseded by it. What
    /// was revoked or annulled stays so: the correction is the only way to another certificate in its place.
    CorrectCertificate (CorrectCertificateInput) -> CorrectCertificatePayload {
        /// The new certificate.
        certificate: Certificate
    }
    codes [WRONG_STATE, NOTHING_CHANGED, VISIBILITY_MISSING, PUBLIC_URL_MISSING, SERIES_MISSING, NUMBERS_HELD, TEMPLATE_MISSING, UNPRINTABLE]
    parse |input| actions::CorrectCertificate {
        certificate_id: parse(&input.certificate_id, "certificateId")?,
        reason: input.reason.clone(),
    };
    run |tx, call, cmd| actions::correct_certificate(tx, call, cmd);
}
