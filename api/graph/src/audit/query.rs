//! Where the audit trail is reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{AuditEntryFilter, AuditEntryOrder};
use super::types::AuditEntry;

connections! {
    /// Queries of the audit trail.
    AuditQuery {
        /// The audit trail: all of it for administrators and auditors of the installation, that of their projects for
        /// auditors of projects, empty for everybody else.
        audit_entries: AuditEntry, AuditEntryFilter, AuditEntryOrder;
    }
}
