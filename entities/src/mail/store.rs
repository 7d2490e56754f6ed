//! Queries of the ledger, and who may see it: staff of the project or the partner, who caused it, who gets it.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::DeliveryState;
use super::delivery::{Column, Entity, Model};
use crate::partnerships::store::owned_by;
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::ids::DeliveryId;
use crate::shared::policy::Readable;
use crate::shared::read::{self, everything, nothing};

impl read::Entity for Entity {
    const ID: Column = Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all {
            return everything();
        }
        let mut any = owned_by(Column::ProjectId, Column::PartnerId, &who);
        if let Some(id) = actor.user_id() {
            any = any.add(Column::UserId.eq(id)).add(Column::CreatedBy.eq(id));
        }
        if let Some(id) = who.person {
            any = any.add(Column::PersonId.eq(id));
        }
        if any.is_empty() { nothing() } else { any }
    }
}

/// A delivery, whoever asks: for the worker.
///
/// # Errors
/// The database failed.
pub async fn by_id<C: ConnectionTrait>(db: &C, id: DeliveryId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// States of all deliveries of a thing.
///
/// # Errors
/// The database failed.
pub async fn states_of<C: ConnectionTrait>(db: &C, artefact_id: Uuid) -> Result<Vec<DeliveryState>> {
    let rows = Entity::find().filter(Column::ArtefactId.eq(artefact_id)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.state).collect())
}
