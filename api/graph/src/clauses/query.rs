//! Where information clauses are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{
    ClauseReceiptFilter, ClauseReceiptOrder, InformationClauseFilter, InformationClauseOrder,
};
use super::types::{ClauseReceipt, InformationClause};

connections! {
    /// Queries of the information clauses.
    ClauseQuery {
        /// Information clauses: published ones of the installation and of public projects for everybody, drafts for
        /// those who look after them.
        information_clauses: InformationClause, InformationClauseFilter, InformationClauseOrder;
        /// Receipts of information clauses: one's own, and those of people the viewer may see.
        clause_receipts: ClauseReceipt, ClauseReceiptFilter, ClauseReceiptOrder;
    }
}
