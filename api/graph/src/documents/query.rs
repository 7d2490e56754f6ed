//! Where documents are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{DocumentFilter, DocumentOrder};
use super::types::Document;

connections! {
    /// Queries of the documents.
    DocumentQuery {
        /// Documents the viewer may see.
        documents: Document, DocumentFilter, DocumentOrder;
    }
}
