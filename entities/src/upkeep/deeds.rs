//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "upkeep";
    MEND = "mend": "wyrównanie liczników edycji" / "mending of an edition's counts";
    RESTORE = "restore": "odtworzenie z kopii" / "restore";
}
