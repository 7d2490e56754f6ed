//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_TRAININGS: [TeamTraining, Coordinator], "Programy, edycje, zajęcia, grupy i trenerzy."
        / "Programmes, editions, sessions, breakout groups, trainers.";
    MANAGE_ENROLMENTS: [TeamTraining, Coordinator], "Zgłoszenia: zapisywanie, akceptowanie, odrzucanie, odwoływanie."
        / "Enrol people, approve, reject, cancel.";
    ENROL_OWN_PEOPLE: [InstitutionCoordinator, InstitutionHead], "Zgłaszanie osób z własnej instytucji."
        / "Enrol people of one's own institution.";
    ENROL_SELF: [] or own, "Zgłaszanie i odwoływanie samego siebie."
        / "Enrol or cancel oneself.";
    RECORD_ATTENDANCE: [Trainer, TeamTraining, Coordinator], "Zapisywanie obecności do zamknięcia listy."
        / "Record attendance before the lock.";
    LOCK_ATTENDANCE: [TeamTraining, Coordinator], "Zamykanie listy obecności i kończenie edycji."
        / "Lock attendance, complete an edition.";
    READ_NEEDS: [TeamTraining, Coordinator] or own, "Wgląd w diety uczestników."
        / "See the diets of participants.";
    READ_ACCESS_NEEDS: [Trainer, TeamTraining, Coordinator] or own, "Wgląd w potrzeby uczestników w zakresie dostępności."
        / "See what participants need for access.";
    PRINT_SHEETS: [Trainer, TeamTraining, Coordinator], "Listy obecności do podpisu."
        / "Attendance lists to sign.";
}
