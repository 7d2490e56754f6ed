//! Issuing: number, row, snapshot, document, audit and render job for up to 500 people in one transaction.
//!
//! # Source
//! Hard rules 3, 4 and 5. Whoever does not earn a certificate is answered with everything that is unmet; whoever
//! has a name that cannot be printed is refused before a number is taken, and the others are issued. Whose certificate of
//! the edition was revoked or annulled is passed over: somebody decided that, and only a correction decides otherwise.

use std::collections::{HashMap, HashSet};

use chrono::Datelike;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::compose::Composer;
use crate::certificates::jobs::RenderCertificate;
use crate::certificates::refusals::UNPRINTABLE;
use crate::certificates::rights::ISSUE_CERTIFICATES;
use crate::certificates::snapshot::Snapshot;
use crate::certificates::{CertificateState, certificate, code, deeds, number, store};
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::institutions::person;
use crate::jobs::queue::enqueue;
use crate::partnerships::refusals::SERIES_MISSING;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{CertificateId, DocumentId, EditionId, EnrolmentId, PartnerId, PersonId, SessionId};
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::read::CHUNK;
use crate::shared::refusals::{REFERENCE, TOO_MANY};
use crate::shared::tx::Tx;
use crate::trainings::actions::visible_edition;
use crate::trainings::eligibility::{self, Unmet};
use crate::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use crate::trainings::store::Attendances;
use crate::trainings::{EditionState, EnrolmentState, edition, enrolment};
use crate::{audit, created};

/// Most certificates issued at once.
pub const MOST: usize = 500;

/// Certificates to be issued.
#[derive(Clone, Debug, Serialize)]
pub struct IssueCertificates {
    /// The edition.
    pub edition_id: EditionId,
    /// For these enrolments; for everybody who took part where none are named.
    pub enrolment_ids: Option<Vec<EnrolmentId>>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Certificates, in the order of their numbers.
    pub certificates: Vec<CertificateId>,
    /// Everybody else, with everything that is unmet.
    pub not_issued: Vec<NotIssued>,
}

/// Somebody who got no certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotIssued {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Why somebody got no certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Has no seat in the edition: waits, cancelled, was rejected.
    NotParticipant {
        /// The state of the enrolment.
        state: EnrolmentState,
    },
    /// Has a live certificate of this edition.
    AlreadyIssued {
        /// The certificate.
        certificate_id: CertificateId,
    },
    /// Had a certificate of this edition that was revoked or annulled.
    TakenBack {
        /// The certificate.
        certificate_id: CertificateId,
    },
    /// No session is the person's own.
    NoSessions,
    /// Too few minutes over all own sessions.
    BelowThreshold {
        /// Minutes attended.
        attended_min: i64,
        /// Minutes planned.
        planned_min: i64,
        /// Minutes that would have been enough.
        required_min: i64,
    },
    /// Too few minutes of a mandatory session.
    MandatoryMissed {
        /// The session.
        session_id: SessionId,
        /// Minutes attended.
        attended_min: i64,
        /// Minutes that would have been enough.
        required_min: i64,
    },
    /// The name holds a letter that no face has.
    NameUnprintable {
        /// The letter.
        letter: char,
    },
}

impl From<Unmet> for Reason {
    fn from(unmet: Unmet) -> Self {
        match unmet {
            Unmet::NoSessions => Self::NoSessions,
            Unmet::BelowThreshold { attended_min, planned_min, required_min } => {
                Self::BelowThreshold { attended_min, planned_min, required_min }
            }
            Unmet::MandatoryMissed { session_id, attended_min, required_min } => {
                Self::MandatoryMissed { session_id, attended_min, required_min }
            }
        }
    }
}

