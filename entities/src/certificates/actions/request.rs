//! Documents that are asked for beside the certificates: a preview, and all of an edition in one ZIP.

use sea_orm::EntityTrait;
use serde::Serialize;

use super::compose::{Wanted, preview as snapshot_of};
use crate::audit;
use crate::certificates::jobs::{PackCertificates, RenderPreview};
use crate::certificates::refusals::UNPRINTABLE;
use crate::certificates::rights::ISSUE_CERTIFICATES;
use crate::certificates::{CertificateKind, deeds};
use crate::documents::actions::NewDocument;
use crate::documents::{DocumentKind, document};
use crate::jobs::queue::enqueue;
use crate::shared::error::{Detail, Refusal, Result};
use crate::shared::ids::{DocumentId, EditionId, EnrolmentId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::quota::{self, DRAWN_FOR_ACCOUNT, Use};
use crate::shared::tx::Tx;
use crate::trainings::actions::{visible_edition, visible_enrolment};

/// A preview to be drawn.
#[derive(Clone, Debug, Serialize)]
pub struct PreviewCertificate {
    /// The enrolment, whose name is printed; a trainer's certificate shows it in place of the trainer's.
    pub enrolment_id: EnrolmentId,
    /// What it confirms.
    pub kind: CertificateKind,
    /// Its language; none for that in which the programme has them first.
    pub language: Option<Language>,
}

/// Asks for a preview of a person's certificate, before anything is issued.
///
/// # Errors
/// Refused: not found, forbidden, no public address, no visibility profile, no template, unprintable.
pub async fn request_preview(tx: &Tx, op: &Operation, request: PreviewCertificate) -> Result<DocumentId> {
    let PreviewCertificate { enrolment_id, kind, language } = request;
    let wanted = Wanted { kind, language };
    let (edition, _) = visible_enrolment(tx, op, enrolment_id).await?;
    let edition = edition.may(ISSUE_CERTIFICATES)?;
    if let Some(letter) = snapshot_of(tx, op, enrolment_id, wanted).await?.unprintable() {
        return Err(Refusal::of(UNPRINTABLE, "enrolmentId").with(Detail::Letter(letter)).into());
    }
    let id: DocumentId = op.id();
    let preview = NewDocument {
        kind: DocumentKind::CertificatePreview,
        title: format!("Podgląd zaświadczenia – {}", edition.title),
        file_name: "podglad-zaswiadczenia.pdf".into(),
        media_type: "application/pdf",
        path: format!("previews/{id}.pdf"),
        project_id: Some(edition.project_id),
        partner_id: Some(edition.partner_id),
        edition_id: Some(edition.id),
        // Not the person's: a preview is for the office.
        person_id: None,
    };
    document::Entity::insert(preview.row(op, id)).exec_without_returning(tx).await?;
    enqueue(tx, op, &[RenderPreview { document_id: id, enrolment_id, kind, language }]).await?;
    audit::Line::new(deeds::PREVIEW, enrolment_id).project(edition.project_id).write(tx, op).await?;
    quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await?;
    Ok(id)
}

/// Asks for one ZIP with every live certificate of an edition.
///
/// # Errors
/// Refused: not found, forbidden.
pub async fn request_archive(tx: &Tx, op: &Operation, edition_id: EditionId) -> Result<DocumentId> {
    let edition = visible_edition(tx, op, edition_id).await?.may(ISSUE_CERTIFICATES)?;
    let id: DocumentId = op.id();
    let archive = NewDocument {
        kind: DocumentKind::CertificateArchive,
        title: format!("Zaświadczenia – {}", edition.title),
        file_name: "zaswiadczenia.zip".into(),
        media_type: "application/zip",
        path: format!("archives/{id}.zip"),
        project_id: Some(edition.project_id),
        partner_id: Some(edition.partner_id),
        edition_id: Some(edition.id),
        person_id: None,
    };
    document::Entity::insert(archive.row(op, id)).exec_without_returning(tx).await?;
    enqueue(tx, op, &[PackCertificates { document_id: id, edition_id }]).await?;
    audit::Line::new(deeds::REQUEST_ARCHIVE, edition_id).project(edition.project_id).write(tx, op).await?;
    quota::take(tx, op, [Use::of_account(&DRAWN_FOR_ACCOUNT, op)]).await?;
    Ok(id)
}
