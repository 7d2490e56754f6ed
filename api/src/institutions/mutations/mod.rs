//! Mutations of the institutions.

pub mod add_employment;
pub mod end_employment;
pub mod register_institution;
pub mod register_person;
pub mod update_institution;
pub mod update_person;
pub mod verify_institution;

use crate::mutations;

mutations! {
    /// Mutations of the institutions.
    InstitutionMutations {
        /// Registers an institution.
        register_institution;
        /// Changes an institution. What documents have printed stays.
        update_institution;
        /// Notes that an institution was checked against the public registers.
        verify_institution;
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
