//! Mutations of the indicators.

mod approve_measurements;
mod correct_measurement;
mod create_indicator;
mod record_measurements;
mod submit_measurements;

use kit::mutations;

mutations! {
    /// Mutations of the indicators.
    IndicatorMutations {
        /// Creates an indicator of a pilot whose data are not closed.
        create_indicator;
        /// Records the values of a site and quarter for a whole list, as drafts, while the pilot is running. All
        /// or nothing; a draft recorded before is replaced.
        record_measurements;
        /// Submits all drafts of a site and quarter for approval, corrections among them.
        submit_measurements;
        /// Approves submitted measurements; they never change from then on. All or nothing, and never by who
        /// submitted them.
        approve_measurements;
        /// Records a correction of an approved measurement, as the draft of a new revision. The approved value
        /// counts until the correction is approved.
        correct_measurement;
    }
}
