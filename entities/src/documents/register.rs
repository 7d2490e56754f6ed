//! What this room keeps about people.

use super::{DocumentKind, DocumentState};
use crate::register::Erased::{By, Stays};
use crate::register::Kind::{Code, Instant, Text};
use crate::register::When::{AfterProjects, AtOnce};
use crate::register::retention_rules::RetentionRule::ErasedFiles;
use crate::register::retention_rules::{Kept, by};
use crate::register::{Entry, Files, Rows, Way, hidden, shown};
use crate::shared::enums::polish;

const ERASED_FILE: &str = "documents::erase";

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[Entry {
    place: 180,
    table: "document",
    label: "Dokumenty",
    about: "Pliki przygotowane dla osoby: zaświadczenia, podglądy, kopie danych.",
    way: Way::Person("person_id"),
    rows: Rows::Stay("the hash tells a true document from a false one; the bytes go"),
    columns: &[
        shown("title", "title", "Nazwa", Text, Stays),
        shown("kind", "kind", "Rodzaj", Code(polish::<DocumentKind>), Stays),
        shown("state", "state", "Stan", Code(polish::<DocumentState>), By(ERASED_FILE)),
        shown("file_name", "fileName", "Nazwa pliku", Text, Stays),
        shown("created_at", "createdAt", "Zamówiono", Instant, Stays),
        shown("stored_at", "storedAt", "Zapisano", Instant, Stays),
        hidden("media_type", "that of its kind", Stays),
        hidden("path", "made of numbers and keys", Stays),
        shown("sha256", "sha256", "Skrót SHA-256", Text, Stays),
        hidden("problem", "a code of the machine", Stays),
    ],
}];

/// What erasure does with files of a kind.
pub const fn files(kind: DocumentKind) -> Files {
    match kind {
        DocumentKind::Certificate => Files::Own(AfterProjects),
        DocumentKind::CertificatePreview | DocumentKind::PersonExport => Files::Own(AtOnce),
        DocumentKind::CertificateArchive | DocumentKind::AttendanceSheet => Files::MadeAnew(AfterProjects),
        DocumentKind::Report => Files::Stay("reports show no people"),
        DocumentKind::Material | DocumentKind::SheetScan | DocumentKind::ProjectFile => Files::Stay(
            "scans with signatures of many people are documentation of the project and go with it; nobody can take \
             one person out of a scan",
        ),
    }
}

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[by("document", &[ErasedFiles])];
