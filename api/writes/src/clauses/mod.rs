//! Mutations of the information clauses.

mod create_information_clause;
mod publish_clause_version;
mod receive_clause;
mod record_clause_receipt;
mod write_clause_version;

use kit::mutations;

mutations! {
    /// Mutations of the information clauses.
    ClauseMutations {
        /// Creates an information clause, without a text yet: of a project, or of the whole installation.
        create_information_clause;
        /// Writes the draft of a clause's next version; begins one where there is none.
        write_clause_version;
        /// Publishes the draft of a clause. Its text never changes again; a correction is a new version.
        publish_clause_version;
        /// Notes that the viewer has received a clause that is in force.
        receive_clause;
        /// Records that a person received a clause on paper.
        record_clause_receipt;
    }
}
