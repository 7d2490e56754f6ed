//! Mutations of PESEL numbers. Those that take or show a number are mutations, never queries: a query can be sent as an
//! address, and addresses lie in logs.

mod find_person_by_pesel;
mod remove_pesel;
mod reveal_pesel;
mod set_pesel;

use entities::pesel::number::Pesel;
use entities::pesel::refusals::PESEL;
use entities::shared::error::{self as actions, Refusal};
use kit::mutations;

mutations! {
    /// Mutations of PESEL numbers.
    PeselMutations {
        /// Notes or changes the PESEL number of somebody who takes part in a project that requires it. Leaves a
        /// line in the audit trail. Noting the same number again changes nothing.
        set_pesel;
        /// Removes the PESEL number of a person. Leaves a line in the audit trail.
        remove_pesel;
        /// Shows the whole PESEL number of a person, for a reason. Leaves a line in the audit trail and a note
        /// that the person sees.
        reveal_pesel;
        /// Finds the person who has a PESEL number. Whether somebody has it whom the viewer may not see is not
        /// told. Leaves a line in the audit trail.
        find_person_by_pesel;
    }
}

/// The number that a client sent.
fn number(text: &str) -> actions::Result<Pesel> {
    Pesel::parse(text).map_err(|_| Refusal::form("pesel", PESEL).into())
}
