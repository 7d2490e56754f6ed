//! Why this room refuses, and the forms of its values.

use crate::{forms, refusals};

refusals! {
    PESEL_NOT_REQUIRED: "Ta osoba nie uczestniczy w projekcie, który wymaga numeru PESEL i leży w zakresie Twoich uprawnień."
        / "The person takes part in no project that requires PESEL numbers, as far as the viewer's rights reach.";
    PESEL_MISSING: "Nie ma zapisanego numeru PESEL tej osoby."
        / "No PESEL number of the person is kept.";
    PESEL_PROJECT_UNCLEAR: "Numer PESEL może dotyczyć kilku projektów. Wskaż projekt."
        / "Several projects may be meant. Say for which one.";
    PESEL_CONSENT_MISSING: "Ta osoba nie wyraziła zgody na numer PESEL w tym projekcie. Zgodę daje sama, na swoim koncie."
        / "The person has not agreed that the project keeps their PESEL number. They agree themselves, by their account.";
    PESEL_CONSENT_NOT_ASKED: "Ten projekt nie przetwarza numerów PESEL na podstawie zgody."
        / "The project does not keep PESEL numbers on consent.";
    PESEL_CONFLICT: "Tego numeru PESEL nie można zapisać przy tej osobie. Porównaj go z dokumentem; jeśli się zgadza, zwróć się do osoby odpowiedzialnej za dane osobowe."
        / "The PESEL number cannot be noted for this person. Compare it with the document; if it agrees, ask whoever looks after personal data.";
}

forms! {
    PESEL: "Nieprawidłowy numer PESEL."
        / "Not a valid PESEL number.";
    PESEL_BIRTH: "Data urodzenia w tym numerze PESEL nie może być prawdziwa."
        / "The date of birth in this PESEL number cannot be true.";
}
