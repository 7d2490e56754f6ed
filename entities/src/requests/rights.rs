//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    ASK_FOR_PERSON: [Coordinator, RopsAdmin, SysAdmin] or own, "Wniosek o kopię lub usunięcie danych osoby, własny lub w jej imieniu."
        / "Ask for a copy of all data of a person or for its erasure, for oneself or in the person's name.";
    ERASE_PERSON: [RopsAdmin, SysAdmin], "Usuwanie danych osoby albo odmowa."
        / "Erase a person's data, or refuse to.";
    JOIN_PEOPLE: [RopsAdmin, SysAdmin], "Łączenie dwóch zapisów jednej osoby albo dwóch jej kont; przegląd prawdopodobnych powtórzeń."
        / "Join two records of one person, or two accounts of one; look for likely duplicates.";
    READ_RETENTION: [SysAdmin], "Podgląd tego, czego dotkną reguły przechowywania."
        / "See what the rules of retention would touch.";
}

sights! {
    "osoba": "wnioski o własne dane i ich kopie"
        / "the person": "requests about their own data, and copies";
    "kto wniósł; koordynatorzy i administratorzy ze wszystkich miejsc osoby": "wnioski, bez kopii"
        / "whoever asked; coordinators and administrators of all places of the person": "requests, without copies";
}
