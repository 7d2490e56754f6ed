//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_REPORTS: [ProjectManager, Coordinator], "Raporty: definicje, harmonogramy, odbiorcy."
        / "Reports: definitions, schedules, recipients.";
    RUN_REPORTS: [ProjectManager, Coordinator], "Uruchamianie raportu na żądanie."
        / "Run a report now.";
}
