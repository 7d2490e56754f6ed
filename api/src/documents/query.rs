//! Where documents are reached from the top of a query.

use async_graphql::{Context, Object, Result};

use super::filters::{DocumentFilter, DocumentOrder};
use super::types::Document;
use crate::connections;

connections! {
    /// Queries of the documents.
    DocumentQuery {
        /// Documents the viewer may see.
        documents: Document, DocumentFilter, DocumentOrder;
    }
}
