//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    MANAGE_INSTITUTIONS: [Coordinator, RopsAdmin, SysAdmin], "Rejestr instytucji i osób, zatrudnienie."
        / "Register institutions and people, note employments.";
    MANAGE_OWN_PEOPLE: [InstitutionCoordinator, InstitutionHead], "Osoby z własnej instytucji i ich zatrudnienie."
        / "Register people of one's own institution, note their employments.";
}

sights! {
    "każdy, kto ma konto": "siebie, oraz instytucje w rejestrze"
        / "everybody with an account": "themselves, and institutions in the register";
    "kierownik i koordynator instytucji": "osoby, które instytucja zatrudnia dzisiaj; że ktoś u niej pracował"
        / "head and coordinator of an institution": "whom it employs today; that somebody worked there";
    "administrator ROPS i pracownicy z rolą w województwie": "osoby, które instytucje województwa zatrudniają dzisiaj"
        / "administrator of a ROPS and staff of a voivodeship": "whom institutions of the voivodeship employ today";
    "pracownicy partnera, dopóki uczestniczy": "osoby zatrudnione dzisiaj w jego województwie; zapisanych przez niego lub do jego edycji; trenerów tych edycji; kto ma u niego rolę"
        / "staff of a partner, while it takes part": "whom institutions of its voivodeship employ today; who is or was enrolled through it or in its editions; who trains there or holds a role at it";
    "pracownicy projektu": "kto jest lub był zapisany, szkoli lub ma rolę w projekcie; nikogo więcej z województw partnerów"
        / "staff of a project": "who is or was enrolled in it, trains in it or holds a role in it; nobody else of its partners' voivodeships";
    "trener edycji": "kto bierze w niej udział lub brał, i innych jej trenerów"
        / "trainer of an edition": "who takes or took part in it, and its other trainers";
    "kto się czymkolwiek opiekuje": "także osoby, które wpisał, dopóki nie zatrudnił ich kto inny, nie wzięły w niczym udziału i nie odeszły"
        / "whoever looks after anything": "also people whom they registered, until these are employed by another hand, take part in something, or leave";
    "administrator systemu, pracownicy i audytorzy instalacji": "wszystkich"
        / "system administrator, staff and auditors of the installation": "everybody";
}
