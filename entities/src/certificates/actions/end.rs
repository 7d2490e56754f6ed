//! The rest of a certificate's life: rendered, delivered, revoked, annulled; and the record of public checks.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Serialize;

use super::correct::{end, events};
use super::visible_certificate;
use crate::audit;
use crate::certificates::rights::{CORRECT_CERTIFICATES, ISSUE_CERTIFICATES};
use crate::certificates::told::tell_revoked;
use crate::certificates::verdict::VerdictKind;
use crate::certificates::{CertificateState, VerificationChannel, certificate, deeds, verification};
use crate::documents::actions::{failed, stored};
use crate::institutions::person;
use crate::mail::DeliveryKind;
use crate::mail::actions::{NewDelivery, Recipient, post};
use crate::shared::door::{self, Placed};
use crate::shared::error::Result;
use crate::shared::ids::{CertificateId, VerificationId};
use crate::shared::input::Check;
use crate::shared::language::Language;
use crate::shared::live;
use crate::shared::operation::Operation;
use crate::shared::policy::{self};
use crate::shared::problem::Problem;
use crate::shared::tx::Tx;

/// A certificate to be revoked or annulled.
#[derive(Clone, Debug, Serialize)]
pub struct EndCertificate {
    /// The certificate.
    pub certificate_id: CertificateId,
    /// Why; stays with the certificate.
    pub reason: String,
}

/// Revokes a certificate. Its number and document stay; whoever checks it is told, and so is the person, by mail.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn revoke_certificate(tx: &Tx, op: &Operation, request: EndCertificate) -> Result<CertificateId> {
    finish(tx, op, request, CertificateState::Revoked).await
}

/// Annuls a certificate that was never delivered. Its number stays visible.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn annul_certificate(tx: &Tx, op: &Operation, request: EndCertificate) -> Result<CertificateId> {
    finish(tx, op, request, CertificateState::Annulled).await
}

async fn finish(
    tx: &Tx,
    op: &Operation,
    request: EndCertificate,
    to: CertificateState,
) -> Result<CertificateId> {
    let seen = door::see::<certificate::Entity>(tx, op, request.certificate_id, "certificateId").await?;
    // Before the certificate: nobody erases the person while they are written to.
    let person = door::steady::<person::Entity>(tx, seen.person_id).await?;
    let certificate = visible_certificate(tx, op, request.certificate_id).await?.may(CORRECT_CERTIFICATES)?;
    certificate.state.go(to)?;
    let mut check = Check::default();
    let reason = check.line("reason", &request.reason, 1_000);
    check.done()?;
    end(tx, op, &certificate, to, &reason).await?;
    // What was annulled was never handed over: there is nothing to take back from anybody.
    let is_there = certificate.erased_at.is_none() && person.is_some_and(|person| person.erased_at.is_none());
    if to == CertificateState::Revoked && is_there {
        tell_revoked(tx, op, &certificate).await?;
    }
    Ok(certificate.id)
}

/// Notes that a certificate was handed over: by staff, or by the person who downloads it. Again changes nothing.
///
/// # Errors
/// Refused: not found, forbidden, wrong state.
pub async fn deliver_certificate(tx: &Tx, op: &Operation, id: CertificateId) -> Result<CertificateId> {
    let certificate = visible_certificate(tx, op, id).await?.may_if(|actor, row| {
        actor.person_id() == Some(row.person_id) || policy::allows(actor, ISSUE_CERTIFICATES, &row.place())
    })?;
    if certificate.state == CertificateState::Delivered {
        return Ok(id);
    }
    certificate.state.go(CertificateState::Delivered)?;
    let row = certificate::ActiveModel {
        id: Set(id),
        state: Set(CertificateState::Delivered),
        ..Default::default()
    };
    door::save(tx, op, &certificate, row).await?;
    let line = audit::Line::new(deeds::DELIVER, id).project(certificate.project_id);
    line.states(certificate.state.code(), CertificateState::Delivered.code()).write(tx, op).await?;
    Ok(id)
}

/// Notes that a certificate's document is stored, and posts the message about it. Only the first bytes count; what was
/// ended meanwhile stays so.
///
/// # Errors
/// The database failed.
pub async fn note_rendered(
    tx: &Tx,
    op: &Operation,
    certificate: &certificate::Model,
    (size_bytes, sha256): (i64, &str),
) -> Result<()> {
    // Whoever is erased meanwhile is written to no more.
    let person = door::steady::<person::Entity>(tx, certificate.person_id).await?;
    door::hold::<certificate::Entity>(tx, certificate.id).await?;
    if !stored(tx, op, certificate.document_id, size_bytes, sha256).await? {
        return Ok(());
    }
    let hashed = certificate::Entity::update_many()
        .col_expr(certificate::Column::Sha256, Expr::value(Some(sha256)))
        .filter(certificate::Column::Id.eq(certificate.id))
        .filter(certificate::Column::Sha256.is_null())
        .exec(tx)
        .await?;
    let rendered = certificate::Entity::update_many()
        .col_expr(certificate::Column::State, Expr::value(CertificateState::Rendered))
        .filter(certificate::Column::Id.eq(certificate.id))
        .filter(certificate::Column::State.eq(CertificateState::Numbered))
        .exec(tx)
        .await?;
    if hashed.rows_affected == 1 && rendered.rows_affected == 1 {
        audit::Line::new(deeds::RENDER, certificate.id)
            .project(certificate.project_id)
            .states(CertificateState::Numbered.code(), CertificateState::Rendered.code())
            .write(tx, op)
            .await?;
        let message = NewDelivery {
            kind: DeliveryKind::CertificateReady,
            artefact_id: certificate.id.0,
            subject_id: None,
            to: Recipient::Person(certificate.person_id),
            language: Language::Polish,
            project_id: Some(certificate.project_id),
            partner_id: Some(certificate.partner_id),
        };
        if person.is_some_and(|person| person.erased_at.is_none()) {
            post(tx, op, message).await?;
        }
        live::tell_all(tx, &events(certificate));
    }
    Ok(())
}

/// Notes that the document of a certificate could not be made; the certificate and its number stay.
///
/// # Errors
/// The database failed.
pub async fn note_given_up(tx: &Tx, id: CertificateId, why: Problem) -> Result<()> {
    let Some(certificate) = certificate::Entity::find_by_id(id).one(tx).await? else { return Ok(()) };
    failed(tx, certificate.document_id, why).await?;
    live::tell_all(tx, &events(&certificate));
    Ok(())
}

/// Records a public check: which certificate, what was answered, by page or API. Not who asked.
///
/// # Errors
/// The database failed.
pub async fn note_verification(
    tx: &Tx,
    op: &Operation,
    certificate_id: Option<CertificateId>,
    verdict: VerdictKind,
    channel: VerificationChannel,
) -> Result<()> {
    let row = verification::ActiveModel {
        id: Set(op.id::<VerificationId>()),
        at: Set(op.now),
        certificate_id: Set(certificate_id),
        verdict: Set(verdict.code().to_owned()),
        channel: Set(channel),
    };
    verification::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
