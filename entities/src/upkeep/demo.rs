//! What the trail says of a demonstration.

use crate::deeds;

deeds! {
    in "demo";
    LOAD = "load": "wczytanie danych pokazowych" / "load of the demonstration";
}
