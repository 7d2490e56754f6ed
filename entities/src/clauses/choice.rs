//! Which clause somebody has to receive: a project's own before the installation's. Pure.

use super::ClausePurpose;
use crate::shared::ids::ProjectId;

/// An occasion on which somebody is to be informed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// What their data are used for.
    pub purpose: ClausePurpose,
    /// The project in which; none outside any.
    pub project_id: Option<ProjectId>,
}

/// The clause of an occasion among those in force, each with its purpose and project.
pub fn choose<T: Copy>(occasion: Occasion, in_force: &[(T, ClausePurpose, Option<ProjectId>)]) -> Option<T> {
    let of = |project: Option<ProjectId>| {
        let mut all = in_force.iter();
        all.find(|(_, purpose, its)| *purpose == occasion.purpose && *its == project).map(|(one, ..)| *one)
    };
    let own = occasion.project_id.and_then(|project| of(Some(project)));
    own.or_else(|| of(None))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_projects_own_clause_takes_the_place_of_the_installations() {
        use ClausePurpose::{Account, Enrolment};
        let (one, other) = (ProjectId(Uuid::from_u128(1)), ProjectId(Uuid::from_u128(2)));
        let in_force = [('i', Enrolment, None), ('p', Enrolment, Some(one)), ('a', Account, Some(other))];
        let of = |purpose, project_id| choose(Occasion { purpose, project_id }, &in_force);
        assert_eq!(of(Enrolment, Some(one)), Some('p'));
        assert_eq!(of(Enrolment, Some(other)), Some('i'));
        assert_eq!(of(Enrolment, None), Some('i'));
        assert_eq!(of(Account, Some(other)), Some('a'));
        assert_eq!([of(Account, Some(one)), of(Account, None), of(ClausePurpose::Pilot, None)], [None; 3]);
    }
}
