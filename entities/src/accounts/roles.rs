//! Which role can be held within which scope. Pure.
//!
//! What a role may do there is `shared/policy.rs`'s. Everybody is a participant of their own data without a grant.

use crate::shared::actor::{Role, ScopeKind};

/// Kinds of scope that `role` can be held within.
pub const fn scopes_of(role: Role) -> &'static [ScopeKind] {
    use ScopeKind::{Call, Edition, Group, Installation, Institution, Partner, Project, Site, Voivodeship};
    match role {
        Role::SysAdmin => &[Installation],
        Role::RopsAdmin => &[Voivodeship],
        Role::ProjectManager => &[Project, Partner],
        Role::Coordinator
        | Role::TeamResearch
        | Role::TeamServices
        | Role::TeamTraining
        | Role::TeamEconomy
        | Role::Coach
        | Role::Adviser => &[Installation, Voivodeship, Project, Partner],
        Role::Trainer => &[Edition],
        Role::CommitteeChair | Role::CommitteeMember => &[Call],
        Role::GroupChair | Role::GroupSecretary | Role::GroupMember => &[Group],
        Role::InstitutionHead | Role::InstitutionCoordinator => &[Institution],
        Role::PilotWorker => &[Site],
        Role::Participant => &[],
        Role::Auditor => &[Installation, Voivodeship, Project, Partner, Institution, Edition, Site],
    }
}

/// Whether `role` can be held within a scope of this kind.
pub fn can_be_held(role: Role, scope: ScopeKind) -> bool {
    scopes_of(role).contains(&scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_after_users_is_bound_to_the_installation_or_a_voivodeship() {
        for scope in ScopeKind::ALL {
            assert_eq!(can_be_held(Role::SysAdmin, *scope), *scope == ScopeKind::Installation);
            assert_eq!(can_be_held(Role::RopsAdmin, *scope), *scope == ScopeKind::Voivodeship);
        }
    }

    #[test]
    fn every_role_but_that_of_a_participant_can_be_granted() {
        for role in Role::ALL {
            assert_eq!(scopes_of(*role).is_empty(), *role == Role::Participant, "{role:?}");
        }
    }
}
