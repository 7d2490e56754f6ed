//! Mutations of the institutions.

mod add_employment;
mod close_institution;
mod end_employment;
mod register_institution;
mod register_person;
mod reopen_institution;
mod update_institution;
mod update_person;
mod verify_institution;

use kit::mutations;

mutations! {
    /// Mutations of the institutions.
    InstitutionMutations {
        /// Registers an institution.
        register_institution;
        /// Changes an institution. What documents have printed stays.
        update_institution;
        /// Notes that an institution was checked against the public registers.
        verify_institution;
        /// Closes an institution to which no other belongs; whoever works there does so until its last day.
        close_institution;
        /// Opens an institution again that was closed. Who works there is noted anew.
        reopen_institution;
        /// Registers a person, with an employment where one is given.
        register_person;
        /// Changes a person. What documents have printed stays.
        update_person;
        /// Notes that a person works in an institution.
        add_employment;
        /// Notes the last day of an employment; noting another one corrects it.
        end_employment;
    }
}
