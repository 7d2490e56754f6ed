//! Somebody receives a version. What was received before is not noted twice.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use crate::audit;
use crate::clauses::choice::Occasion;
use crate::clauses::refusals::{CLAUSE_REQUIRED, NOT_IN_FORCE};
use crate::clauses::rights::RECORD_RECEIPTS;
use crate::clauses::store::{Whom, present, received};
use crate::clauses::{
    ReceiptChannel, VersionState, clause_receipt, clause_version, deeds, information_clause,
};
use crate::institutions::actions::living_person;
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Error, Refusal, Result, refuse};
use crate::shared::ids::{ClauseVersionId, PersonId, ReceiptId, UserId};
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy::held;
use crate::shared::refusals::{FORBIDDEN, FUTURE, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::shared::{door, warsaw};

/// What somebody says to have received, and how.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Versions.
    pub versions: &'a [ClauseVersionId],
    /// How.
    pub channel: ReceiptChannel,
    /// Which user records it.
    pub by: Option<UserId>,
}

/// Lets go on who has received what is in force on these occasions, or says so now. Nothing is asked where nothing is
/// published.
///
/// # Errors
/// `ClauseRequired` for each version that was not received, naming it: where none or an older one was given.
pub async fn require(
    tx: &Tx,
    op: &Operation,
    occasions: &[Occasion],
    whom: Whom,
    given: Given<'_>,
) -> Result<()> {
    let wanted = present(tx, occasions, op.today()).await?;
    let ids: Vec<ClauseVersionId> = wanted.iter().map(|version| version.id).collect();
    let received = received(tx, whom, &ids).await?;
    let mut missing = vec![];
    for version in wanted.iter().filter(|version| !received.contains(&version.id)) {
        if given.versions.contains(&version.id) {
            note(tx, op, version, whom, (given.channel, given.by, op.now)).await?;
        } else {
            missing.push(Refusal::of(CLAUSE_REQUIRED, "clauseVersionIds").about(version.id));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Error::Refused(missing)) }
}

/// A version that somebody who has logged in receives.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiveClause {
    /// The version.
    pub version_id: ClauseVersionId,
}

/// Notes that whoever asks has received a version that is in force.
///
/// # Errors
/// Refused: not found, forbidden, wrong state where it is not in force.
pub async fn receive_clause(tx: &Tx, op: &Operation, cmd: ReceiveClause) -> Result<ReceiptId> {
    let Some(user) = op.actor.user_id() else { return refuse(FORBIDDEN, "") };
    let version = visible_version(tx, op, cmd.version_id).await?;
    if let Some(person) = op.actor.person_id() {
        living_person(tx, op, person, "").await?;
    }
    if !version.is_in_force(op.today()) {
        return Err(not_in_force(&version));
    }
    let whom = Whom { person_id: op.actor.person_id(), user_id: Some(user) };
    note(tx, op, &version, whom, (ReceiptChannel::Login, Some(user), op.now)).await
}

/// A version that a person received on paper.
#[derive(Clone, Debug, Serialize)]
pub struct PaperReceipt {
    /// The version.
    pub version_id: ClauseVersionId,
    /// The person.
    pub person_id: PersonId,
    /// The day.
    pub received_on: NaiveDate,
}

/// Records that a person received a version on paper.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid (a day on which the version was not in force, or one to come).
pub async fn record_receipt(tx: &Tx, op: &Operation, cmd: PaperReceipt) -> Result<ReceiptId> {
    let version = visible_version(tx, op, cmd.version_id).await?;
    let person = living_person(tx, op, cmd.person_id, "personId").await?;
    if held(&op.actor, RECORD_RECEIPTS).next().is_none() {
        return refuse(FORBIDDEN, "");
    }
    if version.state != VersionState::Published {
        return Err(not_in_force(&version));
    }
    let mut check = Check::default();
    let day = check.date("receivedOn", cmd.received_on);
    if day > op.today() {
        check.fault("receivedOn", FUTURE);
    } else if !version.is_in_force(day) {
        check.fault("receivedOn", NOT_IN_FORCE);
    }
    check.done()?;
    let noon = warsaw::instant(day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()));
    let whom = Whom { person_id: Some(person.id), user_id: None };
    let how = (ReceiptChannel::Paper, op.actor.user_id(), noon.min(op.now));
    note(tx, op, &version, whom, how).await
}

/// Writes a receipt, unless there is one.
async fn note(
    tx: &Tx,
    op: &Operation,
    version: &clause_version::Model,
    whom: Whom,
    (channel, by, at): (ReceiptChannel, Option<UserId>, DateTime<Utc>),
) -> Result<ReceiptId> {
    use clause_receipt::{ActiveModel, Column, Entity};
    let clause = information_clause::Entity::find_by_id(version.clause_id).one(tx).await?;
    let project_id = clause.and_then(|clause| clause.project_id);
    let id = op.id();
    let row = ActiveModel {
        id: Set(id),
        version_id: Set(version.id),
        clause_id: Set(version.clause_id),
        project_id: Set(project_id),
        person_id: Set(whom.person_id),
        user_id: Set(whom.user_id),
        channel: Set(channel),
        at: Set(at),
        recorded_by: Set(by),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    let inserted = Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    if inserted == 1 {
        let mut line = audit::Line::new(deeds::RECEIVE, id);
        if let Some(project) = project_id {
            line = line.project(project);
        }
        line.into_state(channel.code()).write(tx, op).await?;
        return Ok(id);
    }
    let there =
        Entity::find().filter(Column::VersionId.eq(version.id)).filter(whom.condition()).one(tx).await?;
    there.map(|row| row.id).ok_or_else(|| Error::Fault("a receipt is neither there nor new".into()))
}

async fn visible_version(tx: &Tx, op: &Operation, id: ClauseVersionId) -> Result<clause_version::Model> {
    door::see::<clause_version::Entity>(tx, op, id, "versionId").await
}

fn not_in_force(version: &clause_version::Model) -> Error {
    let states = Detail::States { now: version.state.words(), allowed: vec![] };
    Refusal::of(WRONG_STATE, "versionId").with(states).into()
}
