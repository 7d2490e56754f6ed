//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_TEMPLATES: [ProjectManager], "Wzory zaświadczeń."
        / "Certificate templates.";
    ISSUE_CERTIFICATES: [TeamTraining, Coordinator], "Podgląd, wystawianie i pobieranie zaświadczeń edycji."
        / "Preview, issue, download all certificates of an edition.";
    CORRECT_CERTIFICATES: [Coordinator], "Korygowanie, unieważnianie i anulowanie zaświadczeń."
        / "Correct, revoke, annul a certificate.";
}
