//! The audit trail: every change of state leaves one line, written in the transaction of the change.

pub mod audit_entry;
