//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "institutions";
    ADD_EMPLOYMENT = "add_employment": "wpisanie zatrudnienia" / "add employment";
    CLOSE_INSTITUTION = "close_institution": "zamknięcie instytucji" / "close institution";
    CONFIRM_ADDRESS = "confirm_address": "potwierdzenie adresu e-mail" / "confirm an e-mail address";
    END_EMPLOYMENT = "end_employment": "zakończenie zatrudnienia" / "end employment";
    END_PERSON = "end_person": "połączenie zapisu osoby z innym" / "end person";
    REGISTER_INSTITUTION = "register_institution": "wpisanie instytucji" / "register institution";
    REGISTER_PERSON = "register_person": "wpisanie osoby" / "register person";
    REOPEN_INSTITUTION = "reopen_institution": "ponowne otwarcie instytucji" / "reopen institution";
    UPDATE_INSTITUTION = "update_institution": "zmiana danych instytucji" / "update institution";
    UPDATE_PERSON = "update_person": "zmiana danych osoby" / "update person";
    VERIFY_INSTITUTION = "verify_institution": "sprawdzenie instytucji" / "verify institution";
}
