//! Types of the trainings.

use chrono::{DateTime, NaiveDate, Utc};
use entities::certificates::certificate;
use entities::certificates::rights::ISSUE_CERTIFICATES;
use entities::documents::document;
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use entities::trainings::needs::Need;
use entities::trainings::rights::{MANAGE_TRAININGS, RECORD_ATTENDANCE};
use entities::trainings::{
    DatesKind, EditionState, EnrolmentState, ProgrammeKind, attendance, breakout_group, check_in, edition,
    enrolment, material, programme_template, programme_topic, session, sheet, survey, trainer_assignment,
    training_programme,
};
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::resource;
use kit::scalars::Date;

use super::clashes::{self, EnrolmentClashResult};
use super::filters::{
    AttendanceFilter, AttendanceOrder, BreakoutGroupOrder, CheckInFilter, CheckInOrder, EditionFilter,
    EditionOrder, EnrolmentFilter, EnrolmentOrder, OrdinalFilter, ProgrammeTemplateFilter,
    ProgrammeTemplateOrder, ProgrammeTopicOrder, SessionFilter, SessionOrder, TrainerFilter, TrainerOrder,
};
pub use super::materials::Material;
use super::materials::{MaterialFilter, MaterialOrder};
use super::seen::{self, EditionNeedsResult};
pub use super::sheets::{AttendanceSheet, SheetLine, SheetPage, SheetScan, SheetSignature};
use super::sheets::{AttendanceSheetFilter, AttendanceSheetOrder};
pub use super::surveys::{Survey, SurveyQuestion};
use super::surveys::{SurveyFilter, SurveyOrder};
pub use super::wordings::EnrolmentWording;
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
            project: Project = ProjectId;
            /// The partner that runs it.
            partner: ProjectPartner = PartnerId;
            /// How its certificates read.
            template: CertificateTemplate = TemplateId;
        }
        many {
            /// Topics in order, printed on its certificates.
            topics: ProgrammeTopic, OrdinalFilter, ProgrammeTopicOrder = programme_topic.ProgrammeId;
            /// Templates of other kinds of certificates and in other languages, beside its own.
            further_templates: ProgrammeTemplate, ProgrammeTemplateFilter, ProgrammeTemplateOrder = programme_template.ProgrammeId;
            /// Its editions.
            editions: Edition, EditionFilter, EditionOrder = edition.ProgrammeId;
        }
        choices {
            /// Kind.
            kind, kind_label: ProgrammeKind;
        }
        columns {
            /// Title.
            title: String;
            /// Aims.
            aims: Option<String>;
            /// For whom it is.
            audience: Option<String>;
            /// How many months a certificate is valid; none for ever.
            certificate_months: Option<i32>;
            /// In how many of its editions one person may take part; none for any number.
            editions_per_person: Option<i32>;
            /// How many seats one institution may have in all its editions together; none for any number.
            institution_cap: Option<i32>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}

resource! {
    /// A topic of a programme.
    ProgrammeTopic: programme_topic {
        columns {
            /// Place in the programme, from 1.
            ordinal: i32;
            /// Title.
            title: String;
        }
    }
}

resource! {
    /// A further template of a programme: for another kind of certificate, or another language.
    ProgrammeTemplate: programme_template {
        one {
            /// The programme.
            programme: TrainingProgramme = ProgrammeId;
            /// The template.
            template: CertificateTemplate = TemplateId;
        }
    }
}

