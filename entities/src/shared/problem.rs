//! Why work that nobody waits for in person did not succeed, as people may be told. The words of the machine stay in
//! the log and with the job, which only those see who look after the installation.

use crate::db_enum;

db_enum! {
    /// Why a document or a report could not be made.
    pub enum Problem {
        /// A rule refused it, e.g. because the project's visibility profile is no longer valid.
        Refused = "refused": "dane nie spełniają warunków tego dokumentu, np. projekt nie ma poprawnego zestawu znaków" / "the data do not meet the conditions of this document, e.g. the project has no valid visibility profile",
        /// A text that cannot be set.
        Unprintable = "unprintable": "jednego z tekstów nie da się wydrukować" / "one of the texts cannot be printed",
        /// The store of documents failed.
        Store = "store": "nie udało się zapisać pliku w magazynie dokumentów" / "the file could not be put into the store of documents",
        /// The worker that did it was interrupted, each time.
        Interrupted = "interrupted": "praca była za każdym razem przerywana" / "the work was interrupted each time",
        /// A fault of the system.
        Internal = "internal": "błąd systemu; administrator widzi szczegóły przy zadaniu" / "a fault of the system; the administrator sees details with the job",
    }
}
