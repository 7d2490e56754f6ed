//! Materials of editions.

use chrono::NaiveDate;
use entities::shared::ids::{DocumentId, EditionId};
use entities::trainings::{MaterialAudience, material};
use kit::filter::{AnyOf, Id, Same};
use kit::scalars::BigInt;
use kit::{filter, ordering, resource};

use super::types::Edition;
use crate::documents::types::Document;

resource! {
    /// A file of an edition that its participants, or everybody, may see; `openMaterial` leads to its bytes.
    Material: material {
        one {
            /// The edition.
            edition: Edition = EditionId;
            /// The stored file, for staff and trainers.
            document: Document = DocumentId;
        }
        choices {
            /// Who sees it, beside staff and trainers.
            audience, audience_label: MaterialAudience;
        }
        columns {
            /// What people call it.
            title: String;
            /// Name when downloaded.
            file_name: String;
            /// Media type.
            media_type: String;
            /// The first day on which participants see it; none for at once.
            shown_from: Option<NaiveDate>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Size in bytes.
            size_bytes: BigInt = |row| BigInt(row.size_bytes);
        }
    }
}

filter! {
    /// Which materials.
    pub struct MaterialFilter for material {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this file.
        document_id: Id<DocumentId> = DocumentId;
        /// Shown to these.
        audiences: AnyOf<MaterialAudience> = Audience;
        /// Shown to participants from this day on.
        shown_from: Same<NaiveDate> = ShownFrom;
    }
}

ordering! {
    /// How materials are ordered.
    pub enum MaterialOrder for material by default TitleAsc {
        /// By title, in Polish order.
        TitleAsc,
        /// By title, in Polish order, last first.
        TitleDesc = "title" [TitleKey];
    }
}
