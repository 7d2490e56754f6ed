//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    VISIBILITY_MISSING: "Projekt nie ma poprawnego zestawu znaków, więc nie można wydać dokumentu."
        / "The project has no valid visibility profile, so no document may leave.";
    SERIES_MISSING: "Projekt nie ma serii numerów zaświadczeń."
        / "The project has no series for its certificate numbers.";
    LEAD_STAYS: "Lider nie może odejść z projektu. Najpierw inny partner musi przejąć jego rolę."
        / "The lead cannot go; another partner takes the lead first.";
    LEAD_NOT_OFFERED: "Temu partnerowi nie zaproponowano roli lidera."
        / "The partner was not asked to take the lead, or the offer was taken back.";
    PROJECT_NOT_ACTIVE: "Projekt nie jest realizowany."
        / "The project is not active.";
}

forms! {
    STRIP: "Zestaw ma od 1 do 4 różnych znaków, w tym flagę UE, i żaden nie jest od niej większy."
        / "One to four different signs, the EU flag among them, none larger than it.";
    SERIES: "Seria składa się z 1–20 wielkich liter, cyfr oraz znaków „-”, „.” i „/”."
        / "1–20 capital letters, digits, hyphens, dots and slashes.";
}
