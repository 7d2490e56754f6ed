//! Enums of PESEL numbers.

use crate::labelled_enum;

labelled_enum! {
    /// What somebody did with a PESEL number.
    pub enum PeselSightingKind of entities::pesel::SightingKind {
        /// Entered or changed it.
        Noted = "wpisanie lub zmiana" / "noted",
        /// Removed it.
        Removed = "usunięcie" / "removed",
        /// Had all of it shown.
        Revealed = "wyświetlenie całego numeru" / "revealed",
        /// Searched by it and found the person.
        Found = "wyszukanie po numerze" / "found",
    }
}
