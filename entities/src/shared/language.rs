//! The languages in which people are written to.

use crate::db_enum;

db_enum! {
    /// A language.
    pub enum Language {
        /// Polish.
        Polish = "pl",
        /// English.
        English = "en",
    }
}
