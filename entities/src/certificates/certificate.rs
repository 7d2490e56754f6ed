//! An issued certificate. What it prints is frozen in its snapshot.

use sea_orm::entity::prelude::*;

use super::{CertificateKind, CertificateState};
use crate::shared::ids::{
    CertificateId, DocumentId, EditionId, EnrolmentId, PartnerId, PersonId, ProjectId, UserId,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    /// Series.
    pub series: String,
    /// Year.
    pub year: i32,
    /// Number within series and year.
    pub ordinal: i32,
    /// `SERIES/2026/0001`.
    pub number: String,
    /// Verification code, 26 characters, 130 random bits.
    pub code: String,
    /// The person.
    pub person_id: PersonId,
    /// What it confirms.
    pub kind: CertificateKind,
    /// The enrolment it was earned by; none of a trainer's.
    pub enrolment_id: Option<EnrolmentId>,
    /// The edition.
    pub edition_id: EditionId,
    /// The project.
    pub project_id: ProjectId,
    /// The partner whose own it is (that of the enrolment).
    pub partner_id: PartnerId,
    /// State.
    pub state: CertificateState,
    /// Day of issue in Warsaw.
    pub issued_on: Date,
    /// Instant of issue.
    pub issued_at: DateTimeUtc,
    /// Last day of validity.
    pub valid_until: Option<Date>,
    /// All that is printed (`Snapshot`).
    #[sea_orm(column_type = "JsonBinary")]
    pub snapshot: Json,
    /// The document, due until the worker has stored it.
    pub document_id: DocumentId,
    /// Hash of the stored bytes.
    pub sha256: Option<String>,
    /// The certificate this one corrects.
    pub supersedes_id: Option<CertificateId>,
    /// The certificate that corrects this one.
    pub superseded_by_id: Option<CertificateId>,
    /// Day it was revoked, annulled or superseded.
    pub ended_on: Option<Date>,
    /// Why it was revoked or annulled.
    pub reason: Option<String>,
    /// When the person's name and the document were erased; number, state and hash stay.
    pub erased_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
