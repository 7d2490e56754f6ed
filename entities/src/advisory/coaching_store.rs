//! Who may see coaching: coach, coachees, staff of the project or the partner; of people, coach and coachees each other's names.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    CoachingState, coached_person, coaching_booking, coaching_engagement, coaching_member, coaching_note,
    coaching_session, coaching_slot,
};
use crate::accounts::actor::actor_with_roles;
use crate::accounts::{UserState, user};
use crate::partnerships::project_partner;
use crate::readable;
use crate::shared::actor::{Actor, Role, Scope};
use crate::shared::error::Result;
use crate::shared::ids::{CoachingEngagementId, CoachingNoteId, PersonId};
use crate::shared::operation::Operation;
use crate::shared::policy::{Place, Readable};
use crate::shared::read::{self, Any, Expr, everything, nothing, within};
use crate::shared::tx::Tx;

impl read::Entity for coaching_engagement::Entity {
    const ID: coaching_engagement::Column = coaching_engagement::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all { everything() } else { engagements_seen_by(&who).into() }
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { engagements_seen_by(&who).into_ways() }
    }
}

readable! {
    // Coachees of a group do not learn who else is in it from the list.
    coaching_member => |who| if who.all { everything() } else { members_seen_by(who).into() };
    coached_person => |who| if who.all { everything() } else { people_seen_by(who).into() };
    coaching_slot => |who| if who.all { everything() } else { slots_seen_by(who).into() };
    coaching_booking => |who| if who.all { everything() } else { bookings_seen_by(who).into() };
}

impl read::Entity for coaching_session::Entity {
    const ID: coaching_session::Column = coaching_session::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        let who = Readable::of(actor);
        if who.all { everything() } else { sessions_seen_by(&who).into() }
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { sessions_seen_by(&who).into_ways() }
    }
}

impl read::Entity for coaching_note::Entity {
    const ID: coaching_note::Column = coaching_note::Column::Id;

    /// Who is coached now, and who held the session as long as they are a coach there. Nobody else, whatever they look after.
    fn visible_to(actor: &Actor) -> Condition {
        if matches!(actor, Actor::System) {
            return everything();
        }
        let Some(person) = actor.person_id() else { return nothing() };
        let own = Condition::all()
            .add(coaching_member::Column::PersonId.eq(person))
            .add(coaching_member::Column::LeftAt.is_null());
        let mut any = Any::default().or(Condition::all().add(within::<_, coaching_member::Entity>(
            coaching_note::Column::EngagementId,
            coaching_member::Column::EngagementId,
            own,
        )));
        if let Some(there) = coached_at(actor) {
            let held = Condition::all().add(coaching_session::Column::CoachId.eq(person)).add(there);
            any = any.or(Condition::all().add(within::<_, coaching_session::Entity>(
                coaching_note::Column::SessionId,
                coaching_session::Column::Id,
                held,
            )));
        }
        any.into()
    }
}

/// Sessions where an actor holds the role of a coach; none where they hold it nowhere.
fn coached_at(actor: &Actor) -> Option<Condition> {
    use coaching_session::Column::{PartnerId, ProjectId};
    let of = |scope: Scope| match scope {
        Scope::Installation => Some(everything()),
        Scope::Project(id) => Some(Condition::all().add(ProjectId.eq(id))),
        Scope::Partner(id) => Some(Condition::all().add(PartnerId.eq(id))),
        Scope::Voivodeship(id) => {
            let there = Condition::all().add(project_partner::Column::VoivodeshipId.eq(id));
            Some(Condition::all().add(within::<_, project_partner::Entity>(
                PartnerId,
                project_partner::Column::Id,
                there,
            )))
        }
        _ => None,
    };
    let held = actor.grants().iter().filter(|grant| grant.role == Role::Coach);
    let all: Vec<Condition> = held.filter_map(|grant| of(grant.scope)).collect();
    (!all.is_empty()).then(|| all.into_iter().fold(Condition::any(), Condition::add))
}

