//! What this room keeps about people, and which of its tables tell of nobody.

use super::verdict::VerdictKind;
use super::{CertificateKind, CertificateState, VerificationChannel};
use crate::register::Erased::{By, Stays};
use crate::register::Kind::{Code, Day, Inside, Instant, Name, Text};
use crate::register::retention_rules::RetentionRule::Verifications;
use crate::register::retention_rules::{Kept, by, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::enums::polish;

const ERASED_SNAPSHOT: &str = "certificates::erase_certificates";

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 160,
        table: "certificate",
        label: "Zaświadczenia",
        about: "Wydane zaświadczenia z tym, co na nich wydrukowano; część dokumentacji projektu. Każdy, kto ma kod, \
                plik albo zna numer i nazwisko, może sprawdzić numer, imię i nazwisko, szkolenie, wystawcę i datę.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("numbers have no gap, and whoever checks the code is answered without a name"),
        columns: &[
            shown("number", "number", "Numer", Text, Stays),
            shown("kind", "kind", "Rodzaj", Code(polish::<CertificateKind>), Stays),
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
        place: 170,
        table: "verification",
        label: "Sprawdzenia zaświadczeń",
        about: "Kiedy ktoś sprawdził zaświadczenie i co mu odpowiedziano. Nie wiadomo, kto pytał. Usuwane po roku.",
        way: Way::Through("certificate_id", "certificate"),
        rows: Rows::Stay("a time and an answer, about a certificate without a name"),
        columns: &[
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("verdict", "answer", "Odpowiedź", Code(polish::<VerdictKind>), Stays),
            shown("channel", "channel", "Sposób", Code(polish::<VerificationChannel>), Stays),
        ],
    },
];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    (
        "certificate_template",
        "texts of an office; who signs does so in the office's name, and stands on documents",
    ),
    ("certificate_template_version", "what a template read before"),
    ("number_confirmation", "numbers"),
    ("number_hold", "numbers"),
    ("number_series", "numbers"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("certificate", "numbers have no gap, and whoever checks a code is answered for good"),
    stays("certificate_template", "what certificates were printed by"),
    stays("certificate_template_version", "what certificates were printed by"),
    stays("number_confirmation", "why numbers have a gap; one after a restore"),
    stays("number_hold", "one for each restore, with the numbers that it put in doubt"),
    stays("number_series", "the counter of the numbers"),
    by("verification", &[Verifications]),
];