/// Issues certificates for an edition.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, attendance not locked, too many, no public address, no visibility
/// profile, no template, no series, unprintable text of the edition, invalid.
pub async fn issue_certificates(tx: &Tx, op: &Operation, request: IssueCertificates) -> Result<Issued> {
    let edition = visible_edition(tx, op, request.edition_id).await?.may(ISSUE_CERTIFICATES)?;
    edition.state.must_be(&[EditionState::Completed, EditionState::Settled])?;
    if edition.attendance_locked_at.is_none() {
        return refuse(ATTENDANCE_NOT_LOCKED, "editionId");
    }
    let mut composer = Composer::of(tx, op.public_url.as_deref(), edition).await?;
    let Some(series) = composer.project().certificate_series.clone() else {
        return refuse(SERIES_MISSING, "editionId");
    };
    let enrolments = wanted(tx, composer.edition().id, request.enrolment_ids).await?;
    let persons = persons_of(tx, &enrolments).await?;
    let given = given_already(tx, request.edition_id).await?;

    let mut issued = Issued::default();
    let mut earned = vec![];
    for enrolment in enrolments {
        // Of whom everything was erased, nothing is issued any more.
        let Some(person) = persons.get(&enrolment.person_id).filter(|one| one.erased_at.is_none()) else {
            continue;
        };
        let attended = (composer.attendances(), composer.edition().threshold_pct);
        let reasons = reasons(attended, &enrolment, person, &given);
        if reasons.is_empty() {
            earned.push((enrolment, person.full_name()));
        } else {
            issued.not_issued.push(NotIssued { enrolment_id: enrolment.id, reasons });
        }
    }
    if earned.len() > MOST {
        return refuse(TOO_MANY, "enrolmentIds");
    }
    if earned.is_empty() {
        return Ok(issued);
    }

    let year = op.today().year();
    let count = i32::try_from(earned.len()).unwrap_or(i32::MAX);
    let first = store::allocate(tx, op, composer.project().id, year, &series, count).await?;
    let mut rows = Rows::of(composer.edition().partner_id);
    for (ordinal, (enrolment, name)) in (first..).zip(earned) {
        let number = number::text(&series, year, ordinal);
        let snapshot = composer.snapshot(&enrolment, name, number, code::new(&*op.chance), op.now);
        if let Some(letter) = snapshot.unprintable() {
            // The name was checked before; this is a text of the edition, and stops everybody.
            let letter = crate::shared::error::Detail::Letter(letter);
            return Err(Refusal::of(UNPRINTABLE, "editionId").with(letter).into());
        }
        issued.certificates.push(rows.add(op, &enrolment, &series, year, ordinal, &snapshot)?);
    }
    rows.write(tx, op).await?;
    Ok(issued)
}

/// Somebody for whom issuing would do something, or would not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldGet {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// What is unmet; empty where a certificate would be issued.
    pub reasons: Vec<Reason>,
    /// Where the message about it would go.
    pub email: Option<String>,
}

/// Who would get a certificate now, by which address, and what is unmet for everybody else. Nothing is issued and nothing is
/// mailed. Asks nothing of the edition's state, so that it tells before the list is locked how things stand.
///
/// # Errors
/// Refused: not found, forbidden, too many, invalid.
pub async fn preview_issue(
    db: &impl ConnectionTrait,
    op: &Operation,
    request: IssueCertificates,
) -> Result<Vec<WouldGet>> {
    let edition = door::see::<edition::Entity>(db, op, request.edition_id, "editionId").await?;
    policy::require(&op.actor, ISSUE_CERTIFICATES, &edition.place())?;
    let attendances = Attendances::of(db, edition.id).await?;
    let enrolments = wanted(db, edition.id, request.enrolment_ids).await?;
    if enrolments.len() > MOST {
        return refuse(TOO_MANY, "enrolmentIds");
    }
    let ids = enrolments.iter().map(|e| e.person_id);
    let persons = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    let persons: HashMap<PersonId, person::Model> =
        persons.into_iter().map(|person| (person.id, person)).collect();
    let given = given_already(db, edition.id).await?;
    let attended = (&attendances, edition.threshold_pct);
    let would = enrolments.iter().filter_map(|enrolment| {
        let person = persons.get(&enrolment.person_id).filter(|one| one.erased_at.is_none())?;
        Some(WouldGet {
            enrolment_id: enrolment.id,
            reasons: reasons(attended, enrolment, person, &given),
            email: person.email.clone(),
        })
    });
    Ok(would.collect())
}

