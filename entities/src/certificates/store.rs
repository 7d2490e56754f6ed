//! Queries of certificates, and who may see them: the person, and staff of the project or the partner.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::snapshot::Snapshot;
use super::verdict::{self, Verdict};
use super::{
    CertificateKind, CertificateState, certificate, certificate_template, certificate_template_version, code,
    holder, number, number_confirmation, number_hold, number_series,
};
use crate::certificates::refusals::NUMBERS_HELD;
use crate::documents::{DocumentState, document};
use crate::institutions::person;
use crate::mail::Problem;
use crate::partnerships::project;
use crate::partnerships::store::owned_by;
use crate::readable;
use crate::shared::actor::Actor;
use crate::shared::door;
use crate::shared::error::{Error, Result, refuse};
use crate::shared::ids::{CertificateId, DocumentId, EditionId, EnrolmentId, PersonId, ProjectId};
use crate::shared::operation::Operation;
use crate::shared::policy::Readable;
use crate::shared::read::{Entity as _, everything, nothing, within};
use crate::shared::text;
use crate::shared::tx::Tx;

readable! {
    certificate => certificates_seen_by;
    certificate_template => templates_seen_by;
    certificate_template_version => template_versions_seen_by;
}

fn certificates_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = owned_by(certificate::Column::ProjectId, certificate::Column::PartnerId, who);
    if let Some(id) = who.person {
        any = any.add(certificate::Column::PersonId.eq(id));
    }
    if any.is_empty() { nothing() } else { any }
}

fn templates_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let any = owned_by(certificate_template::Column::ProjectId, certificate_template::Column::PartnerId, who);
    if any.is_empty() { nothing() } else { any }
}

fn template_versions_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    Condition::all().add(within::<_, certificate_template::Entity>(
        certificate_template_version::Column::TemplateId,
        certificate_template::Column::Id,
        templates_seen_by(who),
    ))
}

/// Takes `count` numbers in a row and answers the first. The counter row is locked until the transaction ends and
/// falls back with it, so numbers have no gap and are never given twice.
///
/// # Errors
/// Refused: held since a restore. The database failed.
pub(super) async fn allocate(
    tx: &Tx,
    op: &Operation,
    project_id: ProjectId,
    year: i32,
    series: &str,
    count: i32,
) -> Result<i32> {
    if !open_holds(tx, series, year).await?.is_empty() {
        return refuse(NUMBERS_HELD, "");
    }
    let start = number_series::ActiveModel {
        id: Set(op.id()),
        project_id: Set(project_id),
        year: Set(year),
        series: Set(series.to_owned()),
        last: Set(0),
    };
    let key = [number_series::Column::ProjectId, number_series::Column::Year, number_series::Column::Series];
    number_series::Entity::insert(start)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let counted = number_series::Entity::update_many()
        .col_expr(number_series::Column::Last, Expr::col(number_series::Column::Last).add(count))
        .filter(number_series::Column::ProjectId.eq(project_id))
        .filter(number_series::Column::Year.eq(year))
        .filter(number_series::Column::Series.eq(series))
        .exec_with_returning(tx)
        .await?;
    let last = counted.first().ok_or_else(|| Error::Fault("a number series vanished".into()))?.last;
    Ok(last - count + 1)
}

/// Restores since which nobody has confirmed the last number of this series in this year.
///
/// # Errors
/// The database failed.
pub async fn open_holds(
    db: &impl ConnectionTrait,
    series: &str,
    year: i32,
) -> Result<Vec<number_hold::Model>> {
    let holds = number_hold::Entity::find()
        .filter(number_hold::Column::FromYear.lte(year))
        .filter(number_hold::Column::ToYear.gte(year))
        .all(db)
        .await?;
    if holds.is_empty() {
        return Ok(holds);
    }
    let confirmed = number_confirmation::Entity::find()
        .filter(number_confirmation::Column::Series.eq(series))
        .filter(number_confirmation::Column::Year.eq(year))
        .all(db)
        .await?;
    Ok(holds.into_iter().filter(|hold| confirmed.iter().all(|one| one.hold_id != hold.id)).collect())
}

/// A series whose numbers are held, with the last number that the database knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldSeries {
    /// Series, as printed.
    pub series: String,
    /// Calendar year.
    pub year: i32,
    /// The last number that the database knows.
    pub known: i32,
}

