//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a stored document.
    DocumentId = "Document": "dokument" / "document";
}