resource! {
    /// One run of a programme, with dates, place and seats.
    Edition: edition {
        one {
            /// What is taught.
            programme: TrainingProgramme = ProgrammeId;
            /// The project.
            project: Project = ProjectId;
            /// The partner that runs it.
            partner: ProjectPartner = PartnerId;
        }
        many {
            /// Sessions.
            sessions: Session, SessionFilter, SessionOrder = session.EditionId;
            /// Breakout groups.
            breakout_groups: BreakoutGroup, OrdinalFilter, BreakoutGroupOrder = breakout_group.EditionId;
            /// Trainers.
            trainers: TrainerAssignment, TrainerFilter, TrainerOrder = trainer_assignment.EditionId;
            /// Enrolments the viewer may see.
            enrolments: Enrolment, EnrolmentFilter, EnrolmentOrder = enrolment.EditionId;
            /// Certificates the viewer may see.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.EditionId;
            /// Its survey, as far as the viewer sees it; one at most.
            surveys: Survey, SurveyFilter, SurveyOrder = survey.EditionId;
            /// Files that are shown to its participants, or to everybody, as far as the viewer sees them.
            materials: Material, MaterialFilter, MaterialOrder = material.EditionId;
            /// Attendance lists as they were printed, for its staff and trainers.
            attendance_sheets: AttendanceSheet, AttendanceSheetFilter, AttendanceSheetOrder = sheet.EditionId;
            /// Documents of the edition the viewer may see: attendance lists, archives, previews.
            documents: Document, DocumentFilter, DocumentOrder = document.EditionId;
        }
        choices {
            /// State.
            state, state_label: EditionState;
            /// Whether its dates are fixed.
            dates, dates_label: DatesKind;
        }
        columns {
            /// Title.
            title: String;
            /// First day.
            starts_on: NaiveDate;
            /// Last day.
            ends_on: NaiveDate;
            /// Building and address.
            venue: Option<String>;
            /// Town.
            city: String;
            /// Who organises it under contract.
            contractor: Option<String>;
            /// Seats.
            seats: i32;
            /// Seats that are kept free for whom staff give them to, beside those taken.
            seats_reserved: i32;
            /// Seats held by pending, offered and confirmed enrolments.
            seats_taken: i32;
            /// Places on the waiting list.
            waiting_list_size: i32;
            /// How many people wait.
            waiting: i32;
            /// Most people of one institution; none for no such limit.
            institution_cap: Option<i32>;
            /// Start of enrolment, the first instant of `opensOn`.
            opens_at: Option<DateTime<Utc>>;
            /// End of enrolment, the first instant after `closesOn`.
            closes_at: Option<DateTime<Utc>>;
            /// Until when one may cancel without a mark, the first instant after `cancelUntilOn`.
            cancel_until: Option<DateTime<Utc>>;
            /// How long an offered seat is held, in hours.
            offer_hours: i32;
            /// Whether enrolments wait for approval.
            approval: bool;
            /// Attendance that earns a certificate, in per cent of the minutes planned.
            threshold_pct: i32;
            /// When the attendance list was locked; none while it is open.
            attendance_locked_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// First day of enrolment.
            opens_on: Option<Date> = |row| row.opens_on().map(Into::into);
            /// Last day of enrolment, to its end.
            closes_on: Option<Date> = |row| row.closes_on().map(Into::into);
            /// Last day to cancel without a mark, to its end: what mutations call `cancelUntil`.
            cancel_until_on: Option<Date> = |row| row.cancel_until_on().map(Into::into);
            /// Where those who take part from afar join it, for its staff and trainers; participants find it at their enrolment.
            online_link: Option<String> = |row, ctx| row.online_link.clone().filter(|_| allows(ctx.actor(), RECORD_ATTENDANCE, &row.place()) || allows(ctx.actor(), MANAGE_TRAININGS, &row.place()));
            /// The calendar of its dates, to which programs subscribe; none of a draft.
            calendar_url: Option<String> = |row, ctx| (row.state != EditionState::Draft).then(|| format!("{}/calendar/editions/{}.ics", ctx.state().public_url.clone().unwrap_or_default(), row.id.0));
            /// States it may go to from its own; what else each wants, `changeEditionState` says.
            next_states: Vec<Coded<EditionState>> = |row| row.state.next().iter().copied().map(Into::into).collect();
            /// Whether the viewer may change the edition, its sessions and trainers.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_TRAININGS, &row.place());
            /// Whether the viewer may record attendance now.
            viewer_can_record_attendance: bool = |row, ctx| row.attendance_locked_at.is_none() && allows(ctx.actor(), RECORD_ATTENDANCE, &row.place());
            /// Whether the viewer may issue certificates now.
            viewer_can_issue_certificates: bool = |row, ctx| row.state.is_over() && allows(ctx.actor(), ISSUE_CERTIFICATES, &row.place());
        }
        found {
            /// What its participants need, as sums, to whoever sees enrolments of others in it; none to others.
            needs: Option<EditionNeedsResult> [cost 10] = |row, ctx| seen::sums(ctx, row).await;
        }
    }
}

resource! {
    /// A session of an edition.
    Session: session {
        one {
            /// The edition.
            edition: Edition = EditionId;
            /// The breakout group it is for; none for a plenary.
            breakout_group: BreakoutGroup = BreakoutGroupId;
        }
        many {
            /// Rows of its attendance list that the viewer may see.
            attendance: Attendance, AttendanceFilter, AttendanceOrder = attendance.SessionId;
            /// Who was scanned at its door, as far as the viewer sees them.
            check_ins: CheckIn, CheckInFilter, CheckInOrder = check_in.SessionId;
        }
        columns {
            /// Place in the programme, from 1.
            ordinal: i32;
            /// Title.
            title: String;
            /// Start.
            starts_at: DateTime<Utc>;
            /// End.
            ends_at: DateTime<Utc>;
            /// Minutes planned.
            planned_min: i32;
            /// Whether its threshold must be met by itself.
            mandatory: bool;
        }
    }
}

