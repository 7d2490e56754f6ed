//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    CLAUSE_REQUIRED: "Najpierw trzeba zapoznać się z obowiązującą klauzulą informacyjną o przetwarzaniu danych."
        / "The version of the information clause that is in force has to be received first: show it and send its id. `about` is that id.";
}

forms! {
    DAY_PASSED: "Ten dzień już minął."
        / "This day has passed.";
    BEFORE_PREDECESSOR: "Ta wersja nie może obowiązywać wcześniej niż poprzednia."
        / "This version cannot be in force before the one before it.";
    NOT_IN_FORCE: "W tym dniu ta wersja nie obowiązywała."
        / "The version was not in force on this day.";
}
