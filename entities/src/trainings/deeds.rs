//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "trainings";
    ADD_BREAKOUT_GROUP = "add_breakout_group": "dodanie grupy" / "add breakout group";
    ADD_SESSION = "add_session": "dodanie zajęć" / "add session";
    ANSWER_OFFER = "answer_offer": "odpowiedź na propozycję miejsca" / "answer offer";
    ATTACH_SCAN = "attach_scan": "dołączenie skanu listy obecności" / "attach a scan of an attendance list";
    ASSIGN_TRAINER = "assign_trainer": "wyznaczenie trenera" / "assign trainer";
    CANCEL_ENROLMENT = "cancel_enrolment": "odwołanie zapisu" / "cancel enrolment";
    CHANGE_EDITION_STATE = "change_edition_state": "zmiana stanu szkolenia" / "change edition state";
    CHANGE_SURVEY_STATE = "change_survey_state": "zmiana stanu ankiety" / "change survey state";
    CHECK_IN = "check_in": "rejestracja wejścia" / "check in";
    CONFIRM_DATES = "confirm_dates": "potwierdzenie terminu" / "confirm dates";
    CORRECT_ATTENDANCE = "correct_attendance": "korekta obecności" / "correct attendance";
    COPY_EDITION = "copy_edition": "skopiowanie szkolenia" / "copy edition";
    CREATE_EDITION = "create_edition": "utworzenie szkolenia" / "create edition";
    CREATE_PROGRAMME = "create_programme": "utworzenie programu szkolenia" / "create programme";
    CREATE_SURVEY = "create_survey": "utworzenie ankiety" / "create survey";
    DECIDE_ENROLMENT = "decide_enrolment": "decyzja o zapisie" / "decide enrolment";
    ENROL = "enrol": "zapis na szkolenie" / "enrol";
    EXPIRE_OFFER = "expire_offer": "wygaśnięcie propozycji miejsca" / "expire offer";
    HAND_OVER = "hand_over": "przekazanie miejsca" / "hand over a seat";
    LOCK_ATTENDANCE = "lock_attendance": "zamknięcie listy obecności" / "lock attendance";
    MOVE_EDITION = "move_edition": "przesunięcie szkolenia" / "move edition";
    OFFER_SEAT = "offer_seat": "propozycja miejsca" / "offer seat";
    RECORD_ATTENDANCE = "record_attendance": "zapisanie obecności" / "record attendance";
    REMOVE_BREAKOUT_GROUP = "remove_breakout_group": "usunięcie grupy" / "remove breakout group";
    REMOVE_PROGRAMME = "remove_programme": "usunięcie programu szkolenia" / "remove programme";
    RECORD_SIGNATURES = "record_signatures": "odczytanie podpisów z listy obecności" / "record signatures";
    REMOVE_SCAN = "remove_scan": "usunięcie skanu listy obecności" / "remove a scan of an attendance list";
    REMOVE_SESSION = "remove_session": "usunięcie zajęć" / "remove session";
    REMOVE_SURVEY = "remove_survey": "usunięcie ankiety" / "remove survey";
    RENAME_BREAKOUT_GROUP = "rename_breakout_group": "zmiana nazwy grupy" / "rename breakout group";
    REQUEST_SHEET = "request_sheet": "zamówienie listy obecności" / "request sheet";
    SEE_NEEDS = "see_needs" seen: "wgląd w potrzeby uczestnika" / "see a participant's needs";
    SET_BREAKOUT_GROUP = "set_breakout_group": "przypisanie do grupy" / "set breakout group";
    SET_SEATS = "set_seats": "zmiana liczby miejsc" / "set seats";
    SHOW_MATERIAL = "show_material": "udostępnienie materiału" / "show material";
    SETTLE_ENROLMENT = "settle_enrolment": "rozliczenie udziału" / "settle enrolment";
    TAKE_CHECK_INS = "take_check_ins": "przejęcie obecności z rejestracji wejść" / "take check-ins";
    TAKE_SIGNATURES = "take_signatures": "przejęcie obecności z podpisów" / "take signatures";
    UNASSIGN_TRAINER = "unassign_trainer": "odwołanie trenera" / "unassign trainer";
    UPDATE_EDITION = "update_edition": "zmiana szkolenia" / "update edition";
    SET_TEMPLATES = "set_templates": "wybór wzorów zaświadczeń programu" / "set templates";
    UPDATE_ENROLMENT = "update_enrolment": "zmiana potrzeb uczestnika" / "update enrolment";
    UPDATE_PROGRAMME = "update_programme": "zmiana programu szkolenia" / "update programme";
    UPDATE_SESSION = "update_session": "zmiana zajęć" / "update session";
    UPDATE_SURVEY = "update_survey": "zmiana ankiety" / "update survey";
    WORD_MAIL = "word_mail": "własne słowa projektu w wiadomości" / "word a message";
    WITHDRAW = "withdraw": "odwołanie zapisu przy usuwaniu danych" / "withdraw";
}
