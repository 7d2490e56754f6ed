//! Queries of pilots, and who may see them: staff of the project or the partner, and who works at a site.
//!
//! Whoever runs a pilot sees all its sites; a partner sees the sites of its voivodeship, a pilot worker their own
//! site. Either also sees the pilot and the version piloted. Nothing of it is public.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{cooperation_model, model_version, pilot, pilot_site, site_institution};
use crate::partnerships::store::owned_by;
use crate::readable;
use crate::shared::error::Result;
use crate::shared::ids::{ProjectId, SiteId};
use crate::shared::policy::Readable;
use crate::shared::read::{everything, nothing, within};

readable! {
    cooperation_model => models_seen_by;
    model_version => versions_seen_by;
    pilot => pilots_seen_by;
    pilot_site => sites_seen_by;
    site_institution => parts_seen_by;
}

fn is_outsider(who: &Readable) -> bool {
    who.projects.is_empty() && who.partners.is_empty() && who.sites.is_empty()
}

/// Pilots the actor runs, has a site in, or works at a site of.
pub fn pilots_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    if is_outsider(who) {
        return nothing();
    }
    let mut sites = Condition::any().add(pilot_site::Column::PartnerId.is_in(who.partners.iter().copied()));
    sites = sites.add(pilot_site::Column::Id.is_in(who.sites.iter().copied()));
    pilots_run_by(who).add(within::<_, pilot_site::Entity>(
        pilot::Column::Id,
        pilot_site::Column::PilotId,
        sites,
    ))
}

/// An empty `any` where there are none.
fn pilots_run_by(who: &Readable) -> Condition {
    owned_by(pilot::Column::ProjectId, pilot::Column::PartnerId, who)
}

/// Sites the actor may see.
pub fn sites_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    if is_outsider(who) {
        return nothing();
    }
    let mut any = owned_by(pilot_site::Column::ProjectId, pilot_site::Column::PartnerId, who);
    if !who.sites.is_empty() {
        any = any.add(pilot_site::Column::Id.is_in(who.sites.iter().copied()));
    }
    let run = pilots_run_by(who);
    if !run.is_empty() {
        any = any.add(within::<_, pilot::Entity>(pilot_site::Column::PilotId, pilot::Column::Id, run));
    }
    any
}

fn models_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    if is_outsider(who) {
        return nothing();
    }
    let piloted = versions_piloted_before(who);
    owned_by(cooperation_model::Column::ProjectId, cooperation_model::Column::PartnerId, who).add(within::<
        _,
        model_version::Entity,
    >(
        cooperation_model::Column::Id,
        model_version::Column::ModelId,
        piloted,
    ))
}

fn versions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    if is_outsider(who) {
        return nothing();
    }
    let own = owned_by(cooperation_model::Column::ProjectId, cooperation_model::Column::PartnerId, who);
    let piloted = versions_piloted_before(who);
    if own.is_empty() {
        return piloted;
    }
    Condition::any().add(piloted).add(within::<_, cooperation_model::Entity>(
        model_version::Column::ModelId,
        cooperation_model::Column::Id,
        own,
    ))
}

/// Versions of the pilots that the actor sees.
fn versions_piloted_before(who: &Readable) -> Condition {
    let seen = pilots_seen_by(who);
    Condition::all().add(within::<_, pilot::Entity>(
        model_version::Column::Id,
        pilot::Column::ModelVersionId,
        seen,
    ))
}

fn parts_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = sites_seen_by(who);
    Condition::all().add(within::<_, pilot_site::Entity>(
        site_institution::Column::SiteId,
        pilot_site::Column::Id,
        seen,
    ))
}

/// Projects of pilot sites.
///
/// # Errors
/// The database failed.
pub async fn projects_of_sites<C: ConnectionTrait>(db: &C, sites: &[SiteId]) -> Result<Vec<ProjectId>> {
    if sites.is_empty() {
        return Ok(vec![]);
    }
    let projects = pilot_site::Entity::find()
        .select_only()
        .column(pilot_site::Column::ProjectId)
        .distinct()
        .filter(pilot_site::Column::Id.is_in(sites.iter().copied()))
        .into_tuple();
    Ok(projects.all(db).await?)
}
