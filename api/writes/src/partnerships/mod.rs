//! Mutations of the partnerships.

mod add_project_partner;
mod add_project_task;
mod change_project_state;
mod create_funding_programme;
mod create_project;
mod create_visibility_profile;
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
        /// Adds a partner to a project. A project has one lead, and one partner per voivodeship.
        add_project_partner;
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
