//! Why this room refuses.

use crate::refusals;

refusals! {
    HAS_PARTS: "Instytucji podlegają inne. Najpierw trzeba je zamknąć albo podporządkować innej."
        / "Other institutions belong to it: close them, or let them belong to another one, first.";
    OWN_PART: "Instytucja nie może podlegać sobie ani temu, co jej podlega."
        / "An institution belongs neither to itself nor to what belongs to it.";
    BEGINS_LATER: "Ktoś zaczyna tam pracę po tym dniu. Najpierw trzeba poprawić to zatrudnienie."
        / "Somebody begins to work there after this day: correct that employment first.";
}
