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

use super::compose::{Composer, Of, Wanted, taught_min};
use crate::certificates::jobs::RenderCertificate;
use crate::certificates::refusals::{NOT_OF_TRAINERS, UNPRINTABLE};
use crate::certificates::rights::ISSUE_CERTIFICATES;
use crate::certificates::snapshot::Snapshot;
use crate::certificates::{
    CertificateKind, CertificateState, certificate, code, deeds, earned, number, seal, store,
};
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::institutions::person;
use crate::jobs::queue::enqueue;
use crate::partnerships::refusals::SERIES_MISSING;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::{Refusal, Result, refuse};
use crate::shared::ids::{
    CertificateId, DocumentId, EditionId, EnrolmentId, PartnerId, PersonId, ProjectId, SessionId,
};
use crate::shared::language::Language;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::read::CHUNK;
use crate::shared::refusals::{REFERENCE, TOO_MANY};
use crate::shared::tx::Tx;
use crate::trainings::actions::visible_edition;
use crate::trainings::eligibility::Unmet;
use crate::trainings::refusals::ATTENDANCE_NOT_LOCKED;
use crate::trainings::store::Attendances;
use crate::trainings::{EditionState, EnrolmentState, edition, enrolment, trainer_assignment};
use crate::{audit, created};

/// Most certificates issued at once.
pub const MOST: usize = 500;

/// Certificates to be issued.
#[derive(Clone, Debug, Serialize)]
pub struct IssueCertificates {
    /// The edition.
    pub edition_id: EditionId,
    /// For these enrolments; for everybody who took part where none are named. Trainers have none.
    pub enrolment_ids: Option<Vec<EnrolmentId>>,
    /// What they confirm.
    pub kind: CertificateKind,
    /// Their language; none for that in which the programme has them first.
    pub language: Option<Language>,
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
    /// The enrolment; none of a trainer.
    pub enrolment_id: Option<EnrolmentId>,
    /// Who.
    #[serde(default)]
    pub person_id: Option<PersonId>,
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
    let wanted = Wanted { kind: request.kind, language: request.language };
    let mut composer = Composer::of(tx, op.public_url.as_deref(), edition, wanted).await?;
    let Some(series) = composer.project().certificate_series.clone() else {
        return refuse(SERIES_MISSING, "editionId");
    };
    let candidates = candidates(tx, composer.edition(), request).await?;
    let persons = persons_of(tx, &candidates).await?;
    let given = given_already(tx, composer.edition().id, composer.kind()).await?;

