//! Documents: every stored file has a row here, whatever room it comes from.
//!
//! A row is `due` from the transaction that asked for it until the worker has stored its bytes; a stored document
//! is never rendered again. What people upload (`upload.rs` says what is taken) is stored before its row is written. A download needs the right to see the row, or a short-lived signed link (`link.rs`).

pub mod actions;
pub mod deeds;
pub mod document;
pub mod files;
pub mod ids;
pub mod link;
pub mod refusals;
pub mod register;
pub mod rights;
pub mod store;
pub mod upload;

use crate::db_enum;
use crate::rooms::Room;

/// What the room declares, folded in `lib.rs`.
pub const ROOM: Room = Room {
    // A copy of a person's data is seen by whoever asked for it and sees the person.
    knows: &["audit", "partnerships", "register"],
    rights: rights::ALL,
    deeds: deeds::ALL,
    things: ids::THINGS,
    register: register::TABLES,
    kept: register::KEPT,
    ..Room::of("documents")
};

db_enum! {
    /// Kind of a document.
    pub enum DocumentKind {
        /// A certificate.
        Certificate = "certificate": "zaświadczenie" / "certificate",
        /// A preview of a certificate, without a number.
        CertificatePreview = "certificate_preview": "podgląd zaświadczenia" / "certificate preview",
        /// All certificates of an edition in one ZIP.
        CertificateArchive = "certificate_archive": "komplet zaświadczeń" / "all certificates",
        /// A signable attendance list of one day.
        AttendanceSheet = "attendance_sheet": "lista obecności" / "attendance list",
        /// A report.
        Report = "report": "raport" / "report",
        /// Something uploaded to an edition: slides, exercises, scans.
        Material = "material": "materiał szkoleniowy" / "training material",
        /// A scan of signed pages of an attendance list.
        SheetScan = "sheet_scan": "skan listy obecności" / "scan of an attendance list",
        /// Something uploaded to a project: sources of measurements, letters, scans.
        ProjectFile = "project_file": "plik projektu" / "project file",
        /// A copy of all data of a person, for that person.
        PersonExport = "person_export": "kopia danych osobowych" / "copy of personal data",
    }
}

impl DocumentKind {
    /// Whether it holds facts of persons, so that whoever downloads it is noted. What is not known to hold none does.
    pub const fn is_personal(self) -> bool {
        !matches!(self, Self::Report)
    }
}

db_enum! {
    /// Whether the bytes of a document are there.
    pub enum DocumentState {
        /// Waits for the worker.
        Due = "due": "w przygotowaniu" / "due",
        /// Stored; never changes again.
        Stored = "stored": "gotowy" / "stored",
        /// Could not be made.
        Failed = "failed": "nie powstał" / "failed",
        /// Its bytes were erased; hash and size stay.
        Erased = "erased": "usunięty" / "erased",
    }
}
