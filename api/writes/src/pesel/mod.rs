//! Mutations of PESEL numbers. Those that take or show a number are mutations, never queries: a query can be sent as an
//! address, and addresses lie in logs.

mod find_person_by_pesel;
mod give_pesel_consent;
mod remove_pesel;
mod reveal_pesel;
mod set_pesel;
mod withdraw_pesel_consent;

use entities::pesel::number::Pesel;
use entities::pesel::refusals::PESEL;
use entities::shared::error::{self as actions, Refusal};
use kit::mutations;

mutations! {
    /// Mutations of PESEL numbers.
    PeselMutations {
        /// Notes or changes the PESEL number of somebody for a project that requires it and in which they take part. The
        /// person is told once. Leaves a line in the audit trail. Noting the same number again renews the basis on which
        /// it is kept, and changes nothing else.
        set_pesel;
        /// Removes the PESEL number of a person from a project. Leaves a line in the audit trail.
        remove_pesel;
        /// Shows the whole PESEL number of a person, as a project keeps it, for a reason. Leaves a line in the audit trail and a note
        /// that the person sees.
        reveal_pesel;
        /// Finds the person who has a PESEL number. Whether somebody has it whom the viewer may not see is not
        /// told. Leaves a line in the audit trail.
        find_person_by_pesel;
        /// Agrees that a project in which the viewer takes part keeps their PESEL number, where the project keeps numbers
        /// on consent. By the person themselves.
        give_pesel_consent;
        /// Takes that consent back: the number that was kept on it is deleted. By the person themselves.
        withdraw_pesel_consent;
    }
}

/// The number that a client sent.
fn number(text: &str) -> actions::Result<Pesel> {
    Pesel::parse(text).map_err(|_| Refusal::form("pesel", PESEL).into())
}
