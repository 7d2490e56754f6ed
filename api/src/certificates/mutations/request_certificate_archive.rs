//! `requestCertificateArchive`.

use async_graphql::{ID, InputObject};
use entities::certificates::actions;
use entities::shared::ids::EditionId;

use crate::documents::types::Document;
use crate::graphql::ids::parse;
use crate::mutation;

/// What `requestCertificateArchive` takes.
#[derive(InputObject)]
pub struct RequestCertificateArchiveInput {
    /// The edition.
    pub edition_id: ID,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Asks for one ZIP with every live certificate of an edition.
    RequestCertificateArchive (RequestCertificateArchiveInput) -> RequestCertificateArchivePayload {
        /// The document.
        document: Document
    }
    codes []
    parse |input| parse::<EditionId>(&input.edition_id, "editionId")?;
    run |tx, call, cmd| actions::request_archive(tx, call, cmd);
}
