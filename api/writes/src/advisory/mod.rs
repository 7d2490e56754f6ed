//! Mutations of advice and coaching.

mod add_coachee;
mod appoint_subregion_adviser;
mod ask_for_advice;
mod assign_advisory_request;
mod book_coaching_slot;
mod cancel_coaching_booking;
mod change_advisory_request_state;
mod change_coaching_state;
mod correct_advisory_session;
mod correct_coaching_session;
mod create_coaching_engagement;
mod end_subregion_adviser;
mod offer_coaching_slot;
mod read_coaching_note;
mod record_advisory_session;
mod record_coaching_session;
mod remove_coachee;
mod remove_coaching_note;
mod remove_coaching_session;
mod update_coaching_engagement;
mod update_coaching_slot;
mod withdraw_coaching_slot;
mod write_coaching_note;

use kit::mutations;

mutations! {
    /// Mutations of advice.
    AdvisoryMutations {
        /// Appoints an adviser of a subregion for a partner. Requests of its institutions go to them from now on.
        appoint_subregion_adviser;
        /// Ends an adviser's post, with a reason. Requests that they have stay with them until these are handed over.
        end_subregion_adviser;
        /// Asks for advice for an institution. The request goes to the adviser of its subregion with the fewest open ones; where
        /// there is none, it waits for staff.
        ask_for_advice;
        /// Assigns a request to an adviser, or hands it over from another with a reason.
        assign_advisory_request;
        /// Takes a request to its next state: the adviser schedules, does and closes it, who asked withdraws it, staff call it
        /// off. Done is what has a session.
        change_advisory_request_state;
        /// Notes a session of advice that took place.
        record_advisory_session;
        /// Corrects a session with a reason, until its request is closed.
        correct_advisory_session;
        /// Arranges coaching of a person or a group by somebody with the role of a coach, with a budget of minutes.
        create_coaching_engagement;
        /// Changes coaching that is not over. Sessions that were held stay with who held them.
        update_coaching_engagement;
        /// Begins coaching, completes it, ends it early with a reason, or opens it again with one.
        change_coaching_state;
        /// Adds a coachee: to a group, or to coaching of one person who left.
        add_coachee;
        /// Takes a coachee out, with a reason. Coaching that has begun keeps one.
        remove_coachee;
        /// Offers a slot, by a coach for themselves. No two of one coach overlap.
        offer_coaching_slot;
        /// Changes one's own slot. The time of one that is booked stays.
        update_coaching_slot;
        /// Withdraws one's own slot that nobody has booked.
        withdraw_coaching_slot;
        /// Books a slot of the coach for coaching, by a coachee or the coach. Of many who want one, one gets it.
        book_coaching_slot;
        /// Cancels a booking: a coachee until 24 hours before, the coach and staff with a reason until a session is noted.
        cancel_coaching_booking;
        /// Notes a session of coaching. Its minutes count against the budget and never go beyond it.
        record_coaching_session;
        /// Corrects a session of coaching with a reason, while the coaching is under way.
        correct_coaching_session;
        /// Removes a session of coaching with a reason; its minutes are free again, and the note about it goes.
        remove_coaching_session;
        /// Writes or changes the note about a session of coaching, by who held it as a coach. It is stored encrypted, and read by
        /// them and by present coachees alone.
        write_coaching_note;
        /// Shows a note, to its coach and to present coachees. It is noted who read it.
        read_coaching_note;
        /// Removes a note with a reason, by who wrote it.
        remove_coaching_note;
    }
}
