//! The graph that clients read: objects of all rooms, their lists, queries and subscriptions. A room is a folder; its
//! types know those of other rooms, because a graph has cycles.

// A merged root nests its rooms in one another, a level for each.
#![recursion_limit = "256"]

pub mod accounts;
pub mod advisory;
pub mod audit;
pub mod certificates;
pub mod clauses;
pub mod documents;
pub mod indicators;
pub mod institutions;
pub mod jobs;
pub mod mail;
pub mod partnerships;
pub mod pesel;
pub mod pilots;
pub mod relay;
pub mod reporting;
pub mod requests;
mod roots;
pub mod territory;
pub mod trainings;

use roots::roots;

roots! {
    accounts: queries [AccountQuery, ViewerQuery] subscriptions [] nodes [Credential, Identity, Invitation, RoleGrant, User];
    advisory: queries [AdvisoryQuery, AdviceSummaryQuery] subscriptions [] nodes [AdvisoryRequest, AdvisorySession, CoachedPerson, CoachingBooking, CoachingEngagement, CoachingMember, CoachingNote, CoachingSession, CoachingSlot, SubregionAdviser];
    audit: queries [AuditQuery] subscriptions [] nodes [AuditEntry];
    certificates: queries [CertificateQuery, IssuePreviewQuery, VerificationQuery] subscriptions [CertificateSubscription] nodes [Certificate, CertificateTemplate, CertificateTemplateVersion];
    clauses: queries [ClauseQuery] subscriptions [] nodes [ClauseReceipt, ClauseVersion, InformationClause];
    documents: queries [DocumentQuery] subscriptions [] nodes [Document];
    indicators: queries [IndicatorQuery] subscriptions [] nodes [Indicator, Measurement];
    institutions: queries [InstitutionQuery] subscriptions [] nodes [Employment, Institution, Person];
    jobs: queries [JobQuery] subscriptions [] nodes [Job, Worker];
    mail: queries [MailQuery] subscriptions [] nodes [Delivery];
    partnerships: queries [PartnershipQuery] subscriptions [] nodes [FundingProgramme, Project, ProjectPartner, ProjectTask, VisibilityProfile, VisibilitySign];
    pesel: queries [PeselQuery] subscriptions [] nodes [PersonPesel, PeselConsent, PeselSighting, ProjectPesel];
    pilots: queries [PilotQuery] subscriptions [] nodes [CooperationModel, ModelVersion, Pilot, PilotSite, SiteInstitution];
    reporting: queries [ReportingQuery] subscriptions [ReportingSubscription] nodes [ReportArtefact, ReportDefinition, ReportRun, ReportSchedule, ScheduleRecipient];
    requests: queries [DataSubjectRequestQuery, PrivacyPreviewQuery] subscriptions [] nodes [DataSubjectRequest];
    territory: queries [TerritoryQuery] subscriptions [] nodes [Subregion, SubregionPowiat, TerritorialUnit];
    trainings: queries [AttendanceTemplateQuery, MailPreviewQuery, ReconciliationQuery, TrainingQuery] subscriptions [TrainingSubscription] nodes [Attendance, AttendanceSheet, BreakoutGroup, CheckIn, Edition, Enrolment, EnrolmentWording, Material, ProgrammeTemplate, ProgrammeTopic, Session, SheetLine, SheetPage, SheetScan, SheetSignature, Survey, SurveyQuestion, TrainerAssignment, TrainingProgramme];
}
