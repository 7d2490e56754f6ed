//! Mutations of PESEL numbers. Those that take or show a number are mutations, never queries: a query can be sent as an
//! address, and addresses lie in logs.

pub mod find_person_by_pesel;
pub mod remove_pesel;
pub mod reveal_pesel;
pub mod set_pesel;

use async_graphql::{Context, Object, Result};
use entities::pesel::number::Pesel;
use entities::pesel::refusals::PESEL;
use entities::shared::error::{self as actions, Refusal};

/// Mutations of PESEL numbers.
#[derive(Default)]
pub struct PeselMutations;

#[Object]
impl PeselMutations {
    /// Notes or changes the PESEL number of somebody who takes part in a project that requires it. Leaves a line in the
    /// audit trail. Noting the same number again changes nothing.
    async fn set_pesel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose number it is.")] input: set_pesel::SetPeselInput,
    ) -> Result<Option<set_pesel::SetPeselPayload>> {
        set_pesel::resolve(ctx, input).await.map(Some)
    }

    /// Removes the PESEL number of a person. Leaves a line in the audit trail.
    async fn remove_pesel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose number to remove.")] input: remove_pesel::RemovePeselInput,
    ) -> Result<Option<remove_pesel::RemovePeselPayload>> {
        remove_pesel::resolve(ctx, input).await.map(Some)
    }

    /// Shows the whole PESEL number of a person, for a reason. Leaves a line in the audit trail and a note that the
    /// person sees.
    async fn reveal_pesel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose number to show, and why.")] input: reveal_pesel::RevealPeselInput,
    ) -> Result<Option<reveal_pesel::RevealPeselPayload>> {
        reveal_pesel::resolve(ctx, input).await.map(Some)
    }

    /// Finds the person who has a PESEL number. Whether somebody has it whom the viewer may not see is not told. Leaves
    /// a line in the audit trail.
    async fn find_person_by_pesel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to search by.")] input: find_person_by_pesel::FindPersonByPeselInput,
    ) -> Result<Option<find_person_by_pesel::FindPersonByPeselPayload>> {
        find_person_by_pesel::resolve(ctx, input).await.map(Some)
    }
}

/// The number that a client sent.
fn number(text: &str) -> actions::Result<Pesel> {
    Pesel::parse(text).map_err(|_| Refusal::form("pesel", PESEL).into())
}
