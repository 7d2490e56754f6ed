//! `requestCertificatePreview`.

use async_graphql::{ID, InputObject};
use entities::certificates::CertificateKind;
use entities::certificates::actions;
use entities::certificates::refusals::{PUBLIC_URL_MISSING, TEMPLATE_MISSING, UNPRINTABLE};
use entities::partnerships::refusals::{SERIES_MISSING, VISIBILITY_MISSING};
use entities::shared::language::Language;
use entities::shared::refusals::QUOTA_REACHED;
use graph::documents::types::Document;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

/// What `requestCertificatePreview` takes.
#[derive(InputObject)]
pub struct RequestCertificatePreviewInput {
    /// The person's enrolment.
    pub enrolment_id: ID,
    /// What the certificate would confirm; attendance where nothing is said. A trainer's shows the person in place of a trainer.
    pub kind: Option<Coded<CertificateKind>>,
    /// Its language; where none is named, that in which the programme has it first.
    pub language: Option<Coded<Language>>,
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

fn parse(input: &RequestCertificatePreviewInput, form: &mut Form) -> actions::PreviewCertificate {
    actions::PreviewCertificate {
        enrolment_id: form.id("enrolmentId", &input.enrolment_id),
        kind: input.kind.map(|kind| kind.0).unwrap_or_default(),
        language: input.language.map(|language| language.0),
    }
}
