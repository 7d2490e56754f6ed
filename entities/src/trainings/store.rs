//! Queries of trainings, and who may see them.
//!
//! Editions that are announced are public; drafts are their staff's. Enrolments are seen by the person, by staff
//! of the project or of the partner (their own people, and everybody in an edition they run), by the institution
//! represented, and of those who take part by trainers of the edition. The public never sees who takes part or waits.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::attendance_file::Line;
use super::eligibility::{self, Attended};
use super::rights::RECORD_ATTENDANCE;
use super::{
    EditionState, EnrolmentState, attendance, breakout_group, check_in, edition, enrolment,
    programme_template, programme_topic, session, told, trainer_assignment, training_programme,
};
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::partnerships::store::owned_by;
use crate::shared::actor::Actor;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, EnrolmentId, PersonId, ProjectId, SessionId};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Readable};
use crate::shared::read::{self, Any, KEYS, everything, nothing, within};
use crate::shared::tx::Tx;
use crate::shared::warsaw;
use crate::trainings::deeds;
use crate::{audit, readable};

readable! {
    training_programme => programmes_seen_by;
    programme_topic => topics_seen_by;
    programme_template => programme_templates_seen_by;
    edition => editions_seen_by;
    session => |who| of_seen_editions(session::Column::EditionId, who);
    breakout_group => |who| of_seen_editions(breakout_group::Column::EditionId, who);
    trainer_assignment => |who| of_seen_editions(trainer_assignment::Column::EditionId, who);
    attendance => attendances_seen_by;
    check_in => check_ins_seen_by;
}

impl read::Entity for enrolment::Entity {
    const ID: enrolment::Column = enrolment::Column::Id;

    fn visible_to(actor: &Actor) -> Condition {
        enrolments_seen_by(&Readable::of(actor))
    }

    fn ways(actor: &Actor) -> Vec<Condition> {
        let who = Readable::of(actor);
        if who.all { vec![everything()] } else { seen_enrolments(&who).into_ways() }
    }
}

fn programmes_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    owned_by(training_programme::Column::ProjectId, training_programme::Column::PartnerId, who).add(within::<
        _,
        edition::Entity,
    >(
        training_programme::Column::Id,
        edition::Column::ProgrammeId,
        editions_seen_by(who),
    ))
}

fn topics_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = programmes_seen_by(who);
    Condition::all().add(within::<_, training_programme::Entity>(
        programme_topic::Column::ProgrammeId,
        training_programme::Column::Id,
        seen,
    ))
}

fn programme_templates_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, training_programme::Entity>(
        programme_template::Column::ProgrammeId,
        training_programme::Column::Id,
        programmes_seen_by(who),
    ))
}

/// Editions that are announced, and drafts of one's own.
pub fn editions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    editions_run_by(who).add(edition::Column::State.ne(EditionState::Draft))
}

/// Editions that the actor runs or trains in; an empty `any` where there are none.
/// Editions that an actor looks after, as staff or trainer.
pub fn editions_run(actor: &Actor) -> Condition {
    let who = Readable::of(actor);
    if who.all {
        return everything();
    }
    let run = editions_run_by(&who);
    if run.is_empty() { nothing() } else { Condition::all().add(run) }
}

fn editions_run_by(who: &Readable) -> Condition {
    let mut any = owned_by(edition::Column::ProjectId, edition::Column::PartnerId, who);
    let at_hand: Vec<EditionId> = who.editions_at_hand().collect();
    if !at_hand.is_empty() {
        any = any.add(edition::Column::Id.is_in(at_hand));
    }
    any
}

/// `column` refers to an edition that the actor runs or trains in.
pub fn in_editions_run_by<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    let run = editions_run_by(who);
    if run.is_empty() {
        return nothing();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, run))
}

fn of_seen_editions<C: ColumnTrait>(column: C, who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, edition::Entity>(column, edition::Column::Id, editions_seen_by(who)))
}

/// Enrolments the actor may see.
pub fn enrolments_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    seen_enrolments(who).into()
}

fn seen_enrolments(who: &Readable) -> Any {
    let any = run_enrolments(who).or_each(enrolment::Column::InstitutionId, &who.institutions);
    any.or_each(enrolment::Column::PersonId, who.person.as_slice())
}

/// Enrolments of what the actor runs: of their projects and partners, of editions that these run or in which they train;
/// none where they run nothing.
pub fn enrolments_run_by(who: &Readable) -> Option<Condition> {
    let any = run_enrolments(who);
    (!any.is_empty()).then(|| any.into())
}

