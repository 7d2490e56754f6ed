//! Who may do what in this room, and who sees what.

use crate::{rights, sights};

rights! {
    RESEND_MAIL: [SysAdmin, RopsAdmin, ProjectManager, Coordinator], "Ponowne wysyłanie wiadomości, które nie wyszły."
        / "Send a message after all that was not sent.";
}

sights! {
    "odbiorca; kto spowodował; pracownicy projektu lub partnera": "że wiadomość wysłano, bez adresu i treści"
        / "the recipient; who caused it; staff of the project or partner": "that a message was sent, without address and text";
}
