//! What this room keeps about people.

use super::{AdvisoryRequestState, AdvisoryTopic, CoachingKind, CoachingState};
use crate::register::Erased::Stays;
use crate::register::Kind::{Code, Day, Instant, Name, Number};
use crate::register::When::AtOnce;
use crate::register::retention_rules::{Kept, stays};
use crate::register::{Entry, Rows, Way, hidden, shown};
use crate::shared::enums::polish;

const DOCUMENTATION: &str = "hours of a project's advice count it; of nobody once the person is erased";

/// Tables with rows about people.
pub const TABLES: &[Entry] = &[
    Entry {
        place: 152,
        table: "subregion_adviser",
        label: "Doradztwo w subregionach",
        about: "Subregiony, w których osoba doradza lub doradzała; część dokumentacji projektu.",
        way: Way::Person("person_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("subregion_id", "subregion", "Subregion", Name("subregion", "name"), Stays),
            shown("created_at", "appointedAt", "Wyznaczono", Instant, Stays),
            shown("ended_at", "endedAt", "Zakończono", Instant, Stays),
            hidden("end_reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 154,
        table: "advisory_request",
        label: "Prowadzone doradztwo",
        about: "Wnioski instytucji, w których osoba doradza; część dokumentacji projektu.",
        way: Way::Person("adviser_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("topic", "topic", "Temat", Code(polish::<AdvisoryTopic>), Stays),
            shown("state", "state", "Stan", Code(polish::<AdvisoryRequestState>), Stays),
            shown("created_at", "requestedAt", "Zgłoszono", Instant, Stays),
            hidden("words", "what an institution asks", Stays),
            hidden("reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 164,
        table: "advisory_session",
        label: "Przeprowadzone sesje",
        about: "Sesje doradztwa, które osoba prowadziła; część dokumentacji projektu.",
        way: Way::Person("held_by_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("topic", "topic", "Temat", Code(polish::<AdvisoryTopic>), Stays),
            shown("held_at", "heldAt", "Kiedy", Instant, Stays),
            shown("minutes", "minutes", "Minuty", Number, Stays),
            hidden("place", "a room of an office", Stays),
            hidden("reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 156,
        table: "coaching_engagement",
        label: "Prowadzony coaching",
        about: "Coaching, który osoba prowadzi; część dokumentacji projektu.",
        way: Way::Person("coach_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("kind", "kind", "Rodzaj", Code(polish::<CoachingKind>), Stays),
            shown("topic", "topic", "Temat", Code(polish::<AdvisoryTopic>), Stays),
            shown("state", "state", "Stan", Code(polish::<CoachingState>), Stays),
            shown("starts_on", "startsOn", "Od", Day, Stays),
            shown("ends_on", "endsOn", "Do", Day, Stays),
            hidden("title", "what an office calls its own work", Stays),
            hidden("reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 158,
        table: "coaching_member",
        label: "Udział w coachingu",
        about: "Coaching, w którym osoba uczestniczy lub uczestniczyła; część dokumentacji projektu.",
        way: Way::Person("person_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("engagement_id", "coaching", "Coaching", Name("coaching_engagement", "title"), Stays),
            shown("created_at", "joinedAt", "Od", Instant, Stays),
            shown("left_at", "leftAt", "Do", Instant, Stays),
            hidden("reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 159,
        table: "coaching_slot",
        label: "Terminy coacha",
        about: "Terminy, które osoba wyznaczyła jako coach; część dokumentacji projektu.",
        way: Way::Person("coach_id"),
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("starts_at", "startsAt", "Od", Instant, Stays),
            shown("ends_at", "endsAt", "Do", Instant, Stays),
            hidden("place", "a room of an office", Stays),
            hidden("online_url", "leads to a meeting that is over, and to nobody", Stays),
        ],
    },
    Entry {
        place: 161,
        table: "coaching_booking",
        label: "Rezerwacje terminów coacha",
        about: "Terminy zarezerwowane na coaching, który osoba prowadzi albo w którym uczestniczy; część dokumentacji projektu.",
        way: OF_COACHING,
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("engagement_id", "coaching", "Coaching", Name("coaching_engagement", "title"), Stays),
            shown("created_at", "bookedAt", "Zarezerwowano", Instant, Stays),
            shown("cancelled_at", "cancelledAt", "Odwołano", Instant, Stays),
            hidden("reason", "why a time did not suit", Stays),
        ],
    },
    Entry {
        place: 166,
        table: "coaching_session",
        label: "Sesje coachingu",
        about: "Sesje coachingu, które osoba prowadziła albo w których uczestniczyła; część dokumentacji projektu.",
        way: OF_COACHING,
        rows: Rows::Stay(DOCUMENTATION),
        columns: &[
            shown("engagement_id", "coaching", "Coaching", Name("coaching_engagement", "title"), Stays),
            shown("topic", "topic", "Temat", Code(polish::<AdvisoryTopic>), Stays),
            shown("held_at", "heldAt", "Kiedy", Instant, Stays),
            shown("minutes", "minutes", "Minuty", Number, Stays),
            shown("removed_at", "removedAt", "Usunięto", Instant, Stays),
            hidden("place", "a room of an office", Stays),
            hidden("reason", "words of an office about its own work", Stays),
        ],
    },
    Entry {
        place: 168,
        table: "coaching_note",
        label: "Notatki z sesji coachingu",
        about: "Notatki coacha z sesji, w których coachingu osoba uczestniczy lub uczestniczyła. Są zaszyfrowane; czytają je coach \
                i uczestnicy, co zostaje odnotowane. Usuwane wraz z danymi osoby.",
        way: BESIDE_COACHEE,
        rows: Rows::Go(AtOnce),
        columns: &[
            hidden("sealed", "encrypted; read by readCoachingNote, which is recorded", Stays),
            shown("engagement_id", "coaching", "Coaching", Name("coaching_engagement", "title"), Stays),
            shown("created_at", "writtenAt", "Zapisano", Instant, Stays),
        ],
    },
];

/// The coach, and whoever is or was coached.
const OF_COACHING: Way = Way::Any(&[Way::Person("coach_id"), BESIDE_COACHEE]);
const BESIDE_COACHEE: Way = Way::Beside("engagement_id", "coaching_member", "engagement_id");

/// For how long rows of each table are kept.
pub const KEPT: &[Kept] = &[
    stays("subregion_adviser", DOCUMENTATION),
    stays("advisory_request", DOCUMENTATION),
    stays("advisory_session", DOCUMENTATION),
    stays("coaching_engagement", DOCUMENTATION),
    stays("coaching_member", DOCUMENTATION),
    stays("coaching_slot", DOCUMENTATION),
    stays("coaching_booking", DOCUMENTATION),
    stays("coaching_session", DOCUMENTATION),
    stays("coaching_note", "its coach removes it; it goes with its session and with whoever it is about"),
];
