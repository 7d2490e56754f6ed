//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    EDITION_FULL: "Wszystkie miejsca są zajęte, a lista rezerwowa jest pełna lub jej nie ma."
        / "Every seat is taken and the waiting list is full or absent.";
    INSTITUTION_CAP_REACHED: "Instytucja wykorzystała już swój limit miejsc w tej edycji."
        / "The institution has as many people in the edition as it may.";
    ALREADY_ENROLLED: "Ta osoba jest już zgłoszona na tę edycję."
        / "The person has a live enrolment in the edition.";
    ENROLMENT_CLOSED: "Nabór na tę edycję nie jest otwarty."
        / "The enrolment window is not open.";
    ALREADY_DECLINED: "Ta osoba zrezygnowała z zaproponowanego miejsca i nie może ponownie czekać na kolejne."
        / "The person declined an offer of this edition and cannot wait for another.";
    ALREADY_REJECTED: "Zgłoszenie tej osoby na tę edycję zostało odrzucone. Ponownie może ją zapisać tylko organizator, jeśli jest wolne miejsce."
        / "Staff rejected the person in this edition: they alone can enrol the person again, while there is a seat.";
    ATTENDANCE_LOCKED: "Lista obecności jest zamknięta."
        / "The attendance list is locked.";
    ATTENDANCE_RECORDED: "Na tych zajęciach zapisano już obecność."
        / "Attendance was recorded for the session.";
    ATTENDANCE_NOT_LOCKED: "Lista obecności nie jest jeszcze zamknięta."
        / "The attendance list is not locked yet.";
    ATTENDANCE_INCOMPLETE: "Na liście obecności brakuje wpisów."
        / "Rows of the attendance list are missing; the message says how many.";
}

forms! {
    BEFORE_DEADLINE: "Termin zapisów lub rezygnacji przypada po tym dniu. Trzeba podać zarazem jego nowy dzień."
        / "A deadline of enrolment or cancellation lies after this day: send its new day as well.";
    LONGER_THAN_SESSION: "To więcej, niż trwają zajęcia."
        / "Longer than the session lasts.";
}
