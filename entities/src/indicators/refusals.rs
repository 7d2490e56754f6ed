//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    SAME_USER: "Pomiar zatwierdza inna osoba niż ta, która go złożyła."
        / "Who submitted it may not approve it.";
    NOTHING_TO_SUBMIT: "Nie ma pomiarów, które można złożyć."
        / "No draft waits to be submitted.";
}

forms! {
    WHOLE_NUMBER: "Ten wskaźnik przyjmuje tylko liczby całkowite."
        / "This indicator takes whole numbers only.";
    DECIMALS: "Liczba miejsc po kropce w tym wskaźniku: najwyżej {}."
        / "This indicator takes at most {} decimals.";
    QUARTER: "To nie jest pierwszy dzień kwartału."
        / "Not the first day of a quarter.";
    OUTSIDE_PILOT: "To wykracza poza okres pilotażu."
        / "Outside the period of the pilot.";
    BACKWARD: "Wartość docelowa leży w kierunku przeciwnym do pożądanego."
        / "The target lies the other way than the direction says.";
}
