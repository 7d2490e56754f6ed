//! Trainings and certificates.

use super::Blank::{False, Null, SortKey};
use super::Erased::{Blank, By, Stays};
use super::Kind::{Code, Day, Flag, Inside, Instant, Name, Number, Text};
use super::When::{AfterProjects, AtOnce};
use super::{Entry, Rows, Way, hidden, shown};
use crate::certificates::CertificateState;
use crate::certificates::verdict::VerdictKind;
use crate::documents::{DocumentKind, DocumentState};
use crate::requests::export_words as words;
use crate::shared::enums::polish;
use crate::trainings::EnrolmentState;

const ERASED_SNAPSHOT: &str = "certificates::erase_certificates";
const ERASED_FILE: &str = "documents::erase";

pub(super) const TABLES: &[Entry] = &[
    Entry {
        table: "enrolment",
        label: "Zapisy na szkolenia",
        about: "Udział w szkoleniach należy do dokumentacji projektu i jest przechowywany tak długo jak ona. Potrzeby \
                zgłoszone przy zapisie są usuwane 30 dni po szkoleniu.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("seats and statistics count it"),
        columns: &[
            shown("edition_id", "training", "Szkolenie", Name("edition", "title"), Stays),
            shown("institution_id", "institution", "Instytucja", Name("institution", "name"), Stays),
            shown("state", "state", "Stan", Code(polish::<EnrolmentState>), By("trainings::withdraw")),
            shown("requested_at", "requestedAt", "Zgłoszono", Instant, Stays),
            shown("needs_diet", "diet", "Dieta", Text, Blank(AtOnce, Null)),
            shown("needs_access", "access", "Potrzeby w zakresie dostępności", Text, Blank(AtOnce, Null)),
            shown("needs_night", "night", "Nocleg", Flag, Blank(AtOnce, False)),
            hidden("sort_key", "made of the names", Blank(AfterProjects, SortKey)),
        ],
    },
    Entry {
        table: "attendance",
        label: "Obecność",
        about: "Minuty obecności na zajęciach; część dokumentacji projektu.",
        way: Way::Through("enrolment_id", "enrolment"),
        rows: Rows::Stay("minutes of nobody, which the edition's figures count"),
        columns: &[
            shown("session_id", "session", "Zajęcia", Name("session", "title"), Stays),
            shown("minutes", "minutes", "Minuty", Number, Stays),
            shown("recorded_at", "recordedAt", "Zapisano", Instant, Stays),
        ],
    },
    Entry {
        table: "trainer_assignment",
        label: "Prowadzone szkolenia",
        about: "Szkolenia, które osoba prowadziła; część dokumentacji projektu.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("that somebody trained is a fact of the edition"),
        columns: &[
            shown("edition_id", "training", "Szkolenie", Name("edition", "title"), Stays),
            shown("created_at", "assignedAt", "Wpisano", Instant, Stays),
        ],
    },
    Entry {
        table: "certificate",
        label: "Zaświadczenia",
        about: "Wydane zaświadczenia z tym, co na nich wydrukowano; część dokumentacji projektu. Każdy, kto ma kod, \
                może sprawdzić numer, imię i nazwisko, szkolenie, wystawcę i datę.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("numbers have no gap, and whoever checks the code is answered without a name"),
        columns: &[
            shown("number", "number", "Numer", Text, Stays),
            hidden("series", "part of the number", Stays),
            shown("code", "code", "Kod weryfikacyjny", Text, Stays),
            shown(
                "snapshot",
                "printedName",
                "Imię i nazwisko na dokumencie",
                Inside("/variable/name"),
                By(ERASED_SNAPSHOT),
            ),
            shown("edition_id", "training", "Szkolenie", Name("edition", "title"), Stays),
            shown("issued_on", "issuedOn", "Wydano", Day, Stays),
            shown("valid_until", "validUntil", "Ważne do", Day, Stays),
            shown("state", "state", "Stan", Code(polish::<CertificateState>), Stays),
            shown("ended_on", "endedOn", "Zakończono", Day, Stays),
            shown("reason", "reason", "Uzasadnienie", Text, By(ERASED_SNAPSHOT)),
            shown("sha256", "sha256", "Skrót SHA-256 dokumentu", Text, Stays),
        ],
    },
    Entry {
        table: "verification",
        label: "Sprawdzenia zaświadczeń",
        about: "Kiedy ktoś sprawdził zaświadczenie po kodzie i co mu odpowiedziano. Nie wiadomo, kto pytał.",
        way: Way::Through("certificate_id", "certificate"),
        rows: Rows::Stay("a time and an answer, about a certificate without a name"),
        columns: &[
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("verdict", "answer", "Odpowiedź", Code(polish::<VerdictKind>), Stays),
            shown("channel", "channel", "Sposób", Code(words::channel), Stays),
        ],
    },
    Entry {
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
    },
    Entry {
        table: "report_artefact",
        label: "Pliki raportów",
        about: "Raporty nie mówią o osobach; wpis jest tu, bo wskazuje na dokument.",
        way: Way::Through("document_id", "document"),
        rows: Rows::Stay("reports show no people"),
        columns: &[shown("format", "format", "Format", Text, Stays)],
    },
];
