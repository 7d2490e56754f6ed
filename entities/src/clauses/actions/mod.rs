//! Writes: clauses, their versions, receipts.
//!
//! The installation's clauses are looked after by its administrators, a project's by the lead's managers. Other rooms
//! call `require` where somebody has to be informed before something goes on.

mod clause;
mod receipt;

pub use clause::{
    NewClause, PublishClauseVersion, WriteClauseVersion, create_clause, publish_clause_version,
    write_clause_version,
};
pub use receipt::{Given, PaperReceipt, ReceiveClause, receive_clause, record_receipt, require};
