//! Where a scope lies: a role is granted by whoever looks after users there.

use sea_orm::{ConnectionTrait, EntityTrait};

use crate::institutions::institution;
use crate::partnerships::store::lead_of;
use crate::partnerships::{project, project_partner};
use crate::pilots::pilot_site;
use crate::shared::actor::Scope;
use crate::shared::door::Placed;
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, ProjectId};
use crate::shared::policy::Place;
use crate::territory::store::is_voivodeship;
use crate::territory::territorial_unit;
use crate::trainings::edition;

/// The place of a scope; none where there is no such thing. A project lies in the voivodeship of its lead.
///
/// # Errors
/// The database failed.
pub async fn place_of<C: ConnectionTrait>(db: &C, scope: Scope) -> Result<Option<Place>> {
    match scope {
        Scope::Installation => Ok(Some(Place::default())),
        Scope::Voivodeship(id) => {
            let place = Place { voivodeship: Some(id), ..Place::default() };
            Ok(is_voivodeship(db, id).await?.then_some(place))
        }
        Scope::Project(id) => place_of_project(db, id).await,
        Scope::Partner(id) => place_of_partner(db, id).await,
        Scope::Institution(id) => {
            let institution = institution::Entity::find_by_id(id).one(db).await?;
            Ok(institution.map(|institution| institution.place()))
        }
        Scope::Edition(id) => {
            let Some(edition) = edition::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
            let partner = place_of_partner(db, edition.partner_id).await?;
            Ok(Some(Place { voivodeship: partner.and_then(|p| p.voivodeship), ..edition.place() }))
        }
        Scope::Site(id) => {
            let Some(site) = pilot_site::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
            let partner = place_of_partner(db, site.partner_id).await?;
            Ok(Some(Place { voivodeship: partner.and_then(|p| p.voivodeship), ..site.place() }))
        }
        // Groups and calls have no rooms yet.
        Scope::Other(..) => Ok(None),
    }
}

async fn place_of_project<C: ConnectionTrait>(db: &C, id: ProjectId) -> Result<Option<Place>> {
    let Some(project) = project::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let lead = lead_of(db, id).await?;
    Ok(Some(Place { voivodeship: lead.and_then(|lead| lead.voivodeship_id), ..project.place() }))
}

async fn place_of_partner<C: ConnectionTrait>(db: &C, id: PartnerId) -> Result<Option<Place>> {
    let partner = project_partner::Entity::find_by_id(id).one(db).await?;
    Ok(partner.map(|partner| Place {
        voivodeship: partner.voivodeship_id,
        project: Some(partner.project_id),
        partner: Some(partner.id),
        ..Place::default()
    }))
}

/// What a scope is called; none for the whole installation, and where there is no such thing.
///
/// # Errors
/// The database failed.
pub async fn name_of<C: ConnectionTrait>(db: &C, scope: Scope) -> Result<Option<String>> {
    Ok(match scope {
        Scope::Installation | Scope::Other(..) => None,
        Scope::Voivodeship(id) => {
            territorial_unit::Entity::find_by_id(id).one(db).await?.map(|unit| unit.name)
        }
        Scope::Project(id) => project::Entity::find_by_id(id).one(db).await?.map(|project| project.title),
        Scope::Partner(id) => {
            project_partner::Entity::find_by_id(id).one(db).await?.map(|partner| partner.name)
        }
        Scope::Institution(id) => {
            institution::Entity::find_by_id(id).one(db).await?.map(|office| office.name)
        }
        Scope::Edition(id) => edition::Entity::find_by_id(id).one(db).await?.map(|edition| edition.title),
        Scope::Site(id) => pilot_site::Entity::find_by_id(id).one(db).await?.map(|site| site.name),
    })
}
