//! Queries of this room, and who may see it: staff of the project or the partner, the institution that asks, who advises.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::routing::Load;
use super::{AdvisoryRequestState, advisory_request, advisory_session, subregion_adviser};
use crate::institutions::person;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::error::Result;
use crate::shared::ids::{PartnerId, SubregionId};
use crate::shared::policy::Readable;
use crate::shared::read::{self, Any, everything, nothing, within};

readable! {
    // Which subregions have advisers is no secret of an office; who they are, people themselves say.
    subregion_adviser => |who| if who.is_known() { everything() } else { nothing() };
}

impl read::Entity for advisory_request::Entity {
    const ID: advisory_request::Column = advisory_request::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all { everything() } else { requests_seen_by(&who).into() }
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { requests_seen_by(&who).into_ways() }
    }
}

impl read::Entity for advisory_session::Entity {
    const ID: advisory_session::Column = advisory_session::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all { everything() } else { sessions_seen_by(&who).into() }
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { sessions_seen_by(&who).into_ways() }
    }
}

fn requests_seen_by(who: &Readable) -> Any {
    use advisory_request::Column::{AdviserId, InstitutionId, PartnerId, ProjectId};
    Any::default()
        .or_each(ProjectId, &who.projects)
        .or_each(PartnerId, &who.partners)
        .or_each(InstitutionId, &who.institutions)
        .or_each(AdviserId, who.person.as_slice())
}

fn sessions_seen_by(who: &Readable) -> Any {
    use advisory_session::Column::{HeldById, InstitutionId, PartnerId, ProjectId, RequestId};
    let any = Any::default()
        .or_each(ProjectId, &who.projects)
        .or_each(PartnerId, &who.partners)
        .or_each(InstitutionId, &who.institutions)
        .or_each(HeldById, who.person.as_slice());
    who.person.into_iter().fold(any, |any, person| {
        // Also those that were held by whoever handed it over.
        let advised = Condition::all().add(advisory_request::Column::AdviserId.eq(person));
        let theirs = within::<_, advisory_request::Entity>(RequestId, advisory_request::Column::Id, advised);
        any.or(Condition::all().add(theirs))
    })
}

/// Advisers of a subregion for a partner who are still known, in the order of their appointment, and how many requests are open with each.
///
/// # Errors
/// The database failed.
pub async fn loads(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    subregion: SubregionId,
) -> Result<Vec<Load>> {
    use subregion_adviser::Column;
    let posts = subregion_adviser::Entity::find()
        .filter(Column::PartnerId.eq(partner))
        .filter(Column::SubregionId.eq(subregion))
        .filter(Column::EndedAt.is_null())
        .filter(within::<_, person::Entity>(Column::PersonId, person::Column::Id, known_people()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut loads = vec![];
    for post in posts {
        let open = advisory_request::Entity::find()
            .filter(advisory_request::Column::AdviserId.eq(post.person_id))
            .filter(advisory_request::Column::State.is_in(AdvisoryRequestState::OPEN.iter().copied()));
        loads.push((post.person_id, open.count(db).await?));
    }
    Ok(loads)
}

/// People who were not erased.
pub(super) fn known_people() -> Condition {
    Condition::all().add(person::Column::ErasedAt.is_null())
}
