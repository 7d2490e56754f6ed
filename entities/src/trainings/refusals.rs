//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    EDITION_FULL: "Wszystkie miejsca są zajęte, a lista rezerwowa jest pełna lub jej nie ma."
        / "Every seat is taken and the waiting list is full or absent.";
    INSTITUTION_CAP_REACHED: "Instytucja wykorzystała już swój limit miejsc w tej edycji."
        / "The institution has as many people in the edition as it may.";
    PROGRAMME_LIMIT_REACHED: "Limit udziału w tym cyklu szkoleń jest już wykorzystany."
        / "As many seats in editions of this programme are taken already as may be.";
    NO_RESERVED_SEAT: "Ta edycja nie ma już miejsc zarezerwowanych."
        / "The edition has no reserved seat left.";
    ALREADY_ENROLLED: "Ta osoba jest już zgłoszona na tę edycję."
        / "The person has a live enrolment in the edition.";
    ENROLMENT_CLOSED: "Nabór na tę edycję nie jest otwarty. Po jego zamknięciu osobę może zapisać organizator, podając powód."
        / "The enrolment window is not open. After its end staff enrol people with a reason.";
    ENROLMENT_OVER: "Ostatni dzień naboru lub szkolenia już minął. Najpierw trzeba podać późniejszy."
        / "The last day of enrolment, or of the edition, has passed. Set a later one first.";
    NOT_BEGUN: "Pierwszy dzień szkolenia jeszcze nie nadszedł."
        / "The first day of the edition has not come.";
    NO_SEAT_HELD: "To zgłoszenie nie zajmuje miejsca, które można przekazać."
        / "The enrolment holds no seat that could be handed over.";
    ALREADY_DECLINED: "Ta osoba zrezygnowała z zaproponowanego miejsca i nie może ponownie czekać na kolejne."
        / "The person declined an offer of this edition and cannot wait for another.";
    ALREADY_REJECTED: "Zgłoszenie tej osoby na tę edycję zostało odrzucone. Ponownie może ją zapisać tylko organizator, jeśli jest wolne miejsce."
        / "Staff rejected the person in this edition: they alone can enrol the person again, while there is a seat.";
    SESSIONS_OVERLAP: "W tym czasie ta grupa ma już inne zajęcia."
        / "The group has another session at this time.";
    SURVEY_ANSWERED: "Ta ankieta jest już wypełniona."
        / "The survey is answered already.";
    SURVEY_CLOSED: "Ostatni dzień ankiety już minął."
        / "The last day of the survey is over.";
    SURVEY_EMPTY: "Ankieta nie ma żadnego pytania."
        / "The survey asks nothing.";
    SURVEY_THERE: "Ta edycja ma już ankietę."
        / "The edition has a survey already.";
    TEMPLATE_TWICE: "Program ma już wzór tego rodzaju w tym języku."
        / "Two templates are of one kind and language.";
    PROGRAMME_IN_USE: "Z tego programu korzysta już szkolenie."
        / "The programme has an edition.";
    GROUP_IN_USE: "Ta grupa ma zajęcia. Najpierw trzeba je usunąć."
        / "The group has sessions: remove them first.";
    ATTENDANCE_LOCKED: "Lista obecności jest zamknięta."
        / "The attendance list is locked.";
    ATTENDANCE_RECORDED: "Na tych zajęciach zapisano już obecność."
        / "Attendance was recorded for the session.";
    ATTENDANCE_NOT_LOCKED: "Lista obecności nie jest jeszcze zamknięta."
        / "The attendance list is not locked yet.";
    OTHER_SHEET: "Ten skan pokazuje stronę innej listy obecności."
        / "The scan shows a page of another attendance list.";
    SCANS_MISSING: "Brakuje skanów podpisanych stron listy obecności."
        / "Signed pages of attendance lists have no scan; the message says how many.";
    ATTENDANCE_INCOMPLETE: "Na liście obecności brakuje wpisów."
        / "Rows of the attendance list are missing; the message says how many.";
}

forms! {
    DAY_PASSED: "Ten dzień już minął albo przypada przed szkoleniem."
        / "The day has passed, or lies before the edition.";
    BEFORE_DEADLINE: "Termin zapisów lub rezygnacji przypada po tym dniu. Trzeba podać zarazem jego nowy dzień."
        / "A deadline of enrolment or cancellation lies after this day: send its new day as well.";
    FOR_PARTICIPANTS: "Dzień można podać tylko dla uczestników: to, co widzą wszyscy, widzą od razu."
        / "A day holds for participants alone: what everybody sees is seen at once.";
    NEXT_DAY: "Zajęcia muszą skończyć się tego samego dnia."
        / "A session ends on the day on which it begins.";
    FILE_ROWS: "Plik może mieć najwyżej {} osób i {} kolumn."
        / "A file may have {} people and {} columns.";
    NO_STEP: "Tych wiadomości projekt nie uzupełnia: nie są o zapisie na szkolenie."
        / "A project adds nothing to such messages: they are not about an enrolment.";
    UNKNOWN_PLACEHOLDER: "Nieznana nazwa w nawiasach klamrowych (licząc od początku: {}). Można użyć: {osoba}, {szkolenie}, {dni}, {miejsce}, {organizator}, {projekt}."
        / "An unknown name between braces (number {} of the text). There are {person}, {training}, {days}, {place}, {organiser}, {project}.";
    SCAN_TYPE: "Skan to plik PDF, PNG albo JPEG; zawartość musi odpowiadać rozszerzeniu nazwy."
        / "A scan is a PDF, PNG or JPEG file; the contents must agree with the ending of the name.";
    PAGE_UNREAD: "Nie udało się odczytać kodu strony. Trzeba podać jej numer."
        / "The code of the page could not be read: give its number.";
    PAGE_OTHER: "Z kodu na skanie wynika, że to strona {}."
        / "The code on the scan says that it is page {}.";
    LINES_MISSING: "Brakuje {} z osób wydrukowanych na tej stronie."
        / "{} of the people who are printed on the page are missing.";
    LONGER_THAN_SESSION: "To więcej, niż trwają zajęcia."
        / "Longer than the session lasts.";
}
