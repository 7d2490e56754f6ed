//! Who may do what in this room.

use crate::rights;

rights! {
    RESEND_MAIL: [SysAdmin, RopsAdmin, ProjectManager, Coordinator], "Ponowne wysyłanie wiadomości, które nie wyszły."
        / "Send a message after all that was not sent.";
}