    let mut issued = Issued::default();
    let mut earned = vec![];
    for candidate in candidates {
        // Of whom everything was erased, nothing is issued any more.
        let Some(person) = persons.get(&candidate.holder.person_id).filter(|one| one.erased_at.is_none())
        else {
            continue;
        };
        let grounds = Grounds {
            kind: composer.kind(),
            attendances: composer.attendances(),
            threshold_pct: composer.edition().threshold_pct,
            taught_min: composer.taught_min(),
        };
        let reasons = reasons(&grounds, &candidate, person, &given);
        if reasons.is_empty() {
            earned.push((candidate, person.full_name()));
        } else {
            let Holder { enrolment_id, person_id, .. } = candidate.holder;
            issued.not_issued.push(NotIssued { enrolment_id, person_id: Some(person_id), reasons });
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
    let mut rows = Rows::default();
    for (ordinal, (candidate, name)) in (first..).zip(earned) {
        let number = number::text(&series, year, ordinal);
        let mut snapshot = composer.snapshot(candidate.of(), name, number, code::new(&*op.chance), op.now);
        if let Some(letter) = snapshot.unprintable() {
            // The name was checked before; this is a text of the edition, and stops everybody.
            let letter = crate::shared::error::Detail::Letter(letter);
            return Err(Refusal::of(UNPRINTABLE, "editionId").with(letter).into());
        }
        snapshot.variable.seal = seal::of(&snapshot, &op.signing);
        // Whoever runs the edition issues them, wherever its participants come from.
        let holder = Holder { partner_id: composer.edition().partner_id, ..candidate.holder };
        issued.certificates.push(rows.add(op, &holder, (&series, year, ordinal), &snapshot)?);
    }
    rows.write(tx, op).await?;
    Ok(issued)
}

/// Somebody for whom issuing would do something, or would not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WouldGet {
    /// The enrolment; none of a trainer.
    pub enrolment_id: Option<EnrolmentId>,
    /// Who.
    pub person_id: PersonId,
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
    let kind = request.kind;
    let grounds = Grounds {
        kind,
        attendances: &Attendances::of(db, edition.id).await?,
        threshold_pct: edition.threshold_pct,
        taught_min: taught_min(db, edition.id).await?,
    };
    let candidates = candidates(db, &edition, request).await?;
    if candidates.len() > MOST {
        return refuse(TOO_MANY, "enrolmentIds");
    }
    let ids = candidates.iter().map(|one| one.holder.person_id);
    let persons = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    let persons: HashMap<PersonId, person::Model> =
        persons.into_iter().map(|person| (person.id, person)).collect();
    let given = given_already(db, edition.id, kind).await?;
    let would = candidates.iter().filter_map(|candidate| {
        let person = persons.get(&candidate.holder.person_id).filter(|one| one.erased_at.is_none())?;
        Some(WouldGet {
            enrolment_id: candidate.holder.enrolment_id,
            person_id: person.id,
            reasons: reasons(&grounds, candidate, person, &given),
            email: person.email.clone(),
        })
    });
    Ok(would.collect())
}

/// Somebody for whom a certificate may be issued.
struct Candidate {
    holder: Holder,
    /// None of a trainer.
    enrolment: Option<enrolment::Model>,
}

impl Candidate {
    fn of(&self) -> Of<'_> {
        self.enrolment.as_ref().map_or(Of::Trainer, Of::Participant)
    }
}

/// Whose a certificate is, and where it belongs.
pub(super) struct Holder {
    pub(super) person_id: PersonId,
    pub(super) enrolment_id: Option<EnrolmentId>,
    pub(super) edition_id: EditionId,
    pub(super) project_id: ProjectId,
    pub(super) partner_id: PartnerId,
}

/// What it is judged by whether somebody earns a certificate.
struct Grounds<'a> {
    kind: CertificateKind,
    attendances: &'a Attendances,
    threshold_pct: i32,
    taught_min: i32,
}

/// Why this person gets none; empty if nothing is unmet.
fn reasons(
    grounds: &Grounds<'_>,
    candidate: &Candidate,
    person: &person::Model,
    given: &HashMap<PersonId, (CertificateId, CertificateState)>,
) -> Vec<Reason> {
    if let Some(enrolment) = candidate.enrolment.as_ref().filter(|one| !one.state.takes_part()) {
        return vec![Reason::NotParticipant { state: enrolment.state }];
    }
    match given.get(&person.id) {
        Some((id, state)) if state.is_live() => return vec![Reason::AlreadyIssued { certificate_id: *id }],
        Some((id, _)) => return vec![Reason::TakenBack { certificate_id: *id }],
        None => {}
    }
    let mut reasons: Vec<Reason> = match &candidate.enrolment {
        Some(enrolment) => {
            let own = grounds.attendances.own(enrolment);
            let unmet = earned::unmet(grounds.kind, &own, grounds.threshold_pct);
            unmet.into_iter().map(Reason::from).collect()
        }
        None if grounds.taught_min == 0 => vec![Reason::NoSessions],
        None => vec![],
    };
    if let Some(letter) = crate::shared::repertoire::unprintable(&person.full_name()) {
        reasons.push(Reason::NameUnprintable { letter });
    }
    reasons
}

