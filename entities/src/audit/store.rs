//! Who may see the audit trail: whoever reads it for the installation sees all of it, the auditor of a project the
//! lines of that project, everybody else nothing.

use sea_orm::{ColumnTrait, Condition};

use super::audit_entry::{Column, Entity, Model};
use crate::shared::actor::{Actor, Scope};
use crate::shared::ids::ProjectId;
use crate::shared::policy::{Action, Place, allows};
use crate::shared::read::{self, everything, nothing};

impl read::Entity for Entity {
    const ID: Column = Column::Id;

    fn id(row: &Model) -> uuid::Uuid {
        row.id.0
    }

    fn visible_to(actor: &Actor) -> Condition {
        if allows(actor, Action::ReadAudit, &Place::default()) {
            return everything();
        }
        let projects = audited_projects(actor);
        if projects.is_empty() {
            return nothing();
        }
        Condition::all().add(Column::ProjectId.is_in(projects))
    }
}

/// Projects whose trail the actor reads.
fn audited_projects(actor: &Actor) -> Vec<ProjectId> {
    let of_grant = |scope| match scope {
        Scope::Project(id) => {
            let place = Place { project: Some(id), ..Place::default() };
            allows(actor, Action::ReadAudit, &place).then_some(id)
        }
        _ => None,
    };
    actor.grants().iter().filter_map(|grant| of_grant(grant.scope)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use crate::shared::actor::{Grant, Role, UserActor};
    use crate::shared::ids::UserId;

    fn user(role: Role, scope: Scope) -> Actor {
        let grants = vec![Grant { role, scope, reach: vec![] }];
        Actor::User(Arc::new(UserActor { user_id: UserId(Uuid::nil()), person_id: None, grants }))
    }

    #[test]
    fn an_auditor_of_a_project_reads_that_project_and_a_manager_reads_none() {
        let project = ProjectId(Uuid::from_u128(1));
        assert_eq!(audited_projects(&user(Role::Auditor, Scope::Project(project))), [project]);
        assert!(audited_projects(&user(Role::ProjectManager, Scope::Project(project))).is_empty());
        assert!(audited_projects(&Actor::Public).is_empty());
    }
}
