//! Queries of projects, and who may see them: what has left its draft is public.

use sea_orm::{ColumnTrait, Condition};

use super::{
    ProjectState, funding_programme, project, project_partner, project_task, visibility_profile,
    visibility_sign,
};
use crate::certificates::snapshot::Sign;
use crate::readable;
use crate::shared::error::{Code, Result, refuse};
use crate::shared::ids::ProjectId;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, within};

readable! {
    funding_programme => |_| everything();
    visibility_profile => |_| everything();
    visibility_sign => |_| everything();
    project => projects_seen_by;
    project_partner => |who| of_seen_projects(project_partner::Column::ProjectId, who);
    project_task => |who| of_seen_projects(project_task::Column::ProjectId, who);
}

/// Projects that have begun, and drafts of one's own.
pub fn projects_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = Condition::any().add(project::Column::State.ne(ProjectState::Draft));
    if !who.projects.is_empty() {
        any = any.add(project::Column::Id.is_in(who.projects.iter().copied()));
    }
    if !who.partners.is_empty() {
        let own = Condition::all().add(project_partner::Column::Id.is_in(who.partners.iter().copied()));
        any = any.add(within::<_, project_partner::Entity>(
            project::Column::Id,
            project_partner::Column::ProjectId,
            own,
        ));
    }
    any
}

fn of_seen_projects<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, project::Entity>(column, project::Column::Id, projects_seen_by(who)))
}

/// Rows of a table with `project` and `partner` columns that belong to what the actor is staff of; an empty `any`
/// where that is nothing.
pub fn owned_by<P: ColumnTrait>(project: P, partner: P, who: &Readable) -> Condition {
    let mut any = Condition::any();
    if !who.projects.is_empty() {
        any = any.add(project.is_in(who.projects.iter().copied()));
    }
    if !who.partners.is_empty() {
        any = any.add(partner.is_in(who.partners.iter().copied()));
    }
    any
}

/// placeholder until the room lands
pub async fn strip_of(_tx: &impl sea_orm::ConnectionTrait, _id: ProjectId) -> Result<Vec<Sign>> {
    refuse(Code::VisibilityMissing, "")
}
