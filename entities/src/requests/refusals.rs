//! Why this room refuses.

use crate::refusals;

refusals! {
    PERSON_UNREACHABLE: "Kopię dostaje tylko ta osoba, a nie ma ona konta ani adresu e-mail."
        / "A copy is delivered to the person alone, who has neither an account nor an address.";
    KEPT_BY_LAW: "Dokumentację projektu trzeba jeszcze przechowywać. Teraz można usunąć tylko to, czego ona nie obejmuje."
        / "The documentation of a project must be kept for longer; the message says until when. What need not be kept may be erased now.";
}
