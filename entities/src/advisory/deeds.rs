//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "advisory";
    ADD_COACHEE = "add_coachee": "dodanie uczestnika coachingu" / "add coachee";
    APPOINT_ADVISER = "appoint_adviser": "wyznaczenie doradcy subregionu" / "appoint adviser";
    ASK = "ask": "wniosek o doradztwo" / "ask";
    ASSIGN = "assign": "przydzielenie wniosku doradcy" / "assign";
    BOOK_SLOT = "book_slot": "rezerwacja terminu coacha" / "book a slot";
    CANCEL_BOOKING = "cancel_booking": "odwołanie rezerwacji terminu" / "cancel a booking";
    CHANGE_ENGAGEMENT_STATE = "change_engagement_state": "zmiana stanu coachingu" / "change state of coaching";
    CHANGE_REQUEST_STATE = "change_request_state": "zmiana stanu wniosku o doradztwo" / "change state of a request";
    CORRECT_COACHING = "correct_coaching": "poprawienie sesji coachingu" / "correct session of coaching";
    CORRECT_SESSION = "correct_session": "poprawienie sesji" / "correct session";
    CREATE_ENGAGEMENT = "create_engagement": "zaplanowanie coachingu" / "arrange coaching";
    END_ADVISER = "end_adviser": "odwołanie doradcy subregionu" / "end adviser";
    OFFER_SLOT = "offer_slot": "wyznaczenie terminu coacha" / "offer a slot";
    READ_NOTE = "read_note" seen: "odczytanie notatki z coachingu" / "read note of coaching";
    RECORD_COACHING = "record_coaching": "zapisanie sesji coachingu" / "record session of coaching";
    RECORD_SESSION = "record_session": "zapisanie sesji" / "record session";
    REKEY = "rekey": "zaszyfrowanie notatek z coachingu nowym kluczem" / "rekey";
    REMOVE_COACHEE = "remove_coachee": "wypisanie uczestnika coachingu" / "remove coachee";
    REMOVE_NOTE = "remove_note": "usunięcie notatki z coachingu" / "remove note of coaching";
    REMOVE_COACHING = "remove_coaching": "usunięcie sesji coachingu" / "remove session of coaching";
    UPDATE_ENGAGEMENT = "update_engagement": "zmiana coachingu" / "change coaching";
    UPDATE_SLOT = "update_slot": "zmiana terminu coacha" / "change a slot";
    WITHDRAW_SLOT = "withdraw_slot": "wycofanie terminu coacha" / "withdraw a slot";
    WRITE_NOTE = "write_note": "zapisanie notatki z coachingu" / "write note of coaching";
}