resource! {
    /// A group into which an edition divides for some of its sessions.
    BreakoutGroup: breakout_group {
        columns {
            /// Number, from 1.
            ordinal: i32;
            /// Name.
            name: String;
        }
    }
}

resource! {
    /// A person trains in an edition.
    TrainerAssignment: trainer_assignment {
        one {
            /// The edition.
            edition: Edition = EditionId;
            /// The trainer; none where the viewer may not see them.
            person: Person = PersonId;
        }
        columns {
            /// When it was made.
            assigned_at: DateTime<Utc> = created_at;
        }
    }
}

resource! {
    /// A person takes part, or wants to take part, in an edition.
    Enrolment: enrolment {
        one {
            /// The edition.
            edition: Edition = EditionId;
            /// The person.
            person: Person = PersonId;
            /// The institution represented at that time.
            institution: Institution = InstitutionId;
            /// The partner whose voivodeship the person comes from, else the one that runs the edition.
            partner: ProjectPartner = PartnerId;
            /// The breakout group.
            breakout_group: BreakoutGroup = BreakoutGroupId;
        }
        many {
            /// What was recorded of their attendance.
            attendance: Attendance, AttendanceFilter, AttendanceOrder = attendance.EnrolmentId;
            /// When they were scanned at the door of sessions.
            check_ins: CheckIn, CheckInFilter, CheckInOrder = check_in.EnrolmentId;
            /// Certificates earned by it.
            certificates: Certificate, CertificateFilter, CertificateOrder = certificate.EnrolmentId;
        }
        choices {
            /// State.
            state, state_label: EnrolmentState;
        }
        columns {
            /// When the place was asked for: the order of the waiting list.
            requested_at: DateTime<Utc>;
            /// Until when an offered seat is held.
            offer_expires_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        looked {
            /// Diet asked for: to the person, and to those who organise the edition, whose look is noted.
            needs_diet: Option<String> = seen::with(enrolment::Column::NeedsDiet), seen::know,
                |rows, at, ctx| seen::need(rows, at, (Need::Diet, enrolment::Column::NeedsDiet), ctx)?;
            /// Whether a night's lodging is wanted, as far as the viewer may see it; false to all others.
            /// Deprecated: False to whoever may not see it. Use `nightWanted`, which is null then.
            needs_night: bool = seen::with(enrolment::Column::NeedsNight), seen::know,
                |rows, at, ctx| seen::night(rows, at, ctx)?.unwrap_or_default();
            /// Whether a night's lodging is wanted: to the person, and to those who organise the edition, whose look is noted; null to others.
            night_wanted: Option<bool> = seen::with(enrolment::Column::NeedsNight), seen::know,
                |rows, at, ctx| seen::night(rows, at, ctx)?;
            /// Needs for access: to the person, and to those who organise the edition or train in it, whose look is noted.
            needs_access: Option<String> = seen::with(enrolment::Column::NeedsAccess), seen::know,
                |rows, at, ctx| seen::need(rows, at, (Need::Access, enrolment::Column::NeedsAccess), ctx)?;
            /// The code that is scanned at the door, of somebody who takes part: to themselves, and to whoever checks people in.
            ticket_code: Option<String> = seen::with(enrolment::Column::State), seen::know,
                |rows, at, ctx| seen::ticket(rows, at, ctx)?;
        }
        found {
            /// Where to join from afar, for whoever takes part.
            online_link: Option<String> [cost 10] = |row, ctx| seen::online_link(ctx, row).await;
            /// Other trainings at the same hours that the person attends or waits for, as far as the viewer sees them.
            clashes: Vec<EnrolmentClashResult> [cost 10] = |row, ctx| clashes::of(ctx, row).await;
        }
    }
}

resource! {
    /// How many minutes of a session a person attended.
    Attendance: attendance {
        one {
            /// The session.
            session: Session = SessionId;
            /// The enrolment.
            enrolment: Enrolment = EnrolmentId;
        }
        columns {
            /// Minutes attended.
            minutes: i32;
            /// When it was recorded.
            recorded_at: DateTime<Utc>;
        }
    }
}

resource! {
    /// When somebody came to a session and left it, as scanned at the door: the first coming and the last leaving.
    CheckIn: check_in {
        one {
            /// The session.
            session: Session = SessionId;
            /// The enrolment.
            enrolment: Enrolment = EnrolmentId;
        }
        columns {
            /// When they first came.
            came_at: Option<DateTime<Utc>>;
            /// When they last left; none for staying to the end.
            left_at: Option<DateTime<Utc>>;
            /// When it was recorded or last changed.
            recorded_at: DateTime<Utc>;
        }
    }
}
