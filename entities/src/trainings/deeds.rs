//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "trainings";
    ADD_BREAKOUT_GROUP = "add_breakout_group": "dodanie grupy" / "add breakout group";
    ADD_SESSION = "add_session": "dodanie zajęć" / "add session";
    ANSWER_OFFER = "answer_offer": "odpowiedź na propozycję miejsca" / "answer offer";
    ASSIGN_TRAINER = "assign_trainer": "wyznaczenie trenera" / "assign trainer";
    CANCEL_ENROLMENT = "cancel_enrolment": "odwołanie zapisu" / "cancel enrolment";
    CHANGE_EDITION_STATE = "change_edition_state": "zmiana stanu szkolenia" / "change edition state";
    CONFIRM_DATES = "confirm_dates": "potwierdzenie terminu" / "confirm dates";
    CREATE_EDITION = "create_edition": "utworzenie szkolenia" / "create edition";
    CREATE_PROGRAMME = "create_programme": "utworzenie programu szkolenia" / "create programme";
    DECIDE_ENROLMENT = "decide_enrolment": "decyzja o zapisie" / "decide enrolment";
    ENROL = "enrol": "zapis na szkolenie" / "enrol";
    EXPIRE_OFFER = "expire_offer": "wygaśnięcie propozycji miejsca" / "expire offer";
    LOCK_ATTENDANCE = "lock_attendance": "zamknięcie listy obecności" / "lock attendance";
    OFFER_SEAT = "offer_seat": "propozycja miejsca" / "offer seat";
    RECORD_ATTENDANCE = "record_attendance": "zapisanie obecności" / "record attendance";
    REMOVE_SESSION = "remove_session": "usunięcie zajęć" / "remove session";
    REQUEST_SHEET = "request_sheet": "zamówienie listy obecności" / "request sheet";
    SEE_NEEDS = "see_needs" seen: "wgląd w potrzeby uczestnika" / "see a participant's needs";
    SET_BREAKOUT_GROUP = "set_breakout_group": "przypisanie do grupy" / "set breakout group";
    SET_SEATS = "set_seats": "zmiana liczby miejsc" / "set seats";
    SETTLE_ENROLMENT = "settle_enrolment": "rozliczenie udziału" / "settle enrolment";
    UPDATE_EDITION = "update_edition": "zmiana szkolenia" / "update edition";
    UPDATE_SESSION = "update_session": "zmiana zajęć" / "update session";
    WITHDRAW = "withdraw": "odwołanie zapisu przy usuwaniu danych" / "withdraw";
}
