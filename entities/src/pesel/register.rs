//! What this room keeps about people.

use super::SightingKind;
use crate::register::Erased::Stays;
use crate::register::Kind::{Code, Instant};
use crate::register::When::AfterProjects;
use crate::register::retention_rules::RetentionRule::Sightings;
use crate::register::retention_rules::{Kept, by, gone};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::actor::Role;
use crate::shared::enums::polish;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 100,
        table: "person_pesel",
        label: "PESEL",
        about: "Numer PESEL, jeśli wymaga go projekt. Jest zaszyfrowany; na wniosek odczytuje go uprawniona osoba, co \
                zostaje odnotowane.",
        way: Way::Own, // its key is that of the person
        rows: Rows::Go(AfterProjects),
        columns: &[
            hidden("sealed", "encrypted; read by revealPesel, which is recorded", Stays),
            hidden("mark", "a keyed hash for search", Stays),
            shown("created_at", "notedAt", "Wpisano", Instant, Stays),
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
    gone("person_pesel", "with the person, who is erased by rule, or when it is removed"),
    by("pesel_sighting", &[Sightings]),
];