/// Why this person gets none; empty if nothing is unmet.
fn reasons(
    (attendances, threshold_pct): (&Attendances, i32),
    enrolment: &enrolment::Model,
    person: &person::Model,
    given: &HashMap<PersonId, (CertificateId, CertificateState)>,
) -> Vec<Reason> {
    if !enrolment.state.takes_part() {
        return vec![Reason::NotParticipant { state: enrolment.state }];
    }
    match given.get(&enrolment.person_id) {
        Some((id, state)) if state.is_live() => return vec![Reason::AlreadyIssued { certificate_id: *id }],
        Some((id, _)) => return vec![Reason::TakenBack { certificate_id: *id }],
        None => {}
    }
    let own = attendances.own(enrolment);
    let mut reasons: Vec<Reason> =
        eligibility::unmet(&own, threshold_pct).into_iter().map(Reason::from).collect();
    if let Some(letter) = crate::shared::repertoire::unprintable(&person.full_name()) {
        reasons.push(Reason::NameUnprintable { letter });
    }
    reasons
}

/// The enrolments asked for, in Polish order of names: that is the order of the numbers.
async fn wanted(
    db: &impl ConnectionTrait,
    edition_id: EditionId,
    ids: Option<Vec<EnrolmentId>>,
) -> Result<Vec<enrolment::Model>> {
    let mut query = enrolment::Entity::find()
        .filter(enrolment::Column::EditionId.eq(edition_id))
        .order_by_asc(enrolment::Column::SortKey)
        .order_by_asc(enrolment::Column::Id);
    match &ids {
        None => query = query.filter(enrolment::Column::State.is_in(EnrolmentState::PARTICIPANTS)),
        Some(ids) if ids.len() > MOST => return refuse(TOO_MANY, "enrolmentIds"),
        Some(ids) => query = query.filter(enrolment::Column::Id.is_in(ids.iter().copied())),
    }
    let enrolments = query.all(db).await?;
    if let Some(ids) = ids {
        let found: HashSet<EnrolmentId> = enrolments.iter().map(|e| e.id).collect();
        let missing = ids.iter().enumerate().filter(|(_, id)| !found.contains(id));
        let refusals: Vec<Refusal> =
            missing.map(|(n, _)| Refusal::form(format!("enrolmentIds[{n}]"), REFERENCE)).collect();
        if !refusals.is_empty() {
            return Err(crate::shared::error::Error::Refused(refusals));
        }
    }
    Ok(enrolments)
}

/// Held until the transaction ends, so that nobody erases them while their certificates are written.
async fn persons_of(tx: &Tx, enrolments: &[enrolment::Model]) -> Result<HashMap<PersonId, person::Model>> {
    let ids = enrolments.iter().map(|e| e.person_id);
    let persons =
        person::Entity::find().filter(person::Column::Id.is_in(ids)).order_by_asc(person::Column::Id);
    let persons = door::steadied(persons).all(tx).await?;
    Ok(persons.into_iter().map(|person| (person.id, person)).collect())
}

/// The certificate of the edition that each person has, or the last one that was taken back.
async fn given_already(
    db: &impl ConnectionTrait,
    id: EditionId,
) -> Result<HashMap<PersonId, (CertificateId, CertificateState)>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::EditionId.eq(id))
        .filter(certificate::Column::SupersededById.is_null())
        .order_by_asc(certificate::Column::IssuedAt)
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?;
    let (live, ended): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.state.is_live());
    Ok(ended.into_iter().chain(live).map(|row| (row.person_id, (row.id, row.state))).collect())
}

