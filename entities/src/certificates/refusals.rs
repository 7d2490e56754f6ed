//! Why this room refuses.

use crate::{forms, refusals};

refusals! {
    PUBLIC_URL_MISSING: "Instalacja nie ma publicznego adresu, a dokumenty muszą go zawierać."
        / "The installation has no public address, which documents would print.";
    NUMBERS_HELD: "Instalację odtworzono z kopii. Numery czekają, aż administrator potwierdzi ostatni wydany numer."
        / "The installation was restored from a backup; numbers wait until an administrator confirms the last one.";
    TEMPLATE_MISSING: "Program nie ma wzoru zaświadczenia."
        / "The programme has no certificate template.";
    UNPRINTABLE: "Tekst zawiera znak, którego nie ma w krojach pisma dokumentów."
        / "A letter that no face of the documents has; the message names it.";
}

forms! {
    NOT_OF_TRAINERS: "Zaświadczenia dla trenerów dotyczą trenerów edycji, a nie zapisów."
        / "Trainers' certificates are about the trainers of the edition, not about enrolments.";
    ONE_WAY: "Podaj jedno z trzech: kod, numer z nazwiskiem albo skrót pliku."
        / "Give one of three: the code, the number with the name, or the hash of the file.";
}
