//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "upkeep";
    RESTORE = "restore": "odtworzenie z kopii" / "restore";
}
