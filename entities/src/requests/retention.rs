//! What each rule of retention would touch now, and how it does so. Looking and doing ask the same question, so a dry
//! run tells what a run would do.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::actions::{complete_erasure, expire_export, remove_documents};
use super::jobs::{NoteErasure, RemoveFiles};
use super::{RequestState, request};
use crate::accounts::{
    InvitationState, UserState, credential, invitation, known_device, oidc_flow, one_time_link, user,
};
use crate::audit;
use crate::certificates::{certificate, verification};
use crate::clauses::clause_receipt;
use crate::documents::{DocumentKind, DocumentState, document};
use crate::institutions::person;
use crate::jobs::queue::{Payload, enqueue};
use crate::jobs::{JobState, hold, job, worker};
use crate::mail::{DeliveryState, delivery};
use crate::partnerships::{project, retention};
use crate::pesel::{person_pesel, pesel_consent, sighting};
use crate::register::retention_rules::{After, RULES, RetentionRule, row_of};
use crate::requests::deeds;
use crate::requests::rights::READ_RETENTION;
use crate::shared::error::Result;
use crate::shared::ids::{DataRequestId, DeliveryId, PersonId, ProjectId, TypedId};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::read::within;
use crate::shared::tx::Tx;
use crate::shared::{idempotency_key, quota_use, warsaw};
use crate::trainings::{edition, enrolment, trainer_assignment};

/// Rows of a rule that one transaction touches at most: a person takes many statements, and others wait to write.
pub const fn batch(rule: RetentionRule) -> u64 {
    match rule {
        RetentionRule::KeptErasures | RetentionRule::People => 20,
        _ => 200,
    }
}

/// Rows that are looked at together.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// Those after this key; what came before has been seen to, or cannot be.
    pub after: Option<Uuid>,
    /// Most rows.
    pub most: u64,
}

/// What a rule would touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The rule.
    pub rule: RetentionRule,
    /// Keys of the rows.
    pub ids: Vec<Uuid>,
}

