//! Mutations of the trainings.

mod add_breakout_group;
mod add_session;
mod answer_offer;
mod answer_survey;
mod assign_trainer;
mod attach_sheet_scan;
mod cancel_enrolment;
mod change_edition_state;
mod change_survey_state;
mod check_in;
mod confirm_edition_dates;
mod copy_edition;
mod correct_attendance;
mod create_edition;
mod create_survey;
mod create_training_programme;
mod decide_enrolment;
mod enrol_person;
mod hand_over_seat;
mod import_attendance;
mod lock_attendance;
mod move_edition;
mod open_material;
mod promote_waiting;
mod record_attendance;
mod record_signatures;
mod remove_breakout_group;
mod remove_session;
mod remove_sheet_scan;
mod remove_survey;
mod remove_training_programme;
mod rename_breakout_group;
mod request_attendance_sheet;
mod set_breakout_group;
mod set_programme_templates;
mod set_seats;
mod show_material;
mod take_check_ins;
mod take_signatures;
mod unassign_trainer;
mod update_edition;
mod update_enrolment;
mod update_session;
mod update_survey;
mod update_training_programme;
mod word_enrolment_mail;

use kit::mutations;

mutations! {
    /// Mutations of the trainings.
    TrainingMutations {
        /// Creates a training programme.
        create_training_programme;
        /// Changes a programme. What certificates have printed stays.
        update_training_programme;
        /// Takes away a programme that has no edition.
        remove_training_programme;
        /// Creates an edition of a programme, as a draft.
        create_edition;
        /// Fixes the tentative dates of an edition that has not begun. Its sessions must lie within them, and its
        /// days of enrolment and cancellation not after them: where they would, their new days are sent as well.
        confirm_edition_dates;
        /// Moves an edition that has not begun to another first day, with its sessions. Whoever holds a seat or waits is
        /// told.
        move_edition;
        /// Copies an edition as a draft for other days: place, seats, rules, sessions, groups and trainers.
        copy_edition;
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
        /// Renames a breakout group.
        rename_breakout_group;
        /// Takes away a breakout group that has no session. Its people are in none then.
        remove_breakout_group;
        /// Puts a participant into a breakout group, or out of all.
        set_breakout_group;
        /// Assigns a trainer to an edition. Assigning one twice changes nothing.
        assign_trainer;
        /// Takes a trainer away from an edition that is not over.
        unassign_trainer;
        /// Takes an edition to its next state. Completing needs the attendance lock and settles everybody who
        /// took part; calling off cancels every enrolment. Enrolment that was closed is opened again where its last day has not
        /// passed; an edition that was begun by mistake is taken back, with a reason, as long as nothing was recorded.
        change_edition_state;
        /// Says which templates a programme has beside its own: one of each kind of certificate and language.
        set_programme_templates;
        /// Sets the number of seats, not below those taken. More seats are offered to people who wait.
        set_seats;
        /// Enrols a person: with a seat, which waits for approval where the edition wants it, else on the waiting
        /// list. Who was rejected in the edition is enrolled again by its staff alone. After enrolment is over staff enrol
        /// with a reason, where a seat is free, also who waits for one.
        enrol_person;
        /// Hands a seat over: another person comes instead. An institution does so for its own people until the first day,
        /// staff until attendance is locked.
        hand_over_seat;
        /// Changes what a participant needs, until attendance is locked.
        update_enrolment;
        /// Approves an enrolment that waits for approval, or rejects one that is not confirmed: who waits for
        /// approval, for a seat, or holds an offer.
        decide_enrolment;
        /// Cancels an enrolment. Its seat is offered to whoever waits.
        cancel_enrolment;
        /// Takes or declines an offered seat. Where the edition wants approval, a seat that was taken waits for
        /// it. Who declines is not offered one again.
        answer_offer;
        /// Offers free seats to people who wait, longest first. Refused once enrolment is over.
        promote_waiting;
        /// Records the attendance of a session for a whole list, in minutes. All or nothing; a person recorded
        /// before is corrected.
        record_attendance;
        /// Takes scans of tickets at the door of a session. Each is answered by itself; however often and in whatever order they
        /// arrive, the first coming and the last leaving count.
        check_in;
        /// Takes the minutes that scans make for everybody of whom the attendance list says nothing, and answers where the two
        /// differ.
        take_check_ins;
        /// Locks the attendance list of an edition: from now on it counts. Whoever was scanned at the door
        /// and stands on no list gets the minutes that their scans make. Answers which pages of signed lists lack a scan, or is
        /// refused for them where that is asked for.
        lock_attendance;
        /// Takes the attendance of an edition from a file, CSV or XLSX: all of it, or nothing and each cell that is wrong; or looks
        /// alone. As for a list that is recorded, until the attendance list is locked.
        import_attendance;
        /// Corrects attendance after its list was locked, with a reason, and answers what follows for each person. Certificates
        /// stay as they were printed.
        correct_attendance;
        /// Asks for the attendance list of one day, to be printed and signed. Who stands on which of its lines is fixed now; the
        /// document is due until the worker has drawn it. Asking anew makes a new list, which names the former.
        request_attendance_sheet;
        /// Attaches a scan of signed pages of an attendance list. Sent as a multipart request. Which pages it shows is said, or
        /// read from the codes on them; a page that was scanned before has both scans. After attendance is locked, whoever may
        /// correct it does so, with a reason.
        attach_sheet_scan;
        /// Removes a scan of a page, with a reason. Its file goes once no page has it any more.
        remove_sheet_scan;
        /// Notes who signed on a page of an attendance list, for all of its lines at once; a page that was read before is corrected.
        record_signatures;
        /// Takes the minutes that signatures make for everybody of whom the attendance list says nothing: those of their scans at the
        /// door, or all that are planned; none for whoever did not sign. Answers where something else is said.
        take_signatures;
        /// Shows a file of an edition to its participants or to everybody, or to its staff and trainers alone again.
        show_material;
        /// Makes a link to a material, which whoever has it may follow for 15 minutes.
        open_material;
        /// Makes a survey of an edition, as a draft.
        create_survey;
        /// Changes a survey: its questions while it is a draft, its last day until it has come.
        update_survey;
        /// Opens a survey to the participants of its edition, or closes it for good; then its results are told.
        change_survey_state;
        /// Takes away a survey that was never opened.
        remove_survey;
        /// Answers a survey, once, as somebody who takes part in its edition. Nothing joins the answers to who gave them.
        answer_survey;
        /// Sets what a project says of its own in a kind of message about enrolments, before and after the facts; clears it where
        /// neither text is sent. Messages that were sent stay as they were.
        word_enrolment_mail;
    }
}
