//! Links to download documents.

use chrono::{DateTime, Utc};
use entities::documents::link::LIFETIME;
use entities::shared::ids::DocumentId;
use kit::ctx::State;

/// Path and query of a link to a document, below the address of this API, and until when it holds.
pub fn signed_path(state: &State, id: DocumentId, now: DateTime<Utc>) -> (String, DateTime<Utc>) {
    let expires = now + LIFETIME;
    let signature = state.link_key.sign(id, expires);
    let (id, seconds) = (id.0.simple(), expires.timestamp());
    (format!("/documents/{id}?expires={seconds}&signature={signature}"), expires)
}