/// What every rule would touch now.
///
/// # Errors
/// The database failed.
pub async fn preview(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Due>> {
    let mut all = vec![];
    for row in RULES {
        all.push(Due { rule: row.rule, ids: due(db, row.rule, now, None).await? });
    }
    Ok(all)
}

/// The same for whoever may see it.
///
/// # Errors
/// Refused: forbidden. The database failed.
pub async fn preview_for(db: &impl ConnectionTrait, op: &Operation) -> Result<Vec<Due>> {
    policy::require(&op.actor, READ_RETENTION, &Place::default())?;
    preview(db, op.now).await
}

/// Keys of the rows that a rule would touch now, in their order; all, or those of a batch.
///
/// # Errors
/// The database failed.
pub async fn due(
    db: &impl ConnectionTrait,
    rule: RetentionRule,
    now: DateTime<Utc>,
    most: Option<Batch>,
) -> Result<Vec<Uuid>> {
    let after = row_of(rule).map_or(After::Project, |row| row.after);
    let (before, day) = match after {
        After::Its(long) | After::EndOfEdition(long) => (now - long, warsaw::day(now - long)),
        After::Project => (now, warsaw::day(now)),
    };
    match rule {
        RetentionRule::SpentKeys => {
            use idempotency_key::{Column, Entity};
            keys(db, Entity::find().filter(Column::CreatedAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::EndedQuotas => {
            use quota_use::{Column, Entity};
            keys(db, Entity::find().filter(Column::EndsAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::DoneJobs => {
            use job::{Column, Entity};
            let done = Entity::find().filter(Column::State.eq(JobState::Done));
            keys(db, done.filter(Column::FinishedAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::GivenUpJobs => {
            use job::{Column, Entity};
            // What an erasure has left to do waits for somebody, however long.
            let erasing = [RemoveFiles::KIND, NoteErasure::KIND];
            let dead = Entity::find()
                .filter(hold::is_given_up())
                .filter(Column::Kind.is_not_in(erasing))
                .filter(Column::FinishedAt.lt(before));
            keys(db, dead, Column::Id, most).await
        }
        RetentionRule::SilentWorkers => {
            use worker::{Column, Entity};
            keys(db, Entity::find().filter(Column::SeenAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::EndedCredentials => {
            use credential::{Column, Entity};
            let ended = Condition::any().add(Column::ExpiresAt.lt(before)).add(Column::RevokedAt.lt(before));
            keys(db, Entity::find().filter(ended), Column::Id, most).await
        }
        RetentionRule::SpentLinks => {
            use one_time_link::{Column, Entity};
            keys(db, Entity::find().filter(Column::ExpiresAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::KnownDevices => {
            use known_device::{Column, Entity};
            keys(db, Entity::find().filter(Column::ExpiresAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::OidcFlows => {
            use oidc_flow::{Column, Entity};
            keys(db, Entity::find().filter(Column::ExpiresAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::EndedInvitations => {
            use invitation::{Column, Entity};
            let ended = Condition::all()
                .add(Column::State.ne(InvitationState::Pending))
                .add(Column::EndedAt.lt(before));
            let ended = Condition::any().add(ended).add(Column::ExpiresAt.lt(before));
            keys(db, Entity::find().filter(ended), Column::Id, most).await
        }
        RetentionRule::SettledDeliveries => {
            use delivery::{Column, Entity};
            let waiting = Column::State.is_in([DeliveryState::Queued, DeliveryState::Sending]);
            let settled = Entity::find().filter(waiting.not()).filter(Column::UpdatedAt.lt(before));
            keys(db, settled, Column::Id, most).await
        }
        RetentionRule::Verifications => {
            use verification::{Column, Entity};
            keys(db, Entity::find().filter(Column::At.lt(before)), Column::Id, most).await
        }
        RetentionRule::Sightings => {
            use sighting::{Column, Entity};
            keys(db, Entity::find().filter(Column::At.lt(before)), Column::Id, most).await
        }
        RetentionRule::ErasedReceipts => {
            use clause_receipt::{Column, Entity};
            let erased = Condition::all().add(person::Column::ErasedAt.lt(before));
            let theirs = within::<_, person::Entity>(Column::PersonId, person::Column::Id, erased);
            keys(db, Entity::find().filter(theirs), Column::Id, most).await
        }
        RetentionRule::ErasedFiles => {
            use document::{Column, Entity};
            // Certificates, reports and copies of personal data have rows of their own that lead to them.
            let kinds = [
                DocumentKind::CertificatePreview,
                DocumentKind::CertificateArchive,
                DocumentKind::AttendanceSheet,
                DocumentKind::Material,
                DocumentKind::SheetScan,
                DocumentKind::ProjectFile,
            ];
            let erased = Entity::find()
                .filter(Column::State.eq(DocumentState::Erased))
                .filter(Column::Kind.is_in(kinds))
                .filter(Column::CreatedAt.lt(before));
            keys(db, erased, Column::Id, most).await
        }
        RetentionRule::Exports => {
            use request::{Column, Entity};
            let made =
                Entity::find().filter(Column::State.is_in([RequestState::Ready, RequestState::Failed]));
            keys(db, made.filter(Column::EndedAt.lt(before)), Column::Id, most).await
        }
        RetentionRule::Previews => stored(db, DocumentKind::CertificatePreview, before, most).await,
        RetentionRule::Archives => stored(db, DocumentKind::CertificateArchive, before, most).await,
        RetentionRule::Needs => {
            keys(db, enrolment::Entity::find().filter(needs_of_past(day)), enrolment::Column::Id, most).await
        }
        RetentionRule::KeptErasures => {
            let partly = Condition::all().add(request::Column::State.eq(RequestState::PartlyDone));
            let waiting = person::Entity::find()
                .filter(person::Column::ErasedAt.is_null())
                .filter(within::<_, request::Entity>(person::Column::Id, request::Column::PersonId, partly))
                .filter(free_of(&kept_projects(db, day).await?));
            keys(db, waiting, person::Column::Id, most).await
        }
        RetentionRule::People => {
            keys(db, people_of_past(&kept_projects(db, day).await?), person::Column::Id, most).await
        }
        RetentionRule::ProjectPesels => {
            use person_pesel::{Column, Entity};
            let past = Entity::find().filter(Column::ProjectId.is_not_in(kept_projects(db, day).await?));
            keys(db, past, Column::Id, most).await
        }
        RetentionRule::PeselConsents => {
            use pesel_consent::{Column, Entity};
            let numbered = Condition::all().add(person_pesel::Column::ConsentId.is_not_null());
            let (own, of) = (Column::Id, person_pesel::Column::ConsentId);
            let past = Entity::find()
                .filter(Column::ProjectId.is_not_in(kept_projects(db, day).await?))
                .filter(within::<_, person_pesel::Entity>(own, of, numbered).not());
            keys(db, past, Column::Id, most).await
        }
        RetentionRule::ProjectFiles => {
            use document::{Column, Entity};
            let kinds = [
                DocumentKind::AttendanceSheet,
                DocumentKind::Material,
                DocumentKind::SheetScan,
                DocumentKind::ProjectFile,
            ];
            let past = Entity::find()
                .filter(Column::Kind.is_in(kinds))
                .filter(Column::State.ne(DocumentState::Erased))
                .filter(Column::ProjectId.is_not_null())
                .filter(Column::ProjectId.is_not_in(kept_projects(db, day).await?));
            keys(db, past, Column::Id, most).await
        }
    }
}

async fn keys<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    key: E::Column,
    most: Option<Batch>,
) -> Result<Vec<Uuid>> {
    let mut query = rows.select_only().column(key).order_by_asc(key);
    if let Some(Batch { after, most }) = most {
        query = query.limit(most);
        if let Some(after) = after {
            query = query.filter(key.gt(after));
        }
    }
    Ok(query.into_tuple::<Uuid>().all(db).await?)
}

async fn stored(
    db: &impl ConnectionTrait,
    kind: DocumentKind,
    before: DateTime<Utc>,
    most: Option<Batch>,
) -> Result<Vec<Uuid>> {
    use document::{Column, Entity};
    let old = Entity::find()
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(DocumentState::Stored))
        .filter(Column::StoredAt.lt(before));
    keys(db, old, Column::Id, most).await
}

/// Needs of people in editions that ended before a day.
fn needs_of_past(day: NaiveDate) -> Condition {
    use enrolment::Column;
    let any = Condition::any()
        .add(Column::NeedsDiet.is_not_null())
        .add(Column::NeedsAccess.is_not_null())
        .add(Column::NeedsNight.eq(true));
    let past = Condition::all().add(edition::Column::EndsOn.lt(day));
    Condition::all().add(any).add(within::<_, edition::Entity>(Column::EditionId, edition::Column::Id, past))
}

/// Projects whose documentation must be kept on a day. There are few projects, and many people.
async fn kept_projects(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<ProjectId>> {
    let all = project::Entity::find().all(db).await?;
    Ok(all.into_iter().filter(|project| retention::is_kept(project, day)).map(|project| project.id).collect())
}

/// People whom no kept project names.
fn free_of(kept: &[ProjectId]) -> Condition {
    let kept = kept.to_vec();
    Condition::all().add(named_by(Some(kept)).not())
}

/// People whom these projects name, or any: as enrolled, with a certificate, as a trainer.
fn named_by(projects: Option<Vec<ProjectId>>) -> Condition {
    let of = |column: Expr| match &projects {
        Some(ids) => Condition::all().add(column.is_in(ids.iter().map(|id| id.0))),
        None => Condition::all(),
    };
    let editions = of(Expr::col((edition::Entity, edition::Column::ProjectId)));
    let trained = Condition::all().add(within::<_, edition::Entity>(
        trainer_assignment::Column::EditionId,
        edition::Column::Id,
        editions,
    ));
    Condition::any()
        .add(within::<_, enrolment::Entity>(
            person::Column::Id,
            enrolment::Column::PersonId,
            of(Expr::col((enrolment::Entity, enrolment::Column::ProjectId))),
        ))
        .add(within::<_, certificate::Entity>(
            person::Column::Id,
            certificate::Column::PersonId,
            of(Expr::col((certificate::Entity, certificate::Column::ProjectId))),
        ))
        .add(within::<_, trainer_assignment::Entity>(
            person::Column::Id,
            trainer_assignment::Column::PersonId,
            trained,
        ))
}

/// People of past projects alone: without an account, and without a request that somebody waits for.
fn people_of_past(kept: &[ProjectId]) -> Select<person::Entity> {
    let accounts = Condition::all()
        .add(user::Column::State.eq(UserState::Active))
        .add(user::Column::PersonId.is_not_null());
    let open = Condition::all().add(request::Column::State.is_in([
        RequestState::Received,
        RequestState::Preparing,
        RequestState::PartlyDone,
    ]));
    person::Entity::find()
        .filter(person::Column::ErasedAt.is_null())
        .filter(named_by(None))
        .filter(free_of(kept))
        .filter(within::<_, user::Entity>(person::Column::Id, user::Column::PersonId, accounts).not())
        .filter(within::<_, request::Entity>(person::Column::Id, request::Column::PersonId, open).not())
}

/// Applies a rule to rows that are due. Answers how many it has touched.
///
/// # Errors
/// The database failed.
pub async fn apply(tx: &Tx, op: &Operation, rule: RetentionRule, ids: Vec<Uuid>) -> Result<u64> {
    Ok(match rule {
        RetentionRule::SpentKeys => {
            delete::<idempotency_key::Entity>(tx, idempotency_key::Column::Id, ids).await?
        }
        RetentionRule::EndedQuotas => delete::<quota_use::Entity>(tx, quota_use::Column::Id, ids).await?,
        RetentionRule::DoneJobs | RetentionRule::GivenUpJobs => {
            delete::<job::Entity>(tx, job::Column::Id, ids).await?
        }
        RetentionRule::SettledDeliveries => {
            // A message in the folder for mail is found by its row alone.
            let deliveries = ids.iter().copied().map(DeliveryId::from_uuid).collect();
            enqueue(tx, op, &[RemoveFiles { documents: vec![], deliveries }]).await?;
            delete::<delivery::Entity>(tx, delivery::Column::Id, ids).await?
        }
        RetentionRule::Verifications => {
            delete::<verification::Entity>(tx, verification::Column::Id, ids).await?
        }
        RetentionRule::Sightings => delete::<sighting::Entity>(tx, sighting::Column::Id, ids).await?,
        RetentionRule::ProjectPesels => {
            delete::<person_pesel::Entity>(tx, person_pesel::Column::Id, ids).await?
        }
        RetentionRule::PeselConsents => {
            delete::<pesel_consent::Entity>(tx, pesel_consent::Column::Id, ids).await?
        }
        RetentionRule::ErasedReceipts => {
            delete::<clause_receipt::Entity>(tx, clause_receipt::Column::Id, ids).await?
        }
        RetentionRule::ErasedFiles => delete::<document::Entity>(tx, document::Column::Id, ids).await?,
        RetentionRule::SilentWorkers => delete::<worker::Entity>(tx, worker::Column::Id, ids).await?,
        RetentionRule::EndedCredentials => {
            delete::<credential::Entity>(tx, credential::Column::Id, ids).await?
        }
        RetentionRule::SpentLinks => {
            delete::<one_time_link::Entity>(tx, one_time_link::Column::Id, ids).await?
        }
        RetentionRule::KnownDevices => {
            delete::<known_device::Entity>(tx, known_device::Column::Id, ids).await?
        }
        RetentionRule::OidcFlows => delete::<oidc_flow::Entity>(tx, oidc_flow::Column::Id, ids).await?,
        RetentionRule::EndedInvitations => {
            delete::<invitation::Entity>(tx, invitation::Column::Id, ids).await?
        }
        RetentionRule::Exports => {
            let count = ids.len() as u64;
            for id in ids {
                expire_export(tx, op, DataRequestId::from_uuid(id)).await?;
            }
            count
        }
        RetentionRule::Previews | RetentionRule::Archives | RetentionRule::ProjectFiles => {
            let these = Condition::all().add(document::Column::Id.is_in(ids));
            remove_documents(tx, op, these).await? as u64
        }
        RetentionRule::Needs => blank_needs(tx, op, ids).await?,
        RetentionRule::KeptErasures | RetentionRule::People => {
            let mut count = 0;
            for id in ids {
                count += u64::from(complete_erasure(tx, op, PersonId::from_uuid(id)).await?);
            }
            count
        }
    })
}

async fn delete<E: EntityTrait>(tx: &Tx, key: E::Column, ids: Vec<Uuid>) -> Result<u64> {
    let these = key.is_in(ids);
    Ok(E::delete_many().filter(these).exec(tx).await?.rows_affected)
}

async fn blank_needs(tx: &Tx, op: &Operation, ids: Vec<Uuid>) -> Result<u64> {
    use enrolment::{Column, Entity};
    let blanked = Entity::update_many()
        .col_expr(Column::NeedsDiet, Expr::value(None::<String>))
        .col_expr(Column::NeedsAccess, Expr::value(None::<String>))
        .col_expr(Column::NeedsNight, Expr::value(false))
        .col_expr(Column::UpdatedAt, Expr::value(op.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(ids))
        .exec_with_returning(tx)
        .await?;
    let lines =
        blanked.iter().map(|row| audit::Line::new(deeds::BLANK_NEEDS, row.id).project(row.project_id));
    audit::write_all(tx, op, lines.collect()).await?;
    Ok(blanked.len() as u64)
}
