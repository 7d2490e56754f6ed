//! Jobs of this room.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::CertificateKind;
use crate::jobs::queue::Payload;
use crate::shared::ids::{CertificateId, DocumentId, EditionId, EnrolmentId};
use crate::shared::language::Language;

/// A certificate is drawn from its snapshot and stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenderCertificate {
    /// The certificate.
    pub certificate_id: CertificateId,
    /// The edition, whose page is drawn once for all of its certificates; not a part of what is stored.
    #[serde(skip)]
    pub edition_id: Option<EditionId>,
}

impl Payload for RenderCertificate {
    const KIND: &'static str = "certificates.render";
    const PRIORITY: i32 = 10;

    fn group(&self) -> Option<Uuid> {
        self.edition_id.map(|id| id.0)
    }

    fn unique_key(&self) -> Option<String> {
        Some(format!("certificates.render:{}", self.certificate_id))
    }
}

/// A preview is drawn: what a person's certificate would look like, marked as not valid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenderPreview {
    /// Where it goes.
    pub document_id: DocumentId,
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// What the certificate would confirm.
    #[serde(default)]
    pub kind: CertificateKind,
    /// Its language.
    #[serde(default)]
    pub language: Option<Language>,
}

impl Payload for RenderPreview {
    const KIND: &'static str = "certificates.render_preview";
    const PRIORITY: i32 = 20;
}

/// People are reminded whose certificates expire soon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RemindOfExpiry {
    /// The day in Warsaw.
    pub day: NaiveDate,
}

impl Payload for RemindOfExpiry {
    const KIND: &'static str = "certificates.remind_of_expiry";

    fn unique_key(&self) -> Option<String> {
        Some(format!("certificates.remind_of_expiry:{}", self.day))
    }
}

/// All certificates of an edition go into one ZIP.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackCertificates {
    /// Where it goes.
    pub document_id: DocumentId,
    /// The edition.
    pub edition_id: EditionId,
}

impl Payload for PackCertificates {
    const KIND: &'static str = "certificates.pack";
}