fn engagements_seen_by(who: &Readable) -> Any {
    use coaching_engagement::Column::{CoachId, Id};
    let any = engagements_of_staff(who).or_each(CoachId, who.person.as_slice());
    who.person.into_iter().fold(any, |any, person| any.or(Condition::all().add(coached(Id, person))))
}

fn engagements_of_staff(who: &Readable) -> Any {
    use coaching_engagement::Column::{PartnerId, ProjectId};
    Any::default().or_each(ProjectId, &who.projects).or_each(PartnerId, &who.partners)
}

fn members_seen_by(who: &Readable) -> Any {
    use coaching_member::Column::{EngagementId, PartnerId, PersonId, ProjectId};
    let any = Any::default()
        .or_each(ProjectId, &who.projects)
        .or_each(PartnerId, &who.partners)
        .or_each(PersonId, who.person.as_slice());
    who.person.into_iter().fold(any, |any, person| any.or(Condition::all().add(led_by(EngagementId, person))))
}

fn sessions_seen_by(who: &Readable) -> Any {
    use coaching_session::Column::{CoachId, EngagementId, PartnerId, ProjectId};
    let any = Any::default()
        .or_each(ProjectId, &who.projects)
        .or_each(PartnerId, &who.partners)
        .or_each(CoachId, who.person.as_slice());
    who.person.into_iter().fold(any, |any, person| {
        any.or(Condition::all().add(coached(EngagementId, person)))
            // Also those that were held by whoever coached before.
            .or(Condition::all().add(led_by(EngagementId, person)))
    })
}

fn bookings_seen_by(who: &Readable) -> Any {
    use coaching_booking::Column::{CoachId, EngagementId};
    let any = bookings_of_staff(who).or_each(CoachId, who.person.as_slice());
    who.person
        .into_iter()
        .fold(any, |any, person| any.or(Condition::all().add(coached(EngagementId, person))))
}

fn bookings_of_staff(who: &Readable) -> Any {
    use coaching_booking::Column::{PartnerId, ProjectId};
    Any::default().or_each(ProjectId, &who.projects).or_each(PartnerId, &who.partners)
}

/// One's own, those of one's coaches, and those that are booked in what one's office looks after.
fn slots_seen_by(who: &Readable) -> Any {
    use coaching_slot::Column::{CoachId, Id};
    let mut any = Any::default().or_each(CoachId, who.person.as_slice());
    let staff = bookings_of_staff(who);
    if !staff.is_empty() {
        let booked =
            within::<_, coaching_booking::Entity>(Id, coaching_booking::Column::SlotId, staff.into());
        any = any.or(Condition::all().add(booked));
    }
    who.person.into_iter().fold(any, |any, person| {
        let own = Condition::all()
            .add(coaching_member::Column::PersonId.eq(person))
            .add(coaching_member::Column::LeftAt.is_null());
        let open = Condition::all()
            .add(coaching_engagement::Column::State.is_in(CoachingState::OPEN.iter().copied()))
            .add(within::<_, coaching_member::Entity>(
                coaching_engagement::Column::Id,
                coaching_member::Column::EngagementId,
                own,
            ));
        any.or(Condition::all().add(within::<_, coaching_engagement::Entity>(
            CoachId,
            coaching_engagement::Column::CoachId,
            open,
        )))
    })
}

