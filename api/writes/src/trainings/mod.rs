//! Mutations of the trainings.

mod add_breakout_group;
mod add_session;
mod answer_offer;
mod assign_trainer;
mod cancel_enrolment;
mod change_edition_state;
mod confirm_edition_dates;
mod create_edition;
mod create_training_programme;
mod decide_enrolment;
mod enrol_person;
mod lock_attendance;
mod promote_waiting;
mod record_attendance;
mod remove_session;
mod request_attendance_sheet;
mod set_breakout_group;
mod set_seats;
mod update_edition;
mod update_session;

use kit::mutations;

mutations! {
    /// Mutations of the trainings.
    TrainingMutations {
        /// Creates a training programme.
        create_training_programme;
        /// Creates an edition of a programme, as a draft.
        create_edition;
        /// Fixes the tentative dates of an edition that has not begun. Its sessions must lie within them, and its
        /// days of enrolment and cancellation not after them: where they would, their new days are sent as well.
        confirm_edition_dates;
        /// Changes an edition that is not over. What documents have printed stays.
        update_edition;
        /// Adds a session to an edition that is not over.
        add_session;
        /// Changes a session of an edition that is not over. Minutes recorded must fit into those planned.
        update_session;
        /// Takes away a session for which nothing was recorded.
        remove_session;
        /// Adds a breakout group to an edition.
        add_breakout_group;
        /// Puts a participant into a breakout group, or out of all.
        set_breakout_group;
        /// Assigns a trainer to an edition. Assigning one twice changes nothing.
        assign_trainer;
        /// Takes an edition to its next state. Completing needs the attendance lock and settles everybody who
        /// took part; calling off cancels every enrolment.
        change_edition_state;
        /// Sets the number of seats, not below those taken. More seats are offered to people who wait.
        set_seats;
        /// Enrols a person: with a seat, which waits for approval where the edition wants it, else on the waiting
        /// list. Who was rejected in the edition is enrolled again by its staff alone.
        enrol_person;
        /// Approves an enrolment that waits for approval, or rejects one that is not confirmed: who waits for
        /// approval, for a seat, or holds an offer.
        decide_enrolment;
        /// Cancels an enrolment. Its seat is offered to whoever waits.
        cancel_enrolment;
        /// Takes or declines an offered seat. Where the edition wants approval, a seat that was taken waits for
        /// it. Who declines is not offered one again.
        answer_offer;
        /// Offers free seats to people who wait, longest first.
        promote_waiting;
        /// Records the attendance of a session for a whole list, in minutes. All or nothing; a person recorded
        /// before is corrected.
        record_attendance;
        /// Locks the attendance list of an edition: from now on it counts, and nothing in it changes.
        lock_attendance;
        /// Asks for the attendance list of one day, to be printed and signed. The document is due until the
        /// worker has drawn it.
        request_attendance_sheet;
    }
}
