//! What this room keeps about people, and which of its tables tell of nobody.

use super::{EnrolmentState, MaterialAudience};
use crate::register::Blank::{False, Null, SortKey};
use crate::register::Erased::{Blank, By, Stays};
use crate::register::Kind::{Code, Flag, Instant, Name, Number, Text};
use crate::register::When::{AfterProjects, AtOnce};
use crate::register::retention_rules::{Kept, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::enums::polish;

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 130,
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
        place: 140,
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
        place: 145,
        table: "check_in",
        label: "Wejścia na zajęcia",
        about: "Kiedy przy drzwiach zeskanowano bilet; z tego powstaje obecność na zajęciach.",
        way: Way::Through("enrolment_id", "enrolment"),
        rows: Rows::Stay("times of nobody, from which minutes were made"),
        columns: &[
            shown("session_id", "session", "Zajęcia", Name("session", "title"), Stays),
            shown("came_at", "cameAt", "Wejście", Instant, Stays),
            shown("left_at", "leftAt", "Wyjście", Instant, Stays),
            shown("recorded_at", "recordedAt", "Zapisano", Instant, Stays),
        ],
    },
    Entry {
        place: 141,
        table: "sheet_line",
        label: "Wiersze list obecności",
        about: "Gdzie osoba stoi na liście obecności do podpisu; część dokumentacji projektu.",
        way: Way::Through("enrolment_id", "enrolment"),
        rows: Rows::Stay("lines of nobody, by which a printed page is read"),
        columns: &[
            shown("number", "line", "Wiersz", Number, Stays),
            shown("printed", "printed", "Wydrukowano na liście", Flag, Stays),
        ],
    },
    Entry {
        place: 142,
        table: "sheet_signature",
        label: "Podpisy na listach obecności",
        about: "Czy na liście obecności jest podpis; część dokumentacji projektu. Skany list przechowuje projekt razem z nią.",
        way: Way::Through("line_id", "sheet_line"),
        rows: Rows::Stay("signatures of nobody, from which minutes were made"),
        columns: &[
            shown("session_id", "session", "Zajęcia", Name("session", "title"), Stays),
            shown("signed", "signed", "Podpis", Flag, Stays),
            shown("recorded_at", "recordedAt", "Zapisano", Instant, Stays),
        ],
    },
    Entry {
        place: 147,
        table: "survey_receipt",
        label: "Wypełnione ankiety",
        about: "Tylko to, że ankieta została wypełniona. Odpowiedzi są anonimowe: nic ich nie łączy z osobą.",
        way: Way::Through("enrolment_id", "enrolment"),
        rows: Rows::Stay("that somebody answered, whose answers are nobody's"),
        columns: &[shown("survey_id", "survey", "Ankieta", Name("survey", "title"), Stays)],
    },
    Entry {
        place: 176,
        table: "material",
        label: "Materiały szkolenia",
        about: "Pliki szkolenia; nie dotyczą osób, o ile nie dotyczy ich sam plik.",
        way: Way::Through("document_id", "document"),
        rows: Rows::Stay("what was shown of a training; the bytes go with the file"),
        columns: &[
            shown("title", "title", "Nazwa", Text, Stays),
            shown("file_name", "fileName", "Nazwa pliku", Text, Stays),
            shown("audience", "audience", "Dla kogo", Code(polish::<MaterialAudience>), Stays),
            hidden("media_type", "that of its kind", Stays),
            hidden("title_key", "sorts the title", Stays),
        ],
    },
    Entry {
        place: 150,
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
];

/// Tables without, each with the reason.
pub const OTHERS: &[(&str, &str)] = &[
    ("attendance_sheet", "of which day and group a list was printed; who stands on it is in `sheet_line`"),
    ("sheet_page", "which lines stand on which page"),
    ("sheet_scan", "which file is the scan of which page; the file itself is in `document`"),
    ("breakout_group", "names of groups"),
    ("edition", "a public event"),
    ("programme_template", "which templates a programme has"),
    ("enrolment_wording", "what a project says to everybody"),
    ("programme_topic", "titles"),
    ("session", "titles and times"),
    ("survey", "what is asked"),
    ("survey_answer", "answers of nobody: nothing joins them to a person, nor to each other"),
    ("survey_question", "what is asked"),
    ("training_programme", "a public programme"),
];

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("attendance", "minutes of nobody once the person is erased; the edition's figures count them"),
    stays("attendance_sheet", "by its code a printed page is known; documentation of the project"),
    stays("sheet_line", "lines of nobody once the person is erased; by them a printed page is read"),
    stays("sheet_page", "documentation of the project"),
    stays("sheet_scan", "that a page was scanned; the bytes go with the file"),
    stays("sheet_signature", "signatures of nobody once the person is erased; minutes were made from them"),
    stays("breakout_group", "names of groups of an edition"),
    stays("check_in", "times of nobody once the person is erased; minutes were made from them"),
    stays("edition", "documentation of the project; statistics outlive it"),
    stays("enrolment", "seats and statistics count it; its person is erased by rule"),
    stays("material", "what the participants were shown; documentation of the project"),
    stays("programme_template", "what certificates are printed by"),
    stays("enrolment_wording", "what a project says in its messages, until it says something else"),
    stays("programme_topic", "what certificates were printed by"),
    stays("survey", "documentation of the project"),
    stays("survey_answer", "answers of nobody, which results are made of"),
    stays("survey_question", "documentation of the project"),
    stays("survey_receipt", "turnout; the person behind the enrolment is erased by rule"),
    stays("session", "documentation of the project"),
    stays(
        "trainer_assignment",
        "that somebody trained is a fact of the edition; the person is erased by rule",
    ),
    stays("training_programme", "what certificates were printed by"),
];