/// Series of projects whose numbers are held, in order.
///
/// # Errors
/// The database failed.
pub async fn held_series(db: &impl ConnectionTrait) -> Result<Vec<HeldSeries>> {
    let mut years: Vec<i32> = vec![];
    for hold in number_hold::Entity::find().all(db).await? {
        years.extend(hold.from_year..=hold.to_year);
    }
    years.sort_unstable();
    years.dedup();
    let counters = number_series::Entity::find().all(db).await?;
    let projects =
        project::Entity::find().filter(project::Column::CertificateSeries.is_not_null()).all(db).await?;
    let mut series: Vec<String> = counters.iter().map(|counter| counter.series.clone()).collect();
    series.extend(projects.into_iter().filter_map(|project| project.certificate_series));
    series.sort_unstable();
    series.dedup();
    let mut held = vec![];
    for series in series {
        for year in &years {
            if open_holds(db, &series, *year).await?.is_empty() {
                continue;
            }
            let of = counters.iter().filter(|counter| counter.series == series && counter.year == *year);
            let known = of.map(|counter| counter.last).max().unwrap_or(0);
            held.push(HeldSeries { series: series.clone(), year: *year, known });
        }
    }
    Ok(held)
}

/// What somebody holds of a certificate who asks about it.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// The code printed on it.
    Code(&'a str),
    /// Its number, and the name of its holder.
    Number {
        /// The number.
        number: &'a str,
        /// The last name, or all names.
        name: &'a str,
    },
    /// The SHA-256 of its file, hexadecimal.
    Hash(&'a str),
}

/// What a check answers today, and which certificate it is. A number with another name is as unknown as one that nobody has.
///
/// # Errors
/// The database failed.
pub async fn verify(
    db: &impl ConnectionTrait,
    asked: Asked<'_>,
    today: NaiveDate,
) -> Result<(Verdict, Option<CertificateId>)> {
    let wanted = match asked {
        Asked::Code(typed) => code::parse(typed).map(|code| certificate::Column::Code.eq(code)),
        Asked::Number { number, .. } => {
            let number = number::typed(number);
            // PostgreSQL takes no such letter, and no number has it.
            (!number.contains('\0')).then(|| certificate::Column::Number.eq(number))
        }
        Asked::Hash(hash) => {
            let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash.then(|| certificate::Column::Sha256.eq(hash.to_ascii_lowercase()))
        }
    };
    let Some(wanted) = wanted else { return Ok((verdict::unknown(), None)) };
    let Some(row) = certificate::Entity::find().filter(wanted).one(db).await? else {
        return Ok((verdict::unknown(), None));
    };
    let snapshot: Snapshot = serde_json::from_value(row.snapshot.clone())?;
    if let Asked::Number { name, .. } = asked
        && (row.erased_at.is_some() || !holder::is_named(&snapshot.variable.name, name))
    {
        return Ok((verdict::unknown(), None));
    }
    let successor = match row.superseded_by_id {
        Some(id) => certificate::Entity::find_by_id(id).one(db).await?.map(|row| row.number),
        None => None,
    };
    Ok((verdict::of(&row, snapshot, successor, today), Some(row.id)))
}

/// What stands in the badge of the certificate with this code, and of which edition it is; none where there is no such
/// certificate. One that was taken back, replaced or erased has no badge any more: `Some(None)`.
///
/// # Errors
/// The database failed.
pub async fn badge_of(
    db: &impl ConnectionTrait,
    typed: &str,
) -> Result<Option<Option<(Snapshot, EditionId)>>> {
    let Some(code) = code::parse(typed) else { return Ok(None) };
    let row = certificate::Entity::find().filter(certificate::Column::Code.eq(code)).one(db).await?;
    let Some(row) = row else { return Ok(None) };
    if !row.state.is_live() || row.erased_at.is_some() {
        return Ok(Some(None));
    }
    Ok(Some(Some((serde_json::from_value(row.snapshot)?, row.edition_id))))
}

/// A certificate and its document, whoever asks: for the worker.
///
/// # Errors
/// The database failed.
pub async fn with_document(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<(certificate::Model, document::Model)>> {
    let Some(certificate) = certificate::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let document = document::Entity::find_by_id(certificate.document_id).one(db).await?;
    Ok(document.map(|document| (certificate, document)))
}

/// How far the documents of an edition's certificates are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Live certificates.
    pub total: i64,
    /// Those whose document is stored.
    pub done: i64,
    /// Those whose document was given up.
    pub failed: i64,
}

/// How far the documents of an edition's certificates are, of those the actor may see.
///
/// # Errors
/// The database failed.
pub async fn progress(db: &impl ConnectionTrait, actor: &Actor, id: EditionId) -> Result<Progress> {
    let mut query = certificate::Entity::find()
        .select_only()
        .column(document::Column::State)
        .column_as(certificate::Column::Id.count(), "n")
        .filter(certificate::Column::EditionId.eq(id))
        .filter(certificate::Column::State.is_in(CertificateState::LIVE))
        .filter(certificate::Entity::visible_to(actor))
        .group_by(document::Column::State);
    let own = Expr::col((document::Entity, document::Column::Id))
        .equals((certificate::Entity, certificate::Column::DocumentId));
    QueryTrait::query(&mut query).join(JoinType::InnerJoin, document::Entity, own);
    let mut progress = Progress::default();
    for (state, n) in query.into_tuple::<(DocumentState, i64)>().all(db).await? {
        progress.total += n;
        match state {
            // What was erased was stored before.
            DocumentState::Stored | DocumentState::Erased => progress.done += n,
            DocumentState::Failed => progress.failed += n,
            DocumentState::Due => {}
        }
    }
    Ok(progress)
}

/// Whose certificates somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of an edition.
    Edition(EditionId),
    /// Of a person.
    Person(PersonId),
}