/// The same, way by way.
pub fn run_enrolments(who: &Readable) -> Any {
    let any = Any::default()
        .or_each(enrolment::Column::ProjectId, &who.projects)
        .or_each(enrolment::Column::PartnerId, &who.partners)
        .or_each(enrolment::Column::EditionId, &who.editions);
    // Who waits, was rejected or has given the seat back is no trainer's business.
    let any = who.trained.iter().fold(any, |any, id| {
        let taking_part = enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS);
        any.or(Condition::all().add(enrolment::Column::EditionId.eq(*id)).add(taking_part))
    });
    if who.partners.is_empty() {
        return any;
    }
    // Of editions that their partners run, whoever looks after the participant.
    let run = Condition::all().add(edition::Column::PartnerId.is_in(who.partners.iter().copied()));
    any.or(Condition::all().add(within::<_, edition::Entity>(
        enrolment::Column::EditionId,
        edition::Column::Id,
        run,
    )))
}

/// Enrolments of the projects and partners that somebody is staff of; none where they are staff of neither.
pub fn enrolments_of_own_projects(who: &Readable) -> Option<Condition> {
    let owned = owned_by(enrolment::Column::ProjectId, enrolment::Column::PartnerId, who);
    (!owned.is_empty()).then_some(owned)
}

fn attendances_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = enrolments_seen_by(who);
    Condition::all().add(within::<_, enrolment::Entity>(
        attendance::Column::EnrolmentId,
        enrolment::Column::Id,
        seen,
    ))
}

/// As attendance.
fn check_ins_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let seen = enrolments_seen_by(who);
    Condition::all().add(within::<_, enrolment::Entity>(
        check_in::Column::EnrolmentId,
        enrolment::Column::Id,
        seen,
    ))
}

/// What a ticket of a participant says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Title of the edition.
    pub training: String,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Town, and building with address.
    pub place: String,
}

/// The ticket of an enrolment, whoever asks; none for somebody who does not take part, and for what is over or called off.
///
/// # Errors
/// The database failed.
pub async fn ticket_of(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    today: NaiveDate,
) -> Result<Option<Ticket>> {
    let Some(enrolment) = enrolment::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let edition = edition::Entity::find_by_id(enrolment.edition_id).one(db).await?;
    let is_ahead =
        |edition: &edition::Model| edition.state != EditionState::Cancelled && edition.ends_on >= today;
    let Some(edition) = edition.filter(|edition| enrolment.state.takes_part() && is_ahead(edition)) else {
        return Ok(None);
    };
    let place =
        edition.venue.map_or_else(|| edition.city.clone(), |venue| format!("{}, {venue}", edition.city));
    Ok(Some(Ticket { training: edition.title, days: (edition.starts_on, edition.ends_on), place }))
}

/// What the template of a file of attendance has: the first day, sessions, and a line for each participant in the order of
/// lists; to whoever records attendance there.
///
/// # Errors
/// Refused: not found, forbidden. The database failed.
pub async fn template_of(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: EditionId,
    ticket: &(dyn Fn(EnrolmentId) -> String + Sync),
) -> Result<(NaiveDate, Vec<session::Model>, Vec<Line>)> {
    let edition = door::see::<edition::Entity>(db, op, id, "editionId").await?;
    policy::require(&op.actor, RECORD_ATTENDANCE, &edition.place())?;
    let attendances = Attendances::of(db, id).await?;
    let participants = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS))
        .order_by_asc(enrolment::Column::SortKey)
        .order_by_asc(enrolment::Column::Id)
        .all(db)
        .await?;
    let mut people = HashMap::new();
    for chunk in participants.chunks(KEYS) {
        let ids = chunk.iter().map(|one| one.person_id);
        let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
        people.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    let sessions = attendances.sessions.clone();
    let lines = participants.into_iter().filter_map(|enrolment| {
        let person = people.remove(&enrolment.person_id)?;
        let of = |session: &session::Model| attendances.minutes.get(&(session.id, enrolment.id)).copied();
        let minutes = sessions.iter().map(of).collect();
        Some(Line { ticket: ticket(enrolment.id), minutes, enrolment, person })
    });
    let lines = lines.collect();
    Ok((edition.starts_on, sessions, lines))
}

/// Every session of an edition, and what each participant attended of it.
pub struct Attendances {
    sessions: Vec<session::Model>,
    minutes: HashMap<(SessionId, EnrolmentId), i32>,
}

