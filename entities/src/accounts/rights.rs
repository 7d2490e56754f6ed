//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    MANAGE_USERS: [SysAdmin, RopsAdmin], "Konta: zakładanie, nadawanie i odbieranie ról."
        / "Create users, grant and revoke roles.";
    INVITE_USERS: [SysAdmin, RopsAdmin, ProjectManager], "Zapraszanie do ról w projekcie."
        / "Invite people to roles within a project.";
}

sights! {
    "właściciel": "własne konto, role, sesje, tokeny i tożsamości"
        / "the owner": "their own account, roles, sessions, tokens and identities";
    "administrator ROPS": "konta osób zatrudnionych dzisiaj w województwie"
        / "administrator of a ROPS": "accounts of people employed in the voivodeship today";
    "kierownik projektu": "zaproszenia do projektu"
        / "project manager": "invitations into the project";
    "administrator systemu, pracownicy i audytorzy instalacji": "wszystkie konta; sesje, tokeny i tożsamości widzi tylko właściciel"
        / "system administrator, staff and auditors of the installation": "all accounts; sessions, tokens and identities are their owner's alone";
}