/// Live certificates that can be downloaded, of those the actor may see, oldest first.
///
/// # Errors
/// The database failed.
pub async fn ready(db: &impl ConnectionTrait, actor: &Actor, of: Of) -> Result<Vec<CertificateId>> {
    let of = match of {
        Of::Edition(id) => certificate::Column::EditionId.eq(id),
        Of::Person(id) => certificate::Column::PersonId.eq(id),
    };
    let ids = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(of)
        .filter(certificate::Column::State.is_in([CertificateState::Rendered, CertificateState::Delivered]))
        .filter(certificate::Entity::visible_to(actor))
        .order_by_asc(certificate::Column::IssuedAt)
        .order_by_asc(certificate::Column::Id);
    Ok(ids.into_tuple::<CertificateId>().all(db).await?)
}

/// The certificate whose document this is.
///
/// # Errors
/// The database failed.
pub async fn by_document(db: &impl ConnectionTrait, id: DocumentId) -> Result<Option<certificate::Model>> {
    Ok(certificate::Entity::find().filter(certificate::Column::DocumentId.eq(id)).one(db).await?)
}

/// The live certificate of an enrolment, of the first kind that it has.
///
/// # Errors
/// The database failed.
pub async fn live_of_enrolment(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
) -> Result<Option<certificate::Model>> {
    let live = certificate::Entity::find()
        .filter(certificate::Column::EnrolmentId.eq(id))
        .filter(certificate::Column::State.is_in(CertificateState::LIVE))
        .order_by_asc(certificate::Column::Kind);
    Ok(live.one(db).await?)
}

/// All certificates of a person, oldest first.
///
/// # Errors
/// The database failed.
pub async fn of_person(db: &impl ConnectionTrait, id: PersonId) -> Result<Vec<certificate::Model>> {
    let own = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(id))
        .order_by_asc(certificate::Column::IssuedAt)
        .order_by_asc(certificate::Column::Id);
    Ok(own.all(db).await?)
}

/// What a person is shown of a certificate of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCertificate {
    /// The certificate.
    pub id: CertificateId,
    /// What it confirms.
    pub kind: CertificateKind,
    /// Its number.
    pub number: String,
    /// Title of the training.
    pub training: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Its document, stored.
    pub document_id: DocumentId,
    /// Code by which anybody can verify it.
    pub code: String,
}

/// Live certificates of a person whose documents are stored, newest first.
///
/// # Errors
/// The database failed.
pub async fn owned_by_person(db: &impl ConnectionTrait, id: PersonId) -> Result<Vec<OwnCertificate>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(id))
        .filter(certificate::Column::ErasedAt.is_null())
        .filter(certificate::Column::State.is_in(HANDED_OUT))
        .order_by_desc(certificate::Column::IssuedAt)
        .order_by_desc(certificate::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let snapshot: Snapshot = serde_json::from_value(row.snapshot)?;
            Ok(OwnCertificate {
                id: row.id,
                kind: row.kind,
                number: row.number,
                training: snapshot.fixed.training,
                issued_on: row.issued_on,
                document_id: row.document_id,
                code: row.code,
            })
        })
        .collect()
}

