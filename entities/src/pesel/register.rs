//! What this room keeps about people.

use super::SightingKind;
use crate::partnerships::{PeselBasis, PeselPurpose};
use crate::register::Erased::Stays;
use crate::register::Kind::{Code, Instant, Name};
use crate::register::When::AfterProjects;
use crate::register::retention_rules::RetentionRule::{PeselConsents, ProjectPesels, Sightings};
use crate::register::retention_rules::{Kept, by};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::actor::Role;
use crate::shared::enums::polish;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 100,
        table: "person_pesel",
        label: "PESEL",
        about: "Numer PESEL w projektach, które go wymagają, z celem i podstawą. Jest zaszyfrowany; na wniosek odczytuje \
                go uprawniona osoba, co zostaje odnotowane. Usuwany najpóźniej po okresie przechowywania dokumentacji \
                projektu.",
        way: Way::Person("person_id"),
        rows: Rows::Go(AfterProjects),
        columns: &[
            shown("project_id", "project", "Projekt", Name("project", "title"), Stays),
            shown("purpose", "purpose", "Cel", Code(polish::<PeselPurpose>), Stays),
            shown("basis", "basis", "Podstawa", Code(polish::<PeselBasis>), Stays),
            hidden("sealed", "encrypted; read by revealPesel, which is recorded", Stays),
            hidden("mark", "a keyed hash for search", Stays),
            shown("created_at", "notedAt", "Wpisano", Instant, Stays),
        ],
    },
    Entry {
        place: 105, // behind the numbers that refer to it
        table: "pesel_consent",
        label: "Zgody na numer PESEL",
        about: "Kiedy wyrażono i wycofano zgodę na numer PESEL w projekcie. Usuwane po okresie przechowywania dokumentacji \
                projektu.",
        way: Way::Person("person_id"),
        rows: Rows::Go(AfterProjects),
        columns: &[
            shown("project_id", "project", "Projekt", Name("project", "title"), Stays),
            shown("given_at", "givenAt", "Wyrażona", Instant, Stays),
            shown("withdrawn_at", "withdrawnAt", "Wycofana", Instant, Stays),
        ],
    },
    Entry {
        place: 250,
        table: "pesel_sighting",
        label: "Kto widział numer PESEL",
        about: "Kiedy i w jakiej roli ktoś wpisał, odczytał albo wyszukał numer PESEL. Usuwane po 6 latach.",
        way: Way::Person("person_id"),
        rows: Rows::Stay("that the number was seen must be shown; of nobody once the person is erased"),
        columns: &[
            shown("at", "at", "Kiedy", Instant, Stays),
            shown("kind", "kind", "Czynność", Code(polish::<SightingKind>), Stays),
            shown("role", "role", "Rola", Code(polish::<Role>), Stays),
        ],
    },
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    by("person_pesel", &[ProjectPesels]),
    by("pesel_consent", &[PeselConsents]),
    by("pesel_sighting", &[Sightings]),
];
