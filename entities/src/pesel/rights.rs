//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    GIVE_PESEL_CONSENT: [] or own, "Zgoda na własny numer PESEL w projekcie: wyrażenie i wycofanie."
        / "Agree that a project keeps one's own PESEL number, and take that back.";
    KEEP_PESEL: [ProjectManager, Coordinator], "Wpisywanie i usuwanie numerów PESEL uczestników."
        / "Note and remove PESEL numbers of people who take part.";
    SEE_PESEL: [ProjectManager, Coordinator] or own, "Odczytywanie numerów PESEL uczestników i wyszukiwanie po nich."
        / "See PESEL numbers of people who take part, and search by them.";
}

sights! {
    "osoba": "własne numery w każdym projekcie, zgody i kto na nie patrzył"
        / "the person": "their own numbers in each project, consents, and who looked";
    "kierownik i koordynator projektu, który przechowuje numer, albo partnera w nim": "trzy ostatnie cyfry numerów uczestników; cały numer z podaniem powodu"
        / "manager and coordinator of the project that keeps the number, or of a partner in it": "the last three digits of participants' numbers; all of one for a reason";
}
