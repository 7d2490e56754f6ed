//! Who may do what in this room.

use crate::rights;

rights! {
    KEEP_PESEL: [ProjectManager, Coordinator], "Wpisywanie i usuwanie numerów PESEL uczestników."
        / "Note and remove PESEL numbers of people who take part.";
    SEE_PESEL: [ProjectManager, Coordinator] or own, "Odczytywanie numerów PESEL uczestników i wyszukiwanie po nich."
        / "See PESEL numbers of people who take part, and search by them.";
}
