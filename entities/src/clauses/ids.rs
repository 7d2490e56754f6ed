//! Keys of this room.

use crate::ids;

ids! {
    /// Key of an information clause.
    ClauseId = "InformationClause": "klauzula informacyjna" / "information clause";
    /// Key of a version of an information clause.
    ClauseVersionId = "ClauseVersion": "wersja klauzuli informacyjnej" / "version of an information clause";
    /// Key of a receipt of an information clause.
    ReceiptId = "ClauseReceipt": "zapoznanie się z klauzulą" / "receipt of a clause";
}
