//! Who may do what in this room.

use crate::rights;

rights! {
    SUBMIT_MEASUREMENTS: [PilotWorker], "Zapisywanie, składanie i poprawianie pomiarów miejsca."
        / "Record, submit and correct measurements of a site.";
    APPROVE_MEASUREMENTS: [Coordinator], "Zatwierdzanie pomiarów złożonych przez inną osobę."
        / "Approve measurements that somebody else submitted.";
}
