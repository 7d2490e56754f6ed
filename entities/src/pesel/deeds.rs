//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "pesel";
    FOUND = "found" seen: "wyszukanie po numerze PESEL" / "found";
    GIVE_CONSENT = "give_consent": "zgoda na numer PESEL w projekcie" / "give consent";
    NOTE = "note": "wpisanie numeru PESEL" / "note";
    REKEY = "rekey": "zaszyfrowanie numerów PESEL nowym kluczem" / "rekey";
    REMOVE = "remove": "usunięcie numeru PESEL" / "remove";
    SEARCH = "search" seen: "szukanie po numerze PESEL" / "search";
    SEEN = "seen" seen: "odczytanie numeru PESEL" / "seen";
    WITHDRAW_CONSENT = "withdraw_consent": "wycofanie zgody na numer PESEL" / "withdraw consent";
}
