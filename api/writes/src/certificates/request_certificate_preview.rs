//! `requestCertificatePreview`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::certificates::refusals::{PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::ids::EnrolmentId;
use entities::shared::refusals::QUOTA_REACHED;
use graph::documents::types::Document;
use kit::form::Form;
use kit::mutation;

/// What `requestCertificatePreview` takes.
#[derive(InputObject)]
pub struct RequestCertificatePreviewInput {
    /// The person's enrolment.
    pub enrolment_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestCertificatePreview (RequestCertificatePreviewInput) -> RequestCertificatePreviewPayload {
        /// The document.
        document: Document
    }
    codes [VISIBILITY_MISSING, PUBLIC_URL_MISSING, SERIES_MISSING, TEMPLATE_MISSING, UNPRINTABLE, QUOTA_REACHED]
    run |tx, op, cmd| actions::request_preview(tx, op, cmd);
}

fn parse(input: &RequestCertificatePreviewInput, form: &mut Form) -> EnrolmentId {
    form.id("enrolmentId", &input.enrolment_id)
}