impl Attendances {
    /// Loads them in two statements.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of(db: &impl ConnectionTrait, id: EditionId) -> Result<Self> {
        let sessions = session::Entity::find()
            .filter(session::Column::EditionId.eq(id))
            .order_by_asc(session::Column::Ordinal);
        let sessions = sessions.all(db).await?;
        let rows = attendance::Entity::find()
            .filter(attendance::Column::SessionId.is_in(sessions.iter().map(|s| s.id)))
            .all(db)
            .await?;
        let minutes = rows.into_iter().map(|row| ((row.session_id, row.enrolment_id), row.minutes)).collect();
        Ok(Self { sessions, minutes })
    }

    /// As they would be with other minutes of somebody in a session.
    pub fn put(&mut self, session: SessionId, enrolment: EnrolmentId, minutes: i32) {
        self.minutes.insert((session, enrolment), minutes);
    }

    /// Sessions in programme order.
    pub fn sessions(&self) -> &[session::Model] {
        &self.sessions
    }

    /// The own sessions of a participant.
    pub fn own(&self, enrolment: &enrolment::Model) -> Vec<Attended> {
        let attended = self.sessions.iter().map(|s| Attended {
            session_id: s.id,
            breakout_group_id: s.breakout_group_id,
            planned_min: s.planned_min,
            mandatory: s.mandatory,
            minutes: self.minutes.get(&(s.id, enrolment.id)).copied(),
        });
        let attended: Vec<Attended> = attended.collect();
        eligibility::own(&attended, enrolment.breakout_group_id).cloned().collect()
    }
}

/// Another training of somebody at the same hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The other enrolment.
    pub enrolment_id: EnrolmentId,
    /// When both begin to last.
    pub from: DateTime<Utc>,
    /// When one of them ends.
    pub to: DateTime<Utc>,
}

/// Most other enrolments that are looked at.
const OTHERS: u64 = 50;

/// Other trainings that a participant attends or waits for at the same hours, as far as the actor sees them; the first hours of
/// each.
///
/// # Errors
/// The database failed.
pub async fn clashes(db: &impl ConnectionTrait, actor: &Actor, of: &enrolment::Model) -> Result<Vec<Clash>> {
    let concerned = || EnrolmentState::SEATED.into_iter().chain([EnrolmentState::Waitlisted]);
    if !concerned().any(|state| state == of.state) {
        return Ok(vec![]);
    }
    let others = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(of.person_id))
        .filter(enrolment::Column::Id.ne(of.id))
        .filter(enrolment::Column::State.is_in(concerned()))
        .filter(<enrolment::Entity as read::Entity>::visible_to(actor))
        .order_by_asc(enrolment::Column::Id)
        .limit(OTHERS)
        .all(db)
        .await?;
    if others.is_empty() {
        return Ok(vec![]);
    }
    let editions = others.iter().map(|row| row.edition_id).chain([of.edition_id]);
    let sessions = session::Entity::find()
        .filter(session::Column::EditionId.is_in(editions))
        .order_by_asc(session::Column::StartsAt)
        .all(db)
        .await?;
    let attended = |row: &enrolment::Model| {
        let (edition, group) = (row.edition_id, row.breakout_group_id);
        sessions.iter().filter(move |s| {
            s.edition_id == edition && (s.breakout_group_id.is_none() || s.breakout_group_id == group)
        })
    };
    let both = |other: &enrolment::Model| {
        attended(of).find_map(|ours| {
            let theirs =
                attended(other).find(|s| s.starts_at < ours.ends_at && ours.starts_at < s.ends_at)?;
            Some((Ord::max(ours.starts_at, theirs.starts_at), Ord::min(ours.ends_at, theirs.ends_at)))
        })
    };
    let found = others
        .iter()
        .filter_map(|other| both(other).map(|(from, to)| Clash { enrolment_id: other.id, from, to }));
    Ok(found.collect())
}

/// Where those who take part in an edition from afar join it.
///
/// # Errors
/// The database failed.
pub async fn online_link(db: &impl ConnectionTrait, id: EditionId) -> Result<Option<String>> {
    let link = edition::Entity::find_by_id(id).select_only().column(edition::Column::OnlineLink);
    Ok(link.into_tuple::<Option<String>>().one(db).await?.flatten())
}

