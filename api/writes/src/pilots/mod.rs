//! Mutations of the pilots.

mod add_model_version;
mod add_pilot_site;
mod add_site_institution;
mod change_model_version_state;
mod change_pilot_state;
mod create_cooperation_model;
mod create_pilot;

use kit::mutations;

mutations! {
    /// Mutations of the pilots.
    PilotMutations {
        /// Creates a cooperation model, without versions.
        create_cooperation_model;
        /// Adds the next version to a model, as a draft.
        add_model_version;
        /// Takes a version of a model to its next state. Piloted is what has a pilot whose data are closed.
        change_model_version_state;
        /// Creates a pilot of a version that was approved for it, as planned.
        create_pilot;
        /// Takes a pilot to its next state. Recruiting and running need an active project, running needs a site.
        change_pilot_state;
        /// Adds a gmina or powiat to a pilot whose data are not closed.
        add_pilot_site;
        /// Notes that an institution takes part at a site.
        add_site_institution;
    }
}
