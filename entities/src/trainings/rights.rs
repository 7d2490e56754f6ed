//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

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
    CORRECT_ATTENDANCE: [Coordinator], "Poprawianie obecności po zamknięciu listy, z podaniem powodu."
        / "Correct attendance after the lock, with a reason.";
    READ_SURVEYS: [Trainer, TeamTraining, Coordinator, ProjectManager, Auditor], "Wyniki ankiet po ich zamknięciu."
        / "Results of surveys once they are over.";
    READ_NEEDS: [TeamTraining, Coordinator] or own, "Wgląd w diety i noclegi uczestników."
        / "See the diets and nights of participants.";
    READ_ACCESS_NEEDS: [Trainer, TeamTraining, Coordinator] or own, "Wgląd w potrzeby uczestników w zakresie dostępności."
        / "See what participants need for access.";
    WORD_MAILS: [ProjectManager, Coordinator, TeamTraining], "Własne słowa projektu w wiadomościach o zapisach."
        / "What the project says of its own in messages about enrolments.";
    PREVIEW_MAILS: [ProjectManager, Coordinator, TeamTraining, Auditor], "Podgląd wiadomości o zapisach, bez wysyłania."
        / "Preview messages about enrolments, without sending them.";
    PRINT_SHEETS: [Trainer, TeamTraining, Coordinator], "Listy obecności do podpisu."
        / "Attendance lists to sign.";
    READ_SHEETS: [Trainer, TeamTraining, Coordinator, ProjectManager, Auditor], "Podpisane listy obecności: strony, skany i różnice między podpisami a wejściami i obecnością."
        / "Signed attendance lists: pages, scans, and where signatures differ from check-ins and attendance.";
}

sights! {
    "osoba": "własne zgłoszenia, obecność i potrzeby"
        / "the person": "their own enrolments, attendance and needs";
    "instytucja, która zgłosiła": "zgłoszenia, w których ją reprezentują, bez potrzeb"
        / "the institution that is represented": "enrolments that represent it, without needs";
    "trener edycji": "zgłoszenia i obecność tych, którzy biorą udział; z potrzeb dostępność (wgląd jest odnotowany)"
        / "trainer of an edition": "enrolments and attendance of those who take part; of needs access (each look is noted)";
    "koordynator i zespół ds. szkoleń, w swoim zakresie": "dietę, nocleg i dostępność uczestników edycji, które organizują (wgląd jest odnotowany)"
        / "coordinator and training team, within their scope": "diet, night and access of participants of editions that they organise (each look is noted)";
    "uczestnik edycji": "jej ankietę, gdy jest otwarta; kto i co odpowiedział, nie widzi nikt"
        / "participant of an edition": "its survey once it is open; who answered what is seen by nobody";
    "każdy": "materiały edycji, udostępnione wszystkim; uczestnicy także te, które są dla nich, od podanego dnia"
        / "everybody": "materials of an edition that are shown to all; participants those for them, too, from their day on";
    "zespół i trener edycji": "listy obecności do podpisu, ich skany i podpisy"
        / "staff and trainer of an edition": "attendance lists to sign, their scans and signatures";
    "inni, którzy widzą zgłoszenia": "potrzeby jako sumy, od pięciu osób"
        / "others who see enrolments": "needs as sums, from five people on";
}
