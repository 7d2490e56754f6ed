//! What this room keeps about people, and which of its tables tell of nobody.

use crate::register::Blank::{Dash, Null, SortKey};
use crate::register::Erased::{Blank, Stays};
use crate::register::Kind::{Day, Instant, Name, Text};
use crate::register::When::{AfterProjects, AtOnce};
use crate::register::retention_rules::{Kept, gone, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 10,
        table: "person",
        label: "Dane osoby",
        about: "Wpis w rejestrze osób. Jest potrzebny do zapisów na szkolenia i wydawania zaświadczeń.",
        way: Way::Own,
        rows: Rows::Stay("enrolments and certificates hang on it; without names it is nobody"),
        columns: &[
            shown("first_name", "firstName", "Imię (imiona)", Text, Blank(AfterProjects, Dash)),
            shown("last_name", "lastName", "Nazwisko", Text, Blank(AfterProjects, Dash)),
            hidden("sort_key", "made of the names", Blank(AfterProjects, SortKey)),
            shown("email", "email", "Adres e-mail", Text, Blank(AtOnce, Null)),
            shown("new_email", "newEmail", "Adres e-mail do potwierdzenia", Text, Blank(AtOnce, Null)),
            shown("former_email", "formerEmail", "Poprzedni adres e-mail", Text, Blank(AtOnce, Null)),
            shown("phone", "phone", "Telefon", Text, Blank(AtOnce, Null)),
            shown("created_at", "registeredAt", "Wpisano", Instant, Stays),
            shown("updated_at", "changedAt", "Ostatnia zmiana", Instant, Stays),
        ],
    },
    Entry {
        place: 20,
        table: "employment",
        label: "Zatrudnienie",
        about: "Instytucje, z których osoba bierze udział w projektach, i pełnione funkcje.",
        way: Way::Person("person_id"),
        rows: Rows::Go(AfterProjects),
        columns: &[
            shown("institution_id", "institution", "Instytucja", Name("institution", "name"), Stays),
            shown("post", "post", "Stanowisko", Text, Stays),
            shown("from_day", "from", "Od", Day, Stays),
            shown("to_day", "to", "Do", Day, Stays),
        ],
    },
];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[("institution", "a public register; addresses of offices")];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    gone("employment", "with the person, who is erased by rule"),
    stays("institution", "a public register"),
    stays(
        "person",
        "blanked by rule (PEOPLE, KEPT_ERASURES); without names it is nobody, and what is counted hangs on it",
    ),
];
