//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    MANAGE_ADVISORY: [TeamServices, Coordinator], "Doradcy subregionów, przydział i odwoływanie wniosków o doradztwo."
        / "Advisers of subregions, assigning and calling off requests for advice.";
    ASK_FOR_ADVICE: [InstitutionCoordinator, InstitutionHead, TeamServices, Coordinator], "Zgłaszanie i wycofywanie wniosków o doradztwo w imieniu instytucji."
        / "Ask for advice for an institution, and take that back.";
    ADVISE: [TeamServices, Coordinator] or own, "Umawianie, przekazywanie i zapisywanie własnego doradztwa."
        / "Schedule, hand over and note one's own advice.";
    MANAGE_COACHING: [ProjectManager, TeamServices, Coordinator], "Coaching: coach, uczestnicy, budżet godzin, terminy i stan."
        / "Coaching: coach, coachees, budget of hours, days and state.";
    COACH: [TeamServices, Coordinator] or own, "Zapisywanie i poprawianie sesji własnego coachingu, odwoływanie rezerwacji."
        / "Note and correct sessions of one's own coaching, cancel bookings.";
    OFFER_SLOTS: [Coach], "Własne terminy coacha."
        / "A coach's own slots.";
    BOOK_COACHING: [] or own, "Rezerwowanie i odwoływanie terminów własnego coachingu."
        / "Book and cancel slots of one's own coaching.";
    READ_HOURS: [ProjectManager, TeamServices, Coordinator, Auditor], "Zestawienie godzin doradztwa i coachingu projektu."
        / "Hours of advice and coaching of a project, as sums.";
    WRITE_NOTES: [] or own, "Pisanie i usuwanie notatek z sesji coachingu, które się prowadziło jako coach."
        / "Write and remove notes about sessions of coaching that one held as a coach.";
}

sights! {
    "coach, który prowadził sesję, i obecni uczestnicy jej coachingu": "notatki z sesji; nikt inny ich nie widzi"
        / "the coach who held a session, and present coachees": "notes about it; nobody else sees them";
    "każdy, kto ma konto": "które subregiony mają doradców, bez osób, których nie widzi"
        / "everybody with an account": "which subregions have advisers, without people whom they do not see";
    "kierownik i koordynator instytucji": "wnioski i sesje doradztwa swojej instytucji"
        / "head and coordinator of an institution": "requests of the institution and their sessions";
    "doradca": "wnioski, które prowadzi, i ich sesje"
        / "adviser": "requests that are theirs, and their sessions";
    "coach": "coaching, który prowadzi, z jego uczestnikami i sesjami, i własne terminy"
        / "coach": "coaching that is theirs, its sessions and who is coached; their own slots";
    "uczestnik coachingu": "własny coaching, jego coach, sesje i terminy, bez innych uczestników"
        / "coachee": "their own coaching, its coach, sessions and slots, without the other coachees";
    "pracownicy projektu lub partnera, w swoim zakresie": "wnioski, coaching, godziny i daty"
        / "staff of a project or partner, within their scope": "requests, coaching, hours and dates";
}
