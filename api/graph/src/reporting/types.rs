//! Types of reporting.

use chrono::{DateTime, NaiveDate, Utc};
use entities::mail::delivery;
use entities::reporting::cron::Cron;
use entities::reporting::rights::{MANAGE_REPORTS, RUN_REPORTS};
use entities::reporting::store::email_of;
use entities::reporting::{
    PauseReason, ReportFormat, ReportKind, RunState, report_artefact, report_definition, report_run,
    report_schedule, schedule_recipient,
};
use entities::shared::door::Placed as _;
use entities::shared::enums::Choice as _;
use entities::shared::policy::allows;
use entities::shared::problem::Problem;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::fault;
use kit::resource;

use super::figures::{self, ReportFigureConnection, ReportFigureFilter, ReportFigureOrder};
use super::filters::{
    ReportArtefactFilter, ReportArtefactOrder, ReportRunFilter, ReportRunOrder, ReportScheduleFilter,
    ReportScheduleOrder, ScheduleRecipientFilter, ScheduleRecipientOrder,
};
use super::trainings::{self, TrainingSummaryResult};
use crate::accounts::types::User;
use crate::documents::types::Document;
use crate::mail::filters::{DeliveryFilter, DeliveryOrder};
use crate::mail::types::Delivery;
use crate::partnerships::types::{Project, ProjectPartner};
use crate::pilots::types::Pilot;

/// How many next times of a schedule are told.
const NEXT_TIMES: usize = 5;

resource! {
    /// A report that can be run, by hand or by schedules.
    ReportDefinition: report_definition {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The pilot it is about; none of a training summary.
            pilot: Pilot = PilotId;
            /// The partner that runs the pilot; of a training summary the lead.
            partner: ProjectPartner = PartnerId;
        }
        many {
            /// When it runs by itself.
            schedules: ReportSchedule, ReportScheduleFilter, ReportScheduleOrder = report_schedule.DefinitionId;
            /// Its runs.
            runs: ReportRun, ReportRunFilter, ReportRunOrder = report_run.DefinitionId;
        }
        choices {
            /// Kind.
            kind, kind_label: ReportKind;
        }
        columns {
            /// Title, as printed.
            title: String;
            /// First day of the period that a training summary is about.
            starts_on: Option<NaiveDate>;
            /// Last day of that period.
            ends_on: Option<NaiveDate>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may run it.
            viewer_can_run: bool = |row, ctx| allows(ctx.actor(), RUN_REPORTS, &row.place());
            /// Whether the viewer may change its schedules.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_REPORTS, &row.place());
        }
    }
}

resource! {
    /// When a report runs by itself, by Warsaw's clock. After a downtime the newest missed time is caught up, once.
    ReportSchedule: report_schedule {
        one {
            /// The report.
            definition: ReportDefinition = DefinitionId;
            /// The project.
            project: Project = ProjectId;
        }
        many {
            /// Who gets the report.
            recipients: ScheduleRecipient, ScheduleRecipientFilter, ScheduleRecipientOrder = schedule_recipient.ScheduleId;
            /// Runs that it asked for.
            runs: ReportRun, ReportRunFilter, ReportRunOrder = report_run.ScheduleId;
        }
        columns {
            /// Minute, hour, day of month, month and day of week, by Warsaw's clock.
            cron: String;
            /// Whether it is paused.
            paused: bool;
            /// Why it is paused; none while it runs. What is closed no longer runs by itself.
            paused_because: Option<Coded<PauseReason>>;
            /// When it was created.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Why it is paused, for people.
            paused_because_label: Option<&str> = |row, ctx| row.paused_because.map(|reason| reason.label(ctx.lang()));
            /// The next five times; none while it is paused.
            next_times: Vec<DateTime<Utc>> = |row, ctx| {
                match Cron::parse(&row.cron) {
                    Ok(cron) if !row.paused => cron.next(ctx.op().now, NEXT_TIMES),
                    _ => vec![],
                }
            };
            /// Whether the viewer may change it and its recipients.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_REPORTS, &row.place());
        }
    }
}

resource! {
    /// A user who gets a scheduled report.
    ScheduleRecipient: schedule_recipient {
        one {
            /// The schedule.
            schedule: ReportSchedule = ScheduleId;
            /// The user; none where the viewer may not see the account.
            user: User = UserId;
        }
        columns {
            /// Since when.
            added_at: DateTime<Utc> = created_at;
        }
        found {
            /// Where the report goes.
            email: Option<String> = |row, ctx| email_of(&ctx.state().db.reader, row.user_id).await.map_err(|error| fault(ctx, &error));
        }
    }
}

resource! {
    /// One run of a report. Its figures are collected once; a rerun is another run.
    ReportRun: report_run {
        one {
            /// The report.
            definition: ReportDefinition = DefinitionId;
            /// The schedule that asked for it; none where somebody did.
            schedule: ReportSchedule = ScheduleId;
            /// Who asked for it; none where the clock did, or the viewer may not see the account.
            asked_by: User = AskedBy;
            /// The project.
            project: Project = ProjectId;
        }
        many {
            /// Its files.
            artefacts: ReportArtefact, ReportArtefactFilter, ReportArtefactOrder = report_artefact.RunId;
            /// Who got it, who was left out, and why.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId;
        }
        kept {
            /// The figures it was made from: kept for good, whatever was corrected since. None until they are collected.
            figures: ReportFigureConnection, ReportFigureFilter, ReportFigureOrder = figures::of_run;
        }
        choices {
            /// State.
            state, state_label: RunState;
        }
        columns {
            /// How far it is, in per cent.
            progress_pct: i32;
            /// When it was due.
            due_at: DateTime<Utc>;
            /// Measurements approved up to here count.
            cut_off: DateTime<Utc>;
            /// When it was last taken up.
            started_at: Option<DateTime<Utc>>;
            /// When it was ready or given up.
            finished_at: Option<DateTime<Utc>>;
            /// Why the last try failed.
            problem: Option<Coded<Problem>>;
        }
        computed {
            /// Why the last try failed, for people.
            problem_label: Option<&str> = |row, ctx| row.problem.map(|problem| problem.label(ctx.lang()));
        }
        found {
            /// The figures of a training summary, kept as those of pilots are; none of other reports, and until they are collected.
            training_summary: Option<TrainingSummaryResult> [cost 50] = |row, ctx| trainings::of_run(ctx, row);
        }
    }
}

resource! {
    /// A file that a run made.
    ReportArtefact: report_artefact {
        one {
            /// The run.
            run: ReportRun = RunId;
            /// The document; due until the worker has stored it.
            document: Document = DocumentId;
        }
        choices {
            /// Format.
            format, format_label: ReportFormat;
        }

    }
}