/// Projects in which a person waits for, has or had a place in a training.
///
/// # Errors
/// The database failed.
pub async fn projects_of(db: &impl ConnectionTrait, person: PersonId) -> Result<Vec<ProjectId>> {
    use super::EnrolmentState::{Requested, Waitlisted};
    let states =
        EnrolmentState::SEATED.into_iter().chain(EnrolmentState::PARTICIPANTS).chain([Requested, Waitlisted]);
    let projects = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::ProjectId)
        .distinct()
        .filter(enrolment::Column::PersonId.eq(person))
        .filter(enrolment::Column::State.is_in(states))
        .order_by_asc(enrolment::Column::ProjectId)
        .into_tuple();
    Ok(projects.all(db).await?)
}

/// Days of an edition that have a session, in order.
///
/// # Errors
/// The database failed.
pub async fn session_days(db: &impl ConnectionTrait, id: EditionId) -> Result<BTreeSet<NaiveDate>> {
    let sessions = session::Entity::find().filter(session::Column::EditionId.eq(id)).all(db).await?;
    Ok(sessions.iter().map(|session| warsaw::day(session.starts_at)).collect())
}

/// Settles everybody who was confirmed when an edition is completed: one statement per outcome. People who still
/// wait or hold an offer go out.
pub(super) async fn settle_participants(tx: &Tx, op: &Operation, edition: &edition::Model) -> Result<()> {
    let attendances = Attendances::of(tx, edition.id).await?;
    let mut outcomes: HashMap<EnrolmentState, Vec<EnrolmentId>> = HashMap::new();
    let enrolments =
        enrolment::Entity::find().filter(enrolment::Column::EditionId.eq(edition.id)).all(tx).await?;
    for enrolment in &enrolments {
        let outcome = match enrolment.state {
            EnrolmentState::Confirmed => {
                eligibility::outcome(&attendances.own(enrolment), edition.threshold_pct)
            }
            EnrolmentState::PendingApproval | EnrolmentState::Requested => EnrolmentState::Rejected,
            EnrolmentState::Waitlisted => EnrolmentState::CancelledByOrganiser,
            EnrolmentState::Offered => EnrolmentState::OfferExpired,
            _ => continue,
        };
        outcomes.entry(outcome).or_default().push(enrolment.id);
    }
    for (outcome, ids) in outcomes {
        set_states(tx, op, &ids, outcome).await?;
    }
    // Whoever took part keeps their seat; nobody waits any more.
    let seated = enrolments.iter().filter(|row| row.state.takes_part()).count();
    recount(tx, edition.id, (i32::try_from(seated).unwrap_or(i32::MAX), 0)).await
}

/// Sets what an edition counts, behind its lock.
///
/// # Errors
/// The database failed.
pub async fn recount(tx: &Tx, id: EditionId, (seats_taken, waiting): (i32, i32)) -> Result<()> {
    edition::Entity::update_many()
        .col_expr(edition::Column::SeatsTaken, Expr::value(seats_taken))
        .col_expr(edition::Column::Waiting, Expr::value(waiting))
        .filter(edition::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Cancels every live enrolment of an edition that is called off.
pub(super) async fn cancel_all(tx: &Tx, op: &Operation, id: EditionId) -> Result<()> {
    use super::EnrolmentState::{Confirmed, Offered, PendingApproval, Requested, Waitlisted};
    let live = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(id))
        .filter(enrolment::Column::State.is_in([Requested, PendingApproval, Confirmed, Waitlisted, Offered]));
    let live = live.all(tx).await?;
    let ids: Vec<EnrolmentId> = live.iter().map(|e| e.id).collect();
    set_states(tx, op, &ids, EnrolmentState::CancelledByOrganiser).await?;
    told::tell(tx, op, DeliveryKind::EditionCalledOff, &live, op.now).await?;
    recount(tx, id, (0, 0)).await
}

async fn set_states(tx: &Tx, op: &Operation, ids: &[EnrolmentId], state: EnrolmentState) -> Result<()> {
    for chunk in ids.chunks(KEYS) {
        enrolment::Entity::update_many()
            .col_expr(enrolment::Column::State, Expr::value(state))
            .col_expr(enrolment::Column::UpdatedAt, Expr::value(op.now))
            .col_expr(enrolment::Column::UpdatedBy, Expr::value(op.actor.user_id()))
            .col_expr(enrolment::Column::Version, Expr::col(enrolment::Column::Version).add(1))
            .filter(enrolment::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx)
            .await?;
    }
    let line = |id: &EnrolmentId| audit::Line::new(deeds::SETTLE_ENROLMENT, *id).into_state(state.code());
    audit::write_all(tx, op, ids.iter().map(line).collect()).await?;
    Ok(())
}
