//! Enums of the certificates.

use crate::labelled_enum;

labelled_enum! {
    /// State of a certificate.
    pub enum CertificateState of entities::certificates::CertificateState {
        /// Has its number; the document is being made.
        Numbered = "nadano numer" / "numbered",
        /// The document is stored.
        Rendered = "gotowe" / "rendered",
        /// Handed over.
        Delivered = "przekazane" / "delivered",
        /// Corrected by another certificate.
        Superseded = "skorygowane" / "superseded",
        /// Revoked, with a reason.
        Revoked = "unieważnione" / "revoked",
        /// Taken back before it was handed over; its number stays visible.
        Annulled = "anulowane" / "annulled",
    }
}

labelled_enum! {
    /// What a public check of a certificate answers.
    pub enum Verdict of entities::certificates::verdict::VerdictKind {
        /// Issued, unchanged, in force.
        Valid = "ważne" / "valid",
        /// Replaced by another certificate.
        Corrected = "skorygowane" / "corrected",
        /// Revoked or annulled.
        Revoked = "unieważnione" / "revoked",
        /// Its last day of validity is over.
        Expired = "wygasło" / "expired",
        /// No certificate has this code.
        Unknown = "nieznane" / "unknown",
    }
}
