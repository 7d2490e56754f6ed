//! Types of the trainings.

use chrono::{DateTime, Utc};
use entities::certificates::certificate;
use entities::certificates::rights::ISSUE_CERTIFICATES;
use entities::documents::document;
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use entities::trainings::needs::Need;
use entities::trainings::rights::{MANAGE_TRAININGS, RECORD_ATTENDANCE};
use entities::trainings::{
    DatesKind, EditionState, EnrolmentState, ProgrammeKind, attendance, breakout_group, edition, enrolment,
    programme_topic, session, trainer_assignment, training_programme,
};
use kit::ctx::ContextExt;
use kit::resource;
use kit::scalars::Date;

use super::filters::{
    AttendanceFilter, AttendanceOrder, BreakoutGroupOrder, EditionFilter, EditionOrder, EnrolmentFilter,
    EnrolmentOrder, OrdinalFilter, ProgrammeTopicOrder, SessionFilter, SessionOrder, TrainerFilter,
    TrainerOrder,
};
use super::seen::{self, EditionNeedsResult, need};
use crate::certificates::filters::{CertificateFilter, CertificateOrder};
use crate::certificates::types::{Certificate, CertificateTemplate};
use crate::documents::filters::{DocumentFilter, DocumentOrder};
use crate::documents::types::Document;
use crate::institutions::types::{Institution, Person};
use crate::partnerships::types::{Project, ProjectPartner};

