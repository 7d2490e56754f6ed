//! `requestCertificateArchive`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::ids::EditionId;
use entities::shared::refusals::QUOTA_REACHED;
use graph::documents::types::Document;
use kit::form::Form;
use kit::mutation;

/// What `requestCertificateArchive` takes.
#[derive(InputObject)]
pub struct RequestCertificateArchiveInput {
    /// The edition.
    pub edition_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    RequestCertificateArchive (RequestCertificateArchiveInput) -> RequestCertificateArchivePayload {
        /// The document.
        document: Document
    }
    codes [QUOTA_REACHED]
    run |tx, op, cmd| actions::request_archive(tx, op, cmd);
}

fn parse(input: &RequestCertificateArchiveInput, form: &mut Form) -> EditionId {
    form.id("editionId", &input.edition_id)
}