/// Who may get a certificate of the kind: participants, or for their own kind the trainers.
async fn candidates(
    db: &impl ConnectionTrait,
    edition: &edition::Model,
    request: IssueCertificates,
) -> Result<Vec<Candidate>> {
    if request.kind != CertificateKind::Trainer {
        let enrolments = wanted(db, edition.id, request.enrolment_ids).await?;
        return Ok(enrolments.into_iter().map(Candidate::from).collect());
    }
    if request.enrolment_ids.is_some() {
        return Err(Refusal::form("enrolmentIds", NOT_OF_TRAINERS).into());
    }
    let assigned = trainer_assignment::Entity::find()
        .filter(trainer_assignment::Column::EditionId.eq(edition.id))
        .all(db)
        .await?;
    // In Polish order of names, as participants are.
    let trainers = person::Entity::find()
        .filter(person::Column::Id.is_in(assigned.iter().map(|one| one.person_id)))
        .order_by_asc(person::Column::SortKey)
        .order_by_asc(person::Column::Id)
        .all(db)
        .await?;
    let holders = trainers.into_iter().map(|person| Holder {
        person_id: person.id,
        enrolment_id: None,
        edition_id: edition.id,
        project_id: edition.project_id,
        partner_id: edition.partner_id,
    });
    Ok(holders.map(|holder| Candidate { holder, enrolment: None }).collect())
}

impl From<enrolment::Model> for Candidate {
    fn from(enrolment: enrolment::Model) -> Self {
        let holder = Holder {
            person_id: enrolment.person_id,
            enrolment_id: Some(enrolment.id),
            edition_id: enrolment.edition_id,
            project_id: enrolment.project_id,
            partner_id: enrolment.partner_id,
        };
        Self { holder, enrolment: Some(enrolment) }
    }
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
async fn persons_of(tx: &Tx, candidates: &[Candidate]) -> Result<HashMap<PersonId, person::Model>> {
    let ids = candidates.iter().map(|one| one.holder.person_id);
    let persons =
        person::Entity::find().filter(person::Column::Id.is_in(ids)).order_by_asc(person::Column::Id);
    let persons = door::steadied(persons).all(tx).await?;
    Ok(persons.into_iter().map(|person| (person.id, person)).collect())
}

/// The certificate of the kind and edition that each person has, or the last one that was taken back.
async fn given_already(
    db: &impl ConnectionTrait,
    id: EditionId,
    kind: CertificateKind,
) -> Result<HashMap<PersonId, (CertificateId, CertificateState)>> {
    let rows = certificate::Entity::find()
        .filter(certificate::Column::EditionId.eq(id))
        .filter(certificate::Column::Kind.eq(kind))
        .filter(certificate::Column::SupersededById.is_null())
        .order_by_asc(certificate::Column::IssuedAt)
        .order_by_asc(certificate::Column::Id)
        .all(db)
        .await?;
    let (live, ended): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.state.is_live());
    Ok(ended.into_iter().chain(live).map(|row| (row.person_id, (row.id, row.state))).collect())
}

/// Rows of several tables, written together.
#[derive(Default)]
pub(super) struct Rows {
    certificates: Vec<certificate::ActiveModel>,
    documents: Vec<document::ActiveModel>,
    jobs: Vec<RenderCertificate>,
    audit: Vec<audit::Line<'static>>,
    events: Vec<Event>,
}

impl Rows {
    /// Adds one certificate with its document, job and audit line.
    pub(super) fn add(
        &mut self,
        op: &Operation,
        holder: &Holder,
        (series, year, ordinal): (&str, i32, i32),
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
            project_id: Some(holder.project_id),
            partner_id: Some(holder.partner_id),
            edition_id: Some(holder.edition_id),
            person_id: Some(holder.person_id),
        };
        let row = certificate::ActiveModel {
            id: Set(id),
            series: Set(series.to_owned()),
            year: Set(year),
            ordinal: Set(ordinal),
            number: Set(printed.number.clone()),
            code: Set(printed.code.clone()),
            kind: Set(snapshot.fixed.kind),
            person_id: Set(holder.person_id),
            enrolment_id: Set(holder.enrolment_id),
            edition_id: Set(holder.edition_id),
            project_id: Set(holder.project_id),
            partner_id: Set(holder.partner_id),
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
        self.events.push(Event::CertificatesOfEdition(holder.edition_id));
        self.events.push(Event::CertificatesOfPerson(holder.person_id));
        self.jobs.push(RenderCertificate { certificate_id: id, edition_id: Some(holder.edition_id) });
        let line = audit::Line::new(deeds::ISSUE, id).project(holder.project_id);
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
