//! Mutations of the partnerships.

mod add_project_partner;
mod add_project_task;
mod answer_partnership;
mod answer_project_lead;
mod change_project_state;
mod create_funding_programme;
mod create_project;
mod create_visibility_profile;
mod leave_partnership;
mod offer_project_lead;
mod remove_project_partner;
mod set_certificate_series;
mod set_pesel_requirement;
mod set_project_retention;
mod update_project;

use kit::mutations;

mutations! {
    /// Mutations of the partnerships.
    PartnershipMutations {
        /// Creates a funding programme.
        create_funding_programme;
        /// Creates a visibility profile with its signs, for a project where one is given. Profiles never change.
        create_visibility_profile;
        /// Creates a project as a draft, with its lead where one is given.
        create_project;
        /// Changes a project that is not over. What documents have printed stays.
        update_project;
        /// Invites a partner into a project. It takes part once its own office has accepted. A project has one lead, and one
        /// partner per voivodeship.
        add_project_partner;
        /// Answers an invitation into a project for the office that was invited.
        answer_partnership;
        /// Leaves a project, for the partner's office. What belongs to the partner stays its own.
        leave_partnership;
        /// Removes a partner from a project, or takes its invitation back. What belongs to the partner stays its own.
        remove_project_partner;
        /// Asks a partner to take the lead. An offer to another is taken back.
        offer_project_lead;
        /// Answers an offer of the lead for the partner's office; the project's manager may take it back. With the lead, roles
        /// at the project become roles at the former lead.
        answer_project_lead;
        /// Adds a task to a project, within the period of the project.
        add_project_task;
        /// Moves a project to another state. An active project has a lead and a valid visibility profile.
        change_project_state;
        /// Sets the series of certificate numbers of a project. Numbers that were given keep theirs.
        set_certificate_series;
        /// Sets whether a project asks its participants for their PESEL numbers, and on what legal basis.
        set_pesel_requirement;
        /// Sets until when the documentation of a project is kept; people who took part stay named until then.
        set_project_retention;
    }
}