/// Oneself, who coaches and is coached in what one's office looks after, one's coaches, and those whom one coaches.
fn people_seen_by(who: &Readable) -> Any {
    use coached_person::Column::Id;
    let coaches = |of: Condition| {
        Condition::all().add(within::<_, coaching_engagement::Entity>(
            Id,
            coaching_engagement::Column::CoachId,
            of,
        ))
    };
    let coachees = |of: Condition| {
        Condition::all().add(within::<_, coaching_member::Entity>(Id, coaching_member::Column::PersonId, of))
    };
    let mut any = Any::default().or_each(Id, who.person.as_slice());
    let staff = engagements_of_staff(who);
    if !staff.is_empty() {
        any = any.or(coaches(staff.into()));
        any = any.or(coachees(
            Any::default()
                .or_each(coaching_member::Column::ProjectId, &who.projects)
                .or_each(coaching_member::Column::PartnerId, &who.partners)
                .into(),
        ));
    }
    who.person.into_iter().fold(any, |any, person| {
        let own = Condition::all().add(coached(coaching_engagement::Column::Id, person));
        let led = Condition::all().add(led_by(coaching_member::Column::EngagementId, person));
        any.or(coaches(own)).or(coachees(led))
    })
}

/// `column` is the key of coaching in which a person is or was a coachee.
pub(super) fn coached<C: ColumnTrait>(column: C, person: PersonId) -> Expr {
    let theirs = Condition::all().add(coaching_member::Column::PersonId.eq(person));
    within::<C, coaching_member::Entity>(column, coaching_member::Column::EngagementId, theirs)
}

/// `column` is the key of coaching that a person leads now.
pub(super) fn led_by<C: ColumnTrait>(column: C, person: PersonId) -> Expr {
    let theirs = Condition::all().add(coaching_engagement::Column::CoachId.eq(person));
    within::<C, coaching_engagement::Entity>(column, coaching_engagement::Column::Id, theirs)
}

/// Who is coached now, by their keys.
///
/// # Errors
/// The database failed.
pub(super) async fn coachees(
    db: &impl ConnectionTrait,
    id: CoachingEngagementId,
) -> Result<Vec<coaching_member::Model>> {
    use coaching_member::Column;
    let live =
        coaching_member::Entity::find().filter(Column::EngagementId.eq(id)).filter(Column::LeftAt.is_null());
    Ok(live.all(db).await?)
}

/// Whether any note lies under another key than the present one.
///
/// # Errors
/// The database failed.
pub async fn any_stale_note(db: &impl ConnectionTrait, present: i32) -> Result<bool> {
    use coaching_note::{Column, Entity};
    Ok(Entity::find().filter(Column::KeyVersion.ne(present)).one(db).await?.is_some())
}

/// The next notes after a row that lie under another key.
///
/// # Errors
/// The database failed.
pub(super) async fn next_stale_notes(
    tx: &Tx,
    present: i32,
    after: Option<CoachingNoteId>,
    most: u64,
) -> Result<Vec<coaching_note::Model>> {
    use coaching_note::{Column, Entity};
    let mut rows = Entity::find().filter(Column::KeyVersion.ne(present));
    if let Some(after) = after {
        rows = rows.filter(Column::Id.gt(after));
    }
    Ok(rows.order_by_asc(Column::Id).limit(most).all(tx).await?)
}

/// Whether a person holds the role of a coach at a partner today.
///
/// # Errors
/// The database failed.
pub(super) async fn is_coach(
    db: &impl ConnectionTrait,
    op: &Operation,
    person: PersonId,
    partner: &project_partner::Model,
) -> Result<bool> {
    let account = user::Entity::find()
        .filter(user::Column::PersonId.eq(person))
        .filter(user::Column::State.eq(UserState::Active));
    let Some(user) = account.one(db).await? else { return Ok(false) };
    let actor = actor_with_roles(db, (user.id, user.person_id), op.today()).await?;
    Ok(coaches_at(&actor, partner))
}

/// Whether an actor holds the role of a coach at a partner.
pub(super) fn coaches_at(actor: &Actor, partner: &project_partner::Model) -> bool {
    let place = Place {
        voivodeship: partner.voivodeship_id,
        project: Some(partner.project_id),
        partner: Some(partner.id),
        ..Place::default()
    };
    actor.grants().iter().any(|grant| grant.role == Role::Coach && grant.covers(&place))
}
