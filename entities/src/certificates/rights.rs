//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    MANAGE_TEMPLATES: [ProjectManager], "Wzory zaświadczeń."
        / "Certificate templates.";
    ISSUE_CERTIFICATES: [TeamTraining, Coordinator], "Podgląd, wystawianie i pobieranie zaświadczeń edycji."
        / "Preview, issue, download all certificates of an edition.";
    CORRECT_CERTIFICATES: [Coordinator], "Korygowanie, unieważnianie i anulowanie zaświadczeń."
        / "Correct, revoke, annul a certificate.";
}

sights! {
    "każdy, kto ma kod, plik albo numer i nazwisko": "jedno zaświadczenie: numer, imię i nazwisko, szkolenie, wystawcę i daty; po cofnięciu bez nazwiska"
        / "everybody who holds the code, the file, or the number and the name": "one certificate: number, name, training, issuer and dates; no name once it is revoked";
    "osoba": "własne zaświadczenia"
        / "the person": "their own certificates";
    "pracownicy partnera": "co partner wystawił"
        / "staff of a partner": "what the partner issued";
    "pracownicy projektu": "wszystkie w projekcie"
        / "staff of a project": "all of the project";
}
