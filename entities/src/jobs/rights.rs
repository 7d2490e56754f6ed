//! Who may do what in this room.

use crate::rights;

rights! {
    READ_JOBS: [SysAdmin, Auditor], "Wgląd w zadania i procesy robocze."
        / "See jobs and workers.";
}
