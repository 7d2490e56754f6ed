//! Mutations of the documents.

mod attach_document;
mod create_download_link;

use kit::mutations;

mutations! {
    /// Mutations of the documents.
    DocumentMutations {
        /// Attaches a file to an edition or a project. Sent as a multipart request.
        attach_document;
        /// Makes a link by which whoever holds it may download one stored document for 15 minutes.
        create_download_link;
    }
}
