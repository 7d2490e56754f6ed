//! Enums of the documents.

use crate::labelled_enum;

labelled_enum! {
    /// Kind of a document.
    pub enum DocumentKind of entities::documents::DocumentKind {
        /// A certificate.
        Certificate = "zaświadczenie" / "certificate",
        /// A preview of a certificate, without a number.
        CertificatePreview = "podgląd zaświadczenia" / "certificate preview",
        /// All certificates of an edition in one ZIP.
        CertificateArchive = "komplet zaświadczeń" / "all certificates",
        /// A signable attendance list of one day.
        AttendanceSheet = "lista obecności" / "attendance list",
        /// A report.
        Report = "raport" / "report",
        /// Something uploaded to an edition: slides, exercises, scans.
        Material = "materiał szkoleniowy" / "training material",
        /// Something uploaded to a project: sources of measurements, letters, scans.
        ProjectFile = "plik projektu" / "project file",
        /// A copy of all data of a person, for that person.
        PersonExport = "kopia danych osobowych" / "copy of personal data",
    }
}

labelled_enum! {
    /// Whether the bytes of a document are there.
    pub enum DocumentState of entities::documents::DocumentState {
        /// Waits for the worker.
        Due = "w przygotowaniu" / "due",
        /// Stored; never changes again.
        Stored = "gotowy" / "stored",
        /// Could not be made.
        Failed = "nie powstał" / "failed",
        /// Its bytes were erased; hash and size stay.
        Erased = "usunięty" / "erased",
    }
}