resource! {
    /// What is taught: a training, a workshop, a school, a conference.
    TrainingProgramme: training_programme {
        one {
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that runs it.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// How its certificates read.
            template: CertificateTemplate = |row| row.template_id.map(|id| id.0);
        }
        many {
            /// Topics in order, printed on its certificates.
            topics: ProgrammeTopic, OrdinalFilter, ProgrammeTopicOrder = programme_topic.ProgrammeId |row| Some(row.programme_id.0);
            /// Its editions.
            editions: Edition, EditionFilter, EditionOrder = edition.ProgrammeId |row| Some(row.programme_id.0);
        }
        choices {
            /// Kind.
            kind, kind_label: ProgrammeKind;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// Aims.
            async fn aims(&self) -> Option<&str> { self.row().aims.as_deref() }
            /// For whom it is.
            async fn audience(&self) -> Option<&str> { self.row().audience.as_deref() }
            /// How many months a certificate is valid; none for ever.
            async fn certificate_months(&self) -> Option<i32> { self.row().certificate_months }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// A topic of a programme.
    ProgrammeTopic: programme_topic {
        fields {
            /// Place in the programme, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
        }
    }
}

resource! {
    /// One run of a programme, with dates, place and seats.
    Edition: edition {
        one {
            /// What is taught.
            programme: TrainingProgramme = |row| Some(row.programme_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
            /// The partner that runs it.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
        }
        many {
            /// Sessions.
            sessions: Session, SessionFilter, SessionOrder = session.EditionId |row| Some(row.edition_id.0);
            /// Breakout groups.
            breakout_groups: BreakoutGroup, OrdinalFilter, BreakoutGroupOrder = breakout_group.EditionId |row| Some(row.edition_id.0);
            /// Trainers.
            trainers: TrainerAssignment, TrainerFilter, TrainerOrder = trainer_assignment.EditionId |row| Some(row.edition_id.0);
            /// Enrolments the viewer may see.
            enrolments: Enrolment, EnrolmentFilter, EnrolmentOrder = enrolment.EditionId |row| Some(row.edition_id.0);
            /// Certificates the viewer may see.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.EditionId |row| Some(row.edition_id.0);
            /// Documents of the edition the viewer may see: attendance lists, archives, previews.
            documents: Document, DocumentFilter, DocumentOrder = document.EditionId |row| row.edition_id.map(|id| id.0);
        }
        choices {
            /// State.
            state, state_label: EditionState;
            /// Whether its dates are fixed.
            dates, dates_label: DatesKind;
        }
        fields {
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// First day.
            async fn starts_on(&self) -> Date { self.row().starts_on.into() }
            /// Last day.
            async fn ends_on(&self) -> Date { self.row().ends_on.into() }
            /// Building and address.
            async fn venue(&self) -> Option<&str> { self.row().venue.as_deref() }
            /// Town.
            async fn city(&self) -> &str { &self.row().city }
            /// Who organises it under contract.
            async fn contractor(&self) -> Option<&str> { self.row().contractor.as_deref() }
            /// Seats.
            async fn seats(&self) -> i32 { self.row().seats }
            /// Seats held by pending, offered and confirmed enrolments.
            async fn seats_taken(&self) -> i32 { self.row().seats_taken }
            /// Places on the waiting list.
            async fn waiting_list_size(&self) -> i32 { self.row().waiting_list_size }
            /// How many people wait.
            async fn waiting(&self) -> i32 { self.row().waiting }
            /// What its participants need, as sums, to whoever sees enrolments of others in it; none to others.
            #[graphql(complexity = 10)]
            async fn needs(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<EditionNeedsResult>> { seen::sums(ctx, self.row()).await }
            /// Most people of one institution; none for no such limit.
            async fn institution_cap(&self) -> Option<i32> { self.row().institution_cap }
            /// First day of enrolment.
            async fn opens_on(&self) -> Option<Date> { self.row().opens_on().map(Into::into) }
            /// Last day of enrolment, to its end.
            async fn closes_on(&self) -> Option<Date> { self.row().closes_on().map(Into::into) }
            /// Last day to cancel without a mark, to its end: what mutations call `cancelUntil`.
            async fn cancel_until_on(&self) -> Option<Date> { self.row().cancel_until_on().map(Into::into) }
            /// Start of enrolment, the first instant of `opensOn`.
            async fn opens_at(&self) -> Option<DateTime<Utc>> { self.row().opens_at }
            /// End of enrolment, the first instant after `closesOn`.
            async fn closes_at(&self) -> Option<DateTime<Utc>> { self.row().closes_at }
            /// Until when one may cancel without a mark, the first instant after `cancelUntilOn`.
            async fn cancel_until(&self) -> Option<DateTime<Utc>> { self.row().cancel_until }
            /// How long an offered seat is held, in hours.
            async fn offer_hours(&self) -> i32 { self.row().offer_hours }
            /// Whether enrolments wait for approval.
            async fn approval(&self) -> bool { self.row().approval }
            /// Attendance that earns a certificate, in per cent of the minutes planned.
            async fn threshold_pct(&self) -> i32 { self.row().threshold_pct }
            /// When the attendance list was locked; none while it is open.
            async fn attendance_locked_at(&self) -> Option<DateTime<Utc>> { self.row().attendance_locked_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may change the edition, its sessions and trainers.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_TRAININGS, &self.row().place()) }
            /// Whether the viewer may record attendance now.
            async fn viewer_can_record_attendance(&self, ctx: &async_graphql::Context<'_>) -> bool {
                self.row().attendance_locked_at.is_none() && allows(ctx.actor(), RECORD_ATTENDANCE, &self.row().place())
            }
            /// Whether the viewer may issue certificates now.
            async fn viewer_can_issue_certificates(&self, ctx: &async_graphql::Context<'_>) -> bool {
                self.row().state.is_over() && allows(ctx.actor(), ISSUE_CERTIFICATES, &self.row().place())
            }
        }
    }
}

resource! {
    /// A session of an edition.
    Session: session {
        one {
            /// The edition.
            edition: Edition = |row| Some(row.edition_id.0);
            /// The breakout group it is for; none for a plenary.
            breakout_group: BreakoutGroup = |row| row.breakout_group_id.map(|id| id.0);
        }
        many {
            /// Rows of its attendance list that the viewer may see.
            attendance: Attendance, AttendanceFilter, AttendanceOrder = attendance.SessionId |row| Some(row.session_id.0);
        }
        fields {
            /// Place in the programme, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// Title.
            async fn title(&self) -> &str { &self.row().title }
            /// Start.
            async fn starts_at(&self) -> DateTime<Utc> { self.row().starts_at }
            /// End.
            async fn ends_at(&self) -> DateTime<Utc> { self.row().ends_at }
            /// Minutes planned.
            async fn planned_min(&self) -> i32 { self.row().planned_min }
            /// Whether its threshold must be met by itself.
            async fn mandatory(&self) -> bool { self.row().mandatory }
        }
    }
}

resource! {
    /// A group into which an edition divides for some of its sessions.
    BreakoutGroup: breakout_group {
        fields {
            /// Number, from 1.
            async fn ordinal(&self) -> i32 { self.row().ordinal }
            /// Name.
            async fn name(&self) -> &str { &self.row().name }
        }
    }
}

resource! {
    /// A person trains in an edition.
    TrainerAssignment: trainer_assignment {
        one {
            /// The edition.
            edition: Edition = |row| Some(row.edition_id.0);
            /// The trainer; none where the viewer may not see them.
            person: Person = |row| Some(row.person_id.0);
        }
        fields {
            /// When it was made.
            async fn assigned_at(&self) -> DateTime<Utc> { self.row().created_at }
        }
    }
}

resource! {
    /// A person takes part, or wants to take part, in an edition.
    Enrolment: enrolment {
        one {
            /// The edition.
            edition: Edition = |row| Some(row.edition_id.0);
            /// The person.
            person: Person = |row| Some(row.person_id.0);
            /// The institution represented at that time.
            institution: Institution = |row| row.institution_id.map(|id| id.0);
            /// The partner whose voivodeship the person comes from, else the one that runs the edition.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
            /// The breakout group.
            breakout_group: BreakoutGroup = |row| row.breakout_group_id.map(|id| id.0);
        }
        many {
            /// What was recorded of their attendance.
            attendance: Attendance, AttendanceFilter, AttendanceOrder = attendance.EnrolmentId |row| Some(row.enrolment_id.0);
            /// Certificates earned by it.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.EnrolmentId |row| Some(row.enrolment_id.0);
        }
        choices {
            /// State.
            state, state_label: EnrolmentState;
        }
        fields {
            /// When the place was asked for: the order of the waiting list.
            async fn requested_at(&self) -> DateTime<Utc> { self.row().requested_at }
            /// Until when an offered seat is held.
            async fn offer_expires_at(&self) -> Option<DateTime<Utc>> { self.row().offer_expires_at }
            /// Diet asked for: to the person, and to those who organise the edition, whose look is noted.
            async fn needs_diet(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<&str>> { need(ctx, Need::Diet, self.row()).await }
            /// Whether a night's lodging is wanted.
            async fn needs_night(&self) -> bool { self.row().needs_night }
            /// Needs for access: to the person, and to those who organise the edition or train in it, whose look is noted.
            async fn needs_access(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<&str>> { need(ctx, Need::Access, self.row()).await }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
        }
    }
}

resource! {
    /// How many minutes of a session a person attended.
    Attendance: attendance {
        one {
            /// The session.
            session: Session = |row| Some(row.session_id.0);
            /// The enrolment.
            enrolment: Enrolment = |row| Some(row.enrolment_id.0);
        }
        fields {
            /// Minutes attended.
            async fn minutes(&self) -> i32 { self.row().minutes }
            /// When it was recorded.
            async fn recorded_at(&self) -> DateTime<Utc> { self.row().recorded_at }
        }
    }
}
