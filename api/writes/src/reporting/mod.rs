//! Mutations of reporting.

mod add_report_recipient;
mod change_report_schedule;
mod create_report_definition;
mod create_report_schedule;
mod remove_report_recipient;
mod run_report;

use kit::mutations;

mutations! {
    /// Mutations of reporting.
    ReportingMutations {
        /// Defines a report of a pilot. It belongs to whoever runs the pilot.
        create_report_definition;
        /// Lets a report run by itself. Nothing that lies before now becomes due.
        create_report_schedule;
        /// Changes when a report runs, pauses the schedule or lets it run again. What was due while it was paused
        /// is not caught up, and a schedule of a closed pilot or project runs no more.
        change_report_schedule;
        /// Adds a user to whom a scheduled report goes. Adding one twice changes nothing.
        add_report_recipient;
        /// Removes a recipient of a scheduled report. Removing somebody who is none changes nothing.
        remove_report_recipient;
        /// Runs a report now. Each call is a run of its own, with its own figures.
        run_report;
    }
}
