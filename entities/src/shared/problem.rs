//! Why work that nobody waits for in person did not succeed, as people may be told. The words of the machine stay in
//! the log and with the job, which only those see who look after the installation.

use crate::db_enum;

db_enum! {
    /// Why a document or a report could not be made.
    pub enum Problem {
        /// A rule refused it, e.g. because the project's visibility profile is no longer valid.
        Refused = "refused",
        /// A text that cannot be set: a letter that no face has, a word that does not fit.
        Unprintable = "unprintable",
        /// The store of documents failed.
        Store = "store",
        /// The worker that did it was interrupted, each time.
        Interrupted = "interrupted",
        /// A fault of the system.
        Internal = "internal",
    }
}