/// Rows of several tables, written together.
pub(super) struct Rows {
    /// Who issues them: whoever runs the edition, wherever its participants come from.
    partner: PartnerId,
    certificates: Vec<certificate::ActiveModel>,
    documents: Vec<document::ActiveModel>,
    jobs: Vec<RenderCertificate>,
    audit: Vec<audit::Line<'static>>,
    events: Vec<Event>,
}

impl Rows {
    /// None yet, of this partner.
    pub(super) const fn of(partner: PartnerId) -> Self {
        Self { partner, certificates: vec![], documents: vec![], jobs: vec![], audit: vec![], events: vec![] }
    }

    /// Adds one certificate with its document, job and audit line.
    pub(super) fn add(
        &mut self,
        op: &Operation,
        enrolment: &enrolment::Model,
        series: &str,
        year: i32,
        ordinal: i32,
        snapshot: &Snapshot,
    ) -> Result<CertificateId> {
        let (id, document_id): (CertificateId, DocumentId) = (op.id(), op.id());
        let printed = &snapshot.variable;
        let slug = number::slug(&printed.number);
        let document = NewDocument {
            kind: DocumentKind::Certificate,
            title: format!("Zaświadczenie {}", printed.number),
            file_name: format!("zaswiadczenie-{slug}.pdf"),
            media_type: "application/pdf",
            // The number names the file; the key keeps projects with equal series apart.
            path: format!("certificates/{year}/{slug}-{}.pdf", id.0.simple()),
            project_id: Some(enrolment.project_id),
            partner_id: Some(self.partner),
            edition_id: Some(enrolment.edition_id),
            person_id: Some(enrolment.person_id),
        };
        let row = certificate::ActiveModel {
            id: Set(id),
            series: Set(series.to_owned()),
            year: Set(year),
            ordinal: Set(ordinal),
            number: Set(printed.number.clone()),
            code: Set(printed.code.clone()),
            person_id: Set(enrolment.person_id),
            enrolment_id: Set(enrolment.id),
            edition_id: Set(enrolment.edition_id),
            project_id: Set(enrolment.project_id),
            partner_id: Set(self.partner),
            state: Set(CertificateState::Numbered),
            issued_on: Set(printed.issued_on),
            issued_at: Set(printed.issued_at),
            valid_until: Set(printed.valid_until),
            snapshot: Set(serde_json::to_value(snapshot)?),
            document_id: Set(document_id),
            sha256: Set(None),
            supersedes_id: Set(None),
            superseded_by_id: Set(None),
            ended_on: Set(None),
            reason: Set(None),
            erased_at: Set(None),
            ..Default::default()
        };
        self.certificates.push(created!(op, row));
        self.documents.push(document.row(op, document_id));
        self.events.push(Event::CertificatesOfEdition(enrolment.edition_id));
        self.events.push(Event::CertificatesOfPerson(enrolment.person_id));
        self.jobs.push(RenderCertificate { certificate_id: id, edition_id: Some(enrolment.edition_id) });
        let line = audit::Line::new(deeds::ISSUE, id).project(enrolment.project_id);
        self.audit.push(line.into_state(CertificateState::Numbered.code()));
        Ok(id)
    }

    /// The last certificate, to be changed before it is written.
    pub(super) fn last(&mut self) -> Option<&mut certificate::ActiveModel> {
        self.certificates.last_mut()
    }

    /// Writes them all.
    pub(super) async fn write(self, tx: &Tx, op: &Operation) -> Result<()> {
        for chunk in self.documents.chunks(CHUNK) {
            document::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
        }
        for chunk in self.certificates.chunks(CHUNK) {
            certificate::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
        }
        enqueue(tx, op, &self.jobs).await?;
        audit::write_all(tx, op, self.audit).await?;
        live::tell_all(tx, &self.events);
        Ok(())
    }
}
