//! Why this room refuses.

use crate::refusals;

refusals! {
    PERSON_UNREACHABLE: "Kopię dostaje tylko ta osoba, a nie ma ona konta ani adresu e-mail."
        / "A copy is delivered to the person alone, who has neither an account nor an address.";
    JOIN_PEOPLE_FIRST: "Te konta należą do dwóch osób w rejestrze. Połącz najpierw zapisy osób."
        / "The accounts are of two people in the register. Join the people first.";
    KEPT_BY_LAW: "Dokumentację projektu trzeba jeszcze przechowywać. Teraz można usunąć tylko to, czego ona nie obejmuje."
        / "The documentation of a project must be kept for longer; the message says until when. What need not be kept may be erased now.";
}
