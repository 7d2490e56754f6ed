//! Whether a project asks its participants for their PESEL numbers.

use sea_orm::ActiveValue::Set;
use serde::Serialize;

use super::{save, visible_project};
use crate::audit;
use crate::partnerships::project::ActiveModel;
use crate::partnerships::rights::MANAGE_PROJECT;
use crate::partnerships::{PeselBasis, PeselPurpose, deeds};
use crate::shared::door::fresh;
use crate::shared::error::Result;
use crate::shared::ids::ProjectId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::tx::Tx;

/// Longest legal basis, in characters.
const BASIS_MAX: usize = 1_000;

/// Whether a project requires PESEL numbers.
#[derive(Clone, Debug, Serialize)]
pub struct PeselRequirement {
    /// The project.
    pub id: ProjectId,
    /// The version that was read.
    pub version: Option<i32>,
    /// The legal basis on which it asks for them; none, or an empty one, where it does not.
    pub legal_basis: Option<String>,
    /// The kind of that basis; what was set stays where none is said, a legal obligation at first.
    pub basis: Option<PeselBasis>,
    /// For what they are kept; what was set stays where nothing is said, monitoring at first.
    pub purpose: Option<PeselPurpose>,
}

/// Sets whether a project requires PESEL numbers, and on what legal basis. Numbers that are kept stay until they are
/// removed, but staff see those of people alone who take part in a project that requires them.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, stale version, invalid.
pub async fn set_pesel_requirement(tx: &Tx, op: &Operation, new: PeselRequirement) -> Result<ProjectId> {
    let project = visible_project(tx, op, new.id, "id").await?.may(MANAGE_PROJECT)?;
    project.state.must_not_be_over()?;
    fresh(new.version, project.version)?;
    let mut check = Check::default();
    let basis = check.opt_line("legalBasis", new.legal_basis.as_deref(), BASIS_MAX);
    check.done()?;
    let named = |is_required: bool| if is_required { "required" } else { "not_required" };
    let states = (named(project.pesel_basis.is_some()), named(basis.is_some()));
    let (ground, purpose) = match basis.is_some() {
        true => (
            new.basis.or(project.pesel_ground).or(Some(PeselBasis::LegalObligation)),
            new.purpose.or(project.pesel_purpose).or(Some(PeselPurpose::Monitoring)),
        ),
        false => (None, None),
    };
    let row = ActiveModel {
        id: Set(project.id),
        pesel_basis: Set(basis),
        pesel_ground: Set(ground),
        pesel_purpose: Set(purpose),
        ..Default::default()
    };
    save(tx, op, row, &project).await?;
    let line = audit::Line::new(deeds::SET_PESEL_REQUIREMENT, project.id).project(project.id);
    line.states(states.0, states.1).write(tx, op).await?;
    Ok(project.id)
}
