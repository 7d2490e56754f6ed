//! Why this room refuses.

use crate::{forms, refusals};

refusals! {
    NO_SESSION: "Nie zapisano żadnej sesji tego doradztwa."
        / "No session of the advice is noted.";
    NOT_A_COACH: "Ta osoba nie ma roli coacha w tym projekcie."
        / "The person does not hold the role of a coach there.";
    ONE_COACHEE: "Coaching indywidualny ma jednego uczestnika."
        / "Individual coaching has one coachee.";
    NO_COACHEE: "Coaching musi mieć uczestnika."
        / "Coaching needs a coachee.";
    SLOT_OVERLAPS: "W tym czasie jest już inny termin tego coacha."
        / "The coach offers another slot at that time.";
    SLOT_GONE: "Ten termin minął albo został wycofany."
        / "The slot has begun or was withdrawn.";
    SLOT_TAKEN: "Ten termin jest już zarezerwowany."
        / "The slot is booked.";
    CANCELLED_LATE: "Termin można odwołać najpóźniej 24 godziny przed jego rozpoczęciem."
        / "A booking is cancelled at least 24 hours before it begins.";
    SESSION_HELD: "Zapisano już sesję w tym terminie."
        / "A session is noted for the booking.";
    BOOKED_AHEAD: "Są zarezerwowane terminy, które się jeszcze nie odbyły. Najpierw je odwołaj."
        / "Slots are booked that have not begun; cancel them first.";
    NO_NOTE_KEY: "Instalacja nie ma klucza do notatek."
        / "The installation has no key for notes.";
    BUDGET_SPENT: "To więcej minut, niż zostało w budżecie."
        / "More minutes than are left of the budget; the message names them.";
}

forms! {
    HTTPS: "Odnośnik zaczyna się od https://."
        / "A link begins with https://.";
}
