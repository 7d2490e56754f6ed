//! Correcting: a new certificate with a new number takes the place of one that prints something wrong, or of one that was
//! revoked or annulled although the person has earned it. What was taken back stays taken back, and names what took its
//! place.

use chrono::Datelike;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use super::compose::{Composer, Of, Wanted};
use super::issue::{Holder, Rows};
use super::visible_certificate;
use crate::audit;
use crate::certificates::refusals::UNPRINTABLE;
use crate::certificates::rights::CORRECT_CERTIFICATES;
use crate::certificates::snapshot::Snapshot;
use crate::certificates::verdict::VerdictKind;
use crate::certificates::{CertificateState, certificate, code, deeds, number, seal, store};
use crate::institutions::person;
use crate::partnerships::refusals::SERIES_MISSING;
use crate::shared::door;
use crate::shared::enums::Choice as _;
use crate::shared::error::{Detail, Refusal, Result, found, refuse};
use crate::shared::ids::CertificateId;
use crate::shared::input::Check;
use crate::shared::live::{self, Event};
use crate::shared::operation::Operation;
use crate::shared::refusals::{NOTHING_CHANGED, WRONG_STATE};
use crate::shared::tx::Tx;
use crate::trainings::{edition, enrolment};

/// A certificate to be corrected: what is wrong was mended in the data before, or it should not have been taken back.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectCertificate {
    /// The certificate.
    pub certificate_id: CertificateId,
    /// What was wrong: with what it prints, or with taking it back.
    pub reason: String,
}

/// Issues a correction from the present data; the old certificate is superseded by it. One that was revoked or annulled
/// stays so, and the new one may print the same: the person gets another at last.
///
/// # Errors
/// Refused: not found, forbidden, wrong state (expired and replaced ones as well), nothing changed, unprintable, and as
/// issuing.
pub async fn correct_certificate(
    tx: &Tx,
    op: &Operation,
    request: CorrectCertificate,
) -> Result<CertificateId> {
    let seen = door::see::<certificate::Entity>(tx, op, request.certificate_id, "certificateId").await?;
    // Before the certificate: nobody erases the person while another certificate is written about them.
    let person = found(door::steady::<person::Entity>(tx, seen.person_id).await?, "certificateId")?;
    let old = visible_certificate(tx, op, request.certificate_id).await?.may(CORRECT_CERTIFICATES)?;
    let taken_back = old.state.is_taken_back();
    if !taken_back {
        old.state.go(CertificateState::Superseded)?;
    }
    if old.erased_at.is_some() || person.erased_at.is_some() || taken_back && was_replaced(tx, &old).await? {
        return refuse(WRONG_STATE, "certificateId");
    }
    // A correction is valid as long as what it corrects, which is over.
    if old.valid_until.is_some_and(|last| last < op.today()) {
        let expired = Detail::States { now: VerdictKind::Expired.words(), allowed: vec![] };
        return Err(Refusal::of(WRONG_STATE, "certificateId").with(expired).into());
    }
    let mut check = Check::default();
    let reason = check.line("reason", &request.reason, 1_000);
    check.done()?;

    let enrolment = match old.enrolment_id {
        Some(id) => Some(found(enrolment::Entity::find_by_id(id).one(tx).await?, "certificateId")?),
        None => None,
    };
    let edition = found(edition::Entity::find_by_id(old.edition_id).one(tx).await?, "certificateId")?;
    let before: Snapshot = serde_json::from_value(old.snapshot.clone())?;
    let wanted = Wanted { kind: old.kind, language: Some(before.fixed.language) };
    let mut composer = Composer::of(tx, op.public_url.as_deref(), edition, wanted).await?;
    let Some(series) = composer.project().certificate_series.clone() else {
        return refuse(SERIES_MISSING, "certificateId");
    };
    let code = code::new(&*op.chance);
    let of = enrolment.as_ref().map_or(Of::Trainer, Of::Participant);
    let mut now = composer.snapshot(of, person.full_name(), String::new(), code, op.now);
    // A correction is not a renewal: its validity is that of what it corrects.
    now.variable.valid_until = before.variable.valid_until;
    if !taken_back && before.prints_the_same(&now) {
        return refuse(NOTHING_CHANGED, "certificateId");
    }
    if let Some(letter) = now.unprintable() {
        return Err(Refusal::of(UNPRINTABLE, "certificateId").with(Detail::Letter(letter)).into());
    }
    let year = op.today().year();
    let ordinal = store::allocate(tx, op, old.project_id, year, &series, 1).await?;
    now.variable.number = number::text(&series, year, ordinal);
    now.variable.corrects = Some(old.number.clone());
    now.variable.seal = seal::of(&now, &op.signing);

    if taken_back {
        let line = audit::Line::new(deeds::CORRECT, old.id).project(old.project_id).reason(&reason);
        line.write(tx, op).await?;
    } else {
        // The old one makes room first: a person has one live certificate of a kind per edition.
        end(tx, op, &old, CertificateState::Superseded, &reason).await?;
    }
    let mut rows = Rows::default();
    let holder = Holder {
        person_id: old.person_id,
        enrolment_id: old.enrolment_id,
        edition_id: old.edition_id,
        project_id: old.project_id,
        partner_id: old.partner_id,
    };
    let id = rows.add(op, &holder, (&series, year, ordinal), &now)?;
    if let Some(row) = rows.last() {
        row.supersedes_id = Set(Some(old.id));
    }
    rows.write(tx, op).await?;
    certificate::Entity::update_many()
        .set(certificate::ActiveModel { superseded_by_id: Set(Some(id)), ..Default::default() })
        .filter(certificate::Column::Id.eq(old.id))
        .filter(certificate::Column::SupersededById.is_null())
        .exec(tx)
        .await?;
    Ok(id)
}

/// Whether another certificate took the place of one that was taken back.
async fn was_replaced(tx: &Tx, old: &certificate::Model) -> Result<bool> {
    let live = certificate::Entity::find()
        .filter(certificate::Column::EditionId.eq(old.edition_id))
        .filter(certificate::Column::PersonId.eq(old.person_id))
        .filter(certificate::Column::Kind.eq(old.kind))
        .filter(certificate::Column::State.is_in(CertificateState::LIVE));
    Ok(old.superseded_by_id.is_some() || live.count(tx).await? > 0)
}

/// Ends a certificate in one of its final states.
pub(super) async fn end(
    tx: &Tx,
    op: &Operation,
    old: &certificate::Model,
    to: CertificateState,
    reason: &str,
) -> Result<()> {
    let row = certificate::ActiveModel {
        id: Set(old.id),
        state: Set(to),
        ended_on: Set(Some(op.today())),
        // About somebody who was erased nothing is kept but the line of the trail.
        reason: Set(old.erased_at.is_none().then(|| reason.to_owned())),
        ..Default::default()
    };
    door::save(tx, op, old, row).await?;
    let line = audit::Line::new(deeds::END, old.id).project(old.project_id).reason(reason);
    line.states(old.state.code(), to.code()).write(tx, op).await?;
    live::tell_all(tx, &events(old));
    Ok(())
}

/// Who may wait for a change of a certificate.
pub(super) fn events(certificate: &certificate::Model) -> [Event; 2] {
    [Event::CertificatesOfEdition(certificate.edition_id), Event::CertificatesOfPerson(certificate.person_id)]
}