/// States in which there is a document to hand out.
const HANDED_OUT: [CertificateState; 2] = [CertificateState::Rendered, CertificateState::Delivered];

/// Most people that one address may be of: offices share one.
const AT_ONE_ADDRESS: u64 = 10;

/// People with this address who have certificates to be handed out, held while a link is written for them: nobody erases
/// them meanwhile.
///
/// # Errors
/// The database failed.
pub async fn people_with_certificates_at(tx: &Tx, email: &str) -> Result<Vec<PersonId>> {
    // Nobody has it, and PostgreSQL would not even compare it.
    let email = text::asked_email(email).replace('\0', "?");
    let out = Condition::all().add(certificate::Column::State.is_in(HANDED_OUT));
    let people = person::Entity::find()
        .filter(person::Column::Email.eq(email))
        .filter(within::<_, certificate::Entity>(person::Column::Id, certificate::Column::PersonId, out))
        .order_by_asc(person::Column::Id)
        .limit(AT_ONE_ADDRESS);
    Ok(door::steadied(people).all(tx).await?.into_iter().map(|person| person.id).collect())
}

/// What the message about a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateLetter {
    /// Where it goes.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What it confirms.
    pub kind: CertificateKind,
    /// Title of the training.
    pub training: String,
    /// The issuing office.
    pub issuer: String,
    /// Its number.
    pub number: String,
    /// Number of the certificate it corrects.
    pub corrects: Option<String>,
    /// Its document.
    pub document_id: DocumentId,
}

/// What the message about a certificate says now, or why nothing is sent.
///
/// # Errors
/// The database failed.
pub async fn letter_of(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<std::result::Result<CertificateLetter, Problem>> {
    let row = certificate::Entity::find_by_id(id).one(db).await?;
    let Some(row) = row.filter(|row| HANDED_OUT.contains(&row.state)) else { return Ok(Err(Problem::Over)) };
    let person = person::Entity::find_by_id(row.person_id).one(db).await?;
    if row.erased_at.is_some() {
        return Ok(Err(Problem::Over));
    }
    let Some((name, email)) = person.and_then(|person| Some((person.full_name(), person.email?))) else {
        return Ok(Err(Problem::NoAddress));
    };
    let snapshot: Snapshot = serde_json::from_value(row.snapshot)?;
    Ok(Ok(CertificateLetter {
        email,
        name,
        kind: row.kind,
        training: snapshot.fixed.training,
        issuer: snapshot.fixed.issuer,
        number: row.number,
        corrects: snapshot.variable.corrects,
        document_id: row.document_id,
    }))
}

/// All certificates in the order of their numbers, whoever asks.
///
/// # Errors
/// The database failed.
pub async fn by_number(db: &impl ConnectionTrait) -> Result<Vec<certificate::Model>> {
    let all = certificate::Entity::find()
        .order_by_asc(certificate::Column::Year)
        .order_by_asc(certificate::Column::Series)
        .order_by_asc(certificate::Column::Ordinal)
        .order_by_asc(certificate::Column::Id);
    Ok(all.all(db).await?)
}

/// An edition's live certificates with their documents, in the order of their numbers; those of whom was erased are left out.
///
/// # Errors
/// The database failed.
pub async fn live_documents(
    db: &impl ConnectionTrait,
    id: EditionId,
) -> Result<Vec<(certificate::Model, document::Model)>> {
    let live = certificate::Entity::find()
        .filter(certificate::Column::EditionId.eq(id))
        .filter(certificate::Column::State.is_in(CertificateState::LIVE))
        .order_by_asc(certificate::Column::Year)
        .order_by_asc(certificate::Column::Ordinal)
        .all(db)
        .await?;
    let ids = live.iter().map(|row| row.document_id);
    let documents = document::Entity::find()
        .filter(document::Column::Id.is_in(ids))
        .filter(document::Column::State.ne(DocumentState::Erased))
        .all(db)
        .await?;
    let mut of: HashMap<DocumentId, document::Model> = documents.into_iter().map(|d| (d.id, d)).collect();
    Ok(live
        .into_iter()
        .filter_map(|row| of.remove(&row.document_id).map(|document| (row, document)))
        .collect())
}
