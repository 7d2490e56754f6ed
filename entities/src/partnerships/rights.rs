//! Who may do what in this room.

use crate::rights;

rights! {
    CREATE_PROJECT: [SysAdmin, RopsAdmin], "Zakładanie programów finansowania i projektów."
        / "Create funding programmes and projects.";
    MANAGE_PROJECT: [ProjectManager], "Projekt: partnerzy, zadania, zestaw znaków, stan, seria zaświadczeń."
        / "Change a project: partners, tasks, visibility profile, state, certificate series.";
    DECIDE_PARTNERSHIP: [RopsAdmin, SysAdmin], "Partnerstwo własnego urzędu: przyjęcie, odmowa, wystąpienie, przejęcie roli lidera."
        / "One's own office's partnership: accept it, refuse it, leave, take the lead.";
}
