//! Who may do what in this room.

use crate::rights;

rights! {
    READ_AUDIT: [SysAdmin, Auditor], "Wgląd w dziennik zdarzeń."
        / "See the audit trail.";
}
