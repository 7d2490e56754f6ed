//! Jobs of this room.

use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;
use crate::shared::ids::{DataRequestId, DeliveryId, DocumentId, PersonId};

/// The copy of everything about a person is collected, drawn and stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenderExport {
    /// The request.
    pub request_id: DataRequestId,
}

impl Payload for RenderExport {
    const KIND: &'static str = "privacy.export";
    const PRIORITY: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(format!("privacy.export:{}", self.request_id))
    }
}

/// Files of documents that were erased, and messages in the folder for mail, are removed. What is not erased, or not
/// there, is passed over, so it may run any number of times.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemoveFiles {
    /// Documents that were erased.
    pub documents: Vec<DocumentId>,
    /// Deliveries whose messages go.
    pub deliveries: Vec<DeliveryId>,
}

impl Payload for RemoveFiles {
    const KIND: &'static str = "privacy.remove_files";
    const MAX_ATTEMPTS: i32 = 40;
}

/// The key of somebody who was erased is noted outside the database (`erased_list.rs`). Who stands there already is passed
/// over, so it may run any number of times.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteErasure {
    /// Who was erased.
    pub person_id: PersonId,
}

impl Payload for NoteErasure {
    const KIND: &'static str = "privacy.note_erasure";
    const MAX_ATTEMPTS: i32 = 40;
}
