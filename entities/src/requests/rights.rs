//! Who may do what in this room.

use crate::rights;

rights! {
    ASK_FOR_PERSON: [Coordinator, RopsAdmin, SysAdmin] or own, "Wniosek o kopię lub usunięcie danych osoby, własny lub w jej imieniu."
        / "Ask for a copy of all data of a person or for its erasure, for oneself or in the person's name.";
    ERASE_PERSON: [RopsAdmin, SysAdmin], "Usuwanie danych osoby albo odmowa."
        / "Erase a person's data, or refuse to.";
    READ_RETENTION: [SysAdmin], "Podgląd tego, czego dotkną reguły przechowywania."
        / "See what the rules of retention would touch.";
}
