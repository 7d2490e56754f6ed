//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "audit";
    EXPORT = "export" seen: "pobranie listy do pliku" / "export";
}
