//! Typed keys. Every table has a UUIDv7 key of its own type, so that an id of another kind does not compile.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A key of one table.
pub trait TypedId: Copy + Eq + Send + Sync + 'static {
    /// The name of the type in the API, e.g. `Edition`.
    const TYPE: &'static str;
    /// Wraps a raw key.
    fn from_uuid(id: Uuid) -> Self;
    /// The raw key.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $tag:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl TypedId for $name {
            const TYPE: &'static str = $tag;
            fn from_uuid(id: Uuid) -> Self { Self(id) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )*};
}

ids! {
    /// Key of a territorial unit.
    UnitId = "TerritorialUnit";
    /// Key of an institution.
    InstitutionId = "Institution";
    /// Key of a person.
    PersonId = "Person";
    /// Key of a kept PESEL number: that of its person.
    PersonPeselId = "PersonPesel";
    /// Key of a note of who saw a PESEL number.
    SightingId = "PeselSighting";
    /// Key of an information clause.
    ClauseId = "InformationClause";
    /// Key of a version of an information clause.
    ClauseVersionId = "ClauseVersion";
    /// Key of a receipt of an information clause.
    ReceiptId = "ClauseReceipt";
    /// Key of an employment.
    EmploymentId = "Employment";
    /// Key of a funding programme.
    FundingProgrammeId = "FundingProgramme";
    /// Key of a visibility profile.
    VisibilityProfileId = "VisibilityProfile";
    /// Key of a sign in a visibility profile.
    VisibilitySignId = "VisibilitySign";
    /// Key of a project.
    ProjectId = "Project";
    /// Key of a partner of a project.
    PartnerId = "ProjectPartner";
    /// Key of a task of a project.
    TaskId = "ProjectTask";
    /// Key of a training programme.
    ProgrammeId = "TrainingProgramme";
    /// Key of a topic of a training programme.
    TopicId = "ProgrammeTopic";
    /// Key of an edition.
    EditionId = "Edition";
    /// Key of a session.
    SessionId = "Session";
    /// Key of a breakout group.
    BreakoutGroupId = "BreakoutGroup";
    /// Key of a trainer's assignment.
    TrainerAssignmentId = "TrainerAssignment";
    /// Key of an enrolment.
    EnrolmentId = "Enrolment";
    /// Key of an attendance.
    AttendanceId = "Attendance";
    /// Key of a certificate template.
    TemplateId = "CertificateTemplate";
    /// Key of a number series.
    SeriesId = "NumberSeries";
    /// Key of a restore from a backup.
    RestoreId = "Restore";
    /// Key of a confirmed last number.
    ConfirmationId = "NumberConfirmation";
    /// Key of a certificate.
    CertificateId = "Certificate";
    /// Key of a recorded verification.
    VerificationId = "Verification";
    /// Key of a stored document.
    DocumentId = "Document";
    /// Key of a cooperation model.
    ModelId = "CooperationModel";
    /// Key of a version of a model.
    ModelVersionId = "ModelVersion";
    /// Key of a pilot.
    PilotId = "Pilot";
    /// Key of a pilot site.
    SiteId = "PilotSite";
    /// Key of an institution's part at a site.
    SiteInstitutionId = "SiteInstitution";
    /// Key of an indicator.
    IndicatorId = "Indicator";
    /// Key of a measurement.
    MeasurementId = "Measurement";
    /// Key of a report's definition.
    DefinitionId = "ReportDefinition";
    /// Key of a report's schedule.
    ScheduleId = "ReportSchedule";
    /// Key of a schedule's recipient.
    RecipientId = "ScheduleRecipient";
    /// Key of a report's run.
    RunId = "ReportRun";
    /// Key of a file that a run made.
    ArtefactId = "ReportArtefact";
    /// Key of a user.
    UserId = "User";
    /// Key of a role grant.
    GrantId = "RoleGrant";
    /// Key of a session or API token.
    CredentialId = "Credential";
    /// Key of an account's second factor.
    SecondFactorId = "SecondFactor";
    /// Key of a recovery code.
    RecoveryCodeId = "RecoveryCode";
    /// Key of an identity at a provider of OpenID Connect.
    IdentityId = "Identity";
    /// Key of a login that is under way at a provider.
    OidcFlowId = "OidcFlow";
    /// Key of an invitation.
    InvitationId = "Invitation";
    /// Key of a link that works once.
    OneTimeLinkId = "OneTimeLink";
    /// Key of a delivery.
    DeliveryId = "Delivery";
    /// Key of what a person asks for about their own data.
    DataRequestId = "DataSubjectRequest";
    /// Key of a job.
    JobId = "Job";
    /// Key of a worker process.
    WorkerId = "Worker";
    /// Key of an audit entry.
    AuditEntryId = "AuditEntry";
    /// Key of a stored answer to an idempotent mutation.
    IdempotencyId = "IdempotencyKey";
}
