//! Who may do what in this room.

use crate::rights;

rights! {
    MANAGE_USERS: [SysAdmin, RopsAdmin], "Konta: zakładanie, nadawanie i odbieranie ról."
        / "Create users, grant and revoke roles.";
    INVITE_USERS: [SysAdmin, RopsAdmin, ProjectManager], "Zapraszanie do ról w projekcie."
        / "Invite people to roles within a project.";
}
