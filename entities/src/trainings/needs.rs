//! Who sees what participants need (hard rule 18): health data. Pure, but for the sums.
//!
//! Diet and a night's lodging are for the person and those who organise the edition; access also for those who train in it, who must act on it.
//! Everybody else who sees enrolments of it sees sums, and none that is so small that it tells of somebody. Who looked is
//! noted by `actions/needs.rs`.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::rights::{READ_ACCESS_NEEDS, READ_NEEDS, RECORD_ATTENDANCE};
use super::{EnrolmentState, edition, enrolment};
use crate::shared::actor::{Actor, Scope};
use crate::shared::door::Placed as _;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId, PartnerId, PersonId, ProjectId};
use crate::shared::policy::{Place, Right, allows};
use crate::shared::read::Entity as _;

/// The smallest sum that is shown to whoever does not see whose needs they are.
///
/// # Source
/// `domain.md`, indicators: cells below five people are suppressed.
pub const LEAST: u64 = 5;

/// A kind of needs: what tells of somebody's health, and where somebody sleeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Diet.
    Diet,
    /// Access.
    Access,
    /// A night's lodging.
    Night,
}

impl Need {
    const fn right(self) -> Right {
        match self {
            Self::Diet | Self::Night => READ_NEEDS,
            Self::Access => READ_ACCESS_NEEDS,
        }
    }
}

/// Whose needs they are, and where.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// By which enrolment.
    pub enrolment: EnrolmentId,
    /// Of whom.
    pub person: PersonId,
    /// In which edition.
    pub edition: EditionId,
    /// In which project.
    pub project: ProjectId,
}

/// Whether it is one's own enrolment.
pub fn is_own(actor: &Actor, whose: &Whose) -> bool {
    actor.person_id() == Some(whose.person)
}

/// Whether the actor organises the whole project or trains in the edition, so that who runs the edition need not be known.
pub fn sees(actor: &Actor, need: Need, whose: &Whose) -> bool {
    let place = Place {
        project: Some(whose.project),
        edition: Some(whose.edition),
        person: Some(whose.person),
        ..Place::default()
    };
    allows(actor, need.right(), &place)
}

/// Whether who runs an edition can make a difference to the actor: whether they hold a role at a partner.
pub fn asks_who_runs(actor: &Actor) -> bool {
    actor.grants().iter().any(|grant| matches!(grant.scope, Scope::Partner(_)))
}

/// Whether the actor organises editions that a partner runs.
pub fn sees_of(actor: &Actor, need: Need, runs: PartnerId) -> bool {
    allows(actor, need.right(), &Place { partner: Some(runs), ..Place::default() })
}

/// Whether the actor is shown somebody's ticket: their own, or as one who checks people in.
pub fn sees_ticket(actor: &Actor, whose: &Whose, runs: Option<PartnerId>) -> bool {
    let place = Place {
        project: Some(whose.project),
        edition: Some(whose.edition),
        partner: runs,
        ..Place::default()
    };
    is_own(actor, whose) || allows(actor, RECORD_ATTENDANCE, &place)
}

/// Whether the actor sees enrolments of others in an edition, and so the sums.
///
/// # Errors
/// The database failed.
pub async fn sees_sums<C: ConnectionTrait>(db: &C, actor: &Actor, id: EditionId) -> Result<bool> {
    let mut seen = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Entity::visible_to(actor));
    if let Some(own) = actor.person_id() {
        seen = seen.filter(enrolment::Column::PersonId.ne(own));
    }
    Ok(seen.one(db).await?.is_some())
}

/// Whether the actor organises an edition.
pub fn organises(actor: &Actor, edition: &edition::Model) -> bool {
    allows(actor, READ_NEEDS, &edition.place())
}

/// Who runs editions.
///
/// # Errors
/// The database failed.
pub async fn runs<C: ConnectionTrait>(db: &C, ids: &[EditionId]) -> Result<Vec<(EditionId, PartnerId)>> {
    let editions = edition::Entity::find().filter(edition::Column::Id.is_in(ids.iter().copied()));
    let wanted = editions.select_only().columns([edition::Column::Id, edition::Column::PartnerId]);
    Ok(wanted.into_tuple().all(db).await?)
}

/// What the participants of an edition need, as sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// People with a seat, and those who had one to the end.
    pub people: u64,
    /// How many of them asked for a diet.
    pub diet: u64,
    /// How many asked for a night's lodging.
    pub night: u64,
    /// How many need something for access.
    pub access: u64,
}

/// Sums of an edition, whoever asks.
///
/// # Errors
/// The database failed.
pub async fn sums<C: ConnectionTrait>(db: &C, id: EditionId) -> Result<Sums> {
    use enrolment::Column::{EditionId, NeedsAccess, NeedsDiet, NeedsNight, State};
    let states = EnrolmentState::SEATED.into_iter().chain(EnrolmentState::PARTICIPANTS);
    let all = enrolment::Entity::find().filter(EditionId.eq(id)).filter(State.is_in(states));
    Ok(Sums {
        people: all.clone().count(db).await?,
        diet: all.clone().filter(NeedsDiet.is_not_null()).count(db).await?,
        night: all.clone().filter(NeedsNight.eq(true)).count(db).await?,
        access: all.filter(NeedsAccess.is_not_null()).count(db).await?,
    })
}

/// A sum for whoever does not see whose needs they are; none where it would tell of somebody.
pub const fn shown(sum: u64, sees_all: bool) -> Option<u64> {
    if sees_all || sum == 0 || sum >= LEAST { Some(sum) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_sum_that_is_shown_tells_of_fewer_than_five(sum in 0u64..40) {
            prop_assert_eq!(shown(sum, true), Some(sum));
            prop_assert!(shown(sum, false).is_none_or(|shown| shown == sum && (sum == 0 || sum >= LEAST)));
        }
    }
}
