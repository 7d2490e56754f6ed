//! Keys of this room.

use crate::ids;

ids! {
    /// Key of an audit entry.
    AuditEntryId = "AuditEntry": "wpis w dzienniku" / "line of the audit trail";
}
