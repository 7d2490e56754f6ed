//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    READ_AUDIT: [SysAdmin, Auditor], "Wgląd w dziennik zdarzeń."
        / "See the audit trail.";
}

sights! {
    "administratorzy i audytorzy instalacji": "cały dziennik, w którym nie ma nazwisk"
        / "administrators and auditors of the installation": "all of the trail, which holds no names";
    "audytor projektu": "dziennik projektu"
        / "auditor of a project": "the project's trail";
}
