//! Queries of projects, and who may see them: what has left its draft is public.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{
    PartnerRole, PartnerState, ProjectState, SignKind, funding_programme, project, project_partner,
    project_task, sign, visibility, visibility_profile, visibility_sign,
};
use crate::certificates::number_series;
use crate::partnerships::refusals::VISIBILITY_MISSING;
use crate::readable;
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{PartnerId, ProjectId, UnitId, VisibilityProfileId};
use crate::shared::policy::Readable;
use crate::shared::read::{everything, within};

readable! {
    funding_programme => |_| everything();
    visibility_profile => |_| everything();
    visibility_sign => |_| everything();
    project => projects_seen_by;
    project_partner => partners_seen_by;
    project_task => |who| of_seen_projects(project_task::Column::ProjectId, who);
}

/// Projects that have begun, drafts of one's own, and those to which the actor's office is invited or in which it takes part:
/// of these the office's administrator sees the project, and nothing that belongs to it.
pub fn projects_seen_by(who: &Readable) -> Condition {
    if who.all || who.offices.is_empty() {
        return projects_open_to(who);
    }
    let asked = Condition::all()
        .add(project_partner::Column::State.is_in([PartnerState::Invited, PartnerState::Accepted]))
        .add(project_partner::Column::VoivodeshipId.is_in(who.offices.iter().copied()));
    projects_open_to(who).add(within::<_, project_partner::Entity>(
        project::Column::Id,
        project_partner::Column::ProjectId,
        asked,
    ))
}

/// Partners, present and former, of projects that are open to the actor. Who is only invited, or refused, is known to the
/// project's staff and to the office that was asked.
fn partners_seen_by(who: &Readable) -> Condition {
    use project_partner::Column::{AcceptedAt, ProjectId, State, VoivodeshipId};
    if who.all {
        return everything();
    }
    let took_part = Condition::all().add(AcceptedAt.is_not_null()).add(State.ne(PartnerState::Invited));
    let mut any = Condition::any().add(of_seen_projects(ProjectId, who).add(took_part));
    if !who.projects.is_empty() {
        any = any.add(ProjectId.is_in(who.projects.iter().copied()));
    }
    if !who.offices.is_empty() {
        any = any.add(VoivodeshipId.is_in(who.offices.iter().copied()));
    }
    any
}

/// Projects that have begun, and drafts of one's own.
fn projects_open_to(who: &Readable) -> Condition {
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
    Condition::all().add(within::<_, project::Entity>(column, project::Column::Id, projects_open_to(who)))
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

/// How many projects there are, drafts included.
///
/// # Errors
/// The database failed.
pub async fn count_projects<C: ConnectionTrait>(db: &C) -> Result<u64> {
    Ok(project::Entity::find().count(db).await?)
}

/// Whether another project has a certificate series now, or has given numbers of it.
///
/// # Errors
/// The database failed.
pub async fn is_series_taken<C: ConnectionTrait>(db: &C, project: ProjectId, series: &str) -> Result<bool> {
    let present = Condition::all()
        .add(project::Column::Id.ne(project))
        .add(project::Column::CertificateSeries.eq(series));
    let past = Condition::all()
        .add(number_series::Column::ProjectId.ne(project))
        .add(number_series::Column::Series.eq(series));
    Ok(project::Entity::find().filter(present).one(db).await?.is_some()
        || number_series::Entity::find().filter(past).one(db).await?.is_some())
}

/// The lead of a project.
///
/// # Errors
/// The database failed.
pub async fn lead_of<C: ConnectionTrait>(
    db: &C,
    project: ProjectId,
) -> Result<Option<project_partner::Model>> {
    Ok(project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(project))
        .filter(project_partner::Column::Role.eq(PartnerRole::Lead))
        .filter(project_partner::Column::State.eq(PartnerState::Accepted))
        .one(db)
        .await?)
}

/// Refuses to make anything new for a partner that does not take part.
///
/// # Errors
/// `WrongState`.
pub async fn require_partner<C: ConnectionTrait>(db: &C, id: PartnerId) -> Result<()> {
    let partner = project_partner::Entity::find_by_id(id).one(db).await?;
    found(partner, "partnerId")?.must_take_part()
}

/// The partner of a project whose voivodeship it is; none where it only was, or was only invited.
///
/// # Errors
/// The database failed.
pub async fn partner_of_voivodeship<C: ConnectionTrait>(
    db: &C,
    project: ProjectId,
    voivodeship: UnitId,
) -> Result<Option<PartnerId>> {
    let partner = project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(project))
        .filter(project_partner::Column::VoivodeshipId.eq(voivodeship))
        .filter(project_partner::Column::State.eq(PartnerState::Accepted))
        .order_by_asc(project_partner::Column::Id);
    Ok(partner.one(db).await?.map(|partner| partner.id))
}

/// The visibility strip of a project's documents, from the left.
///
/// # Errors
/// `VisibilityMissing` where the project has no profile or one that breaks hard rule 13.
pub async fn strip_of<C: ConnectionTrait>(db: &C, project: ProjectId) -> Result<Vec<sign::Sign>> {
    let project = project::Entity::find_by_id(project).one(db).await?;
    let strip = match project.and_then(|project| project.visibility_profile_id) {
        Some(profile) => strip_of_profile(db, profile).await?,
        None => None,
    };
    strip.map_or_else(|| refuse(VISIBILITY_MISSING, "visibilityProfileId"), Ok)
}

/// The strip of a profile; none where the profile is missing or breaks hard rule 13.
///
/// # Errors
/// The database failed.
pub async fn strip_of_profile<C: ConnectionTrait>(
    db: &C,
    profile: VisibilityProfileId,
) -> Result<Option<Vec<sign::Sign>>> {
    let signs = visibility_sign::Entity::find()
        .filter(visibility_sign::Column::ProfileId.eq(profile))
        .order_by_asc(visibility_sign::Column::Ordinal)
        .all(db)
        .await?;
    let heights: Vec<(SignKind, i32)> = signs.iter().map(|sign| (sign.kind, sign.height_pct)).collect();
    if visibility::check(&heights).is_err() {
        return Ok(None);
    }
    Ok(signs.into_iter().map(printed).collect())
}

fn printed(row: visibility_sign::Model) -> Option<sign::Sign> {
    let kind = match row.kind {
        SignKind::Programme => sign::SignKind::Programme,
        SignKind::Republic => sign::SignKind::Republic,
        SignKind::EuropeanUnion => sign::SignKind::EuropeanUnion,
        SignKind::Region => sign::SignKind::Region,
    };
    let height_pct = u8::try_from(row.height_pct).ok()?;
    Some(sign::Sign { kind, line1: row.line1, line2: row.line2, height_pct })
}
