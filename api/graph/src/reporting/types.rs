//! Types of reporting.

use chrono::{DateTime, Utc};
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
            project: Project = |row| Some(row.project_id.0);
            /// The pilot it is about.
            pilot: Pilot = |row| Some(row.pilot_id.0);
            /// The partner that runs the pilot.
            partner: ProjectPartner = |row| Some(row.partner_id.0);
        }
        many {
            /// When it runs by itself.
            schedules: ReportSchedule, ReportScheduleFilter, ReportScheduleOrder = report_schedule.DefinitionId |row| Some(row.definition_id.0);
            /// Its runs.
            runs: ReportRun, ReportRunFilter, ReportRunOrder = report_run.DefinitionId |row| Some(row.definition_id.0);
        }
        choices {
            /// Kind.
            kind, kind_label: ReportKind;
        }
        fields {
            /// Title, as printed.
            async fn title(&self) -> &str { &self.row().title }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may run it.
            async fn viewer_can_run(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), RUN_REPORTS, &self.row().place()) }
            /// Whether the viewer may change its schedules.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_REPORTS, &self.row().place()) }
        }
    }
}

resource! {
    /// When a report runs by itself, by Warsaw's clock. After a downtime the newest missed time is caught up, once.
    ReportSchedule: report_schedule {
        one {
            /// The report.
            definition: ReportDefinition = |row| Some(row.definition_id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
        }
        many {
            /// Who gets the report.
            recipients: ScheduleRecipient, ScheduleRecipientFilter, ScheduleRecipientOrder = schedule_recipient.ScheduleId |row| Some(row.schedule_id.0);
            /// Runs that it asked for.
            runs: ReportRun, ReportRunFilter, ReportRunOrder = report_run.ScheduleId |row| row.schedule_id.map(|id| id.0);
        }
        fields {
            /// Minute, hour, day of month, month and day of week, by Warsaw's clock.
            async fn cron(&self) -> &str { &self.row().cron }
            /// Whether it is paused.
            async fn paused(&self) -> bool { self.row().paused }
            /// Why it is paused; none while it runs. What is closed no longer runs by itself.
            async fn paused_because(&self) -> Option<Coded<PauseReason>> { self.row().paused_because.map(Into::into) }
            /// Why it is paused, for people.
            async fn paused_because_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> { self.row().paused_because.map(|reason| reason.label(ctx.lang())) }
            /// The next five times; none while it is paused.
            async fn next_times(&self, ctx: &async_graphql::Context<'_>) -> Vec<DateTime<Utc>> {
                match Cron::parse(&self.row().cron) {
                    Ok(cron) if !self.row().paused => cron.next(ctx.op().now, NEXT_TIMES),
                    _ => vec![],
                }
            }
            /// When it was created.
            async fn created_at(&self) -> DateTime<Utc> { self.row().created_at }
            /// Counts changes, for optimistic locking.
            async fn version(&self) -> i32 { self.row().version }
            /// Whether the viewer may change it and its recipients.
            async fn viewer_can_manage(&self, ctx: &async_graphql::Context<'_>) -> bool { allows(ctx.actor(), MANAGE_REPORTS, &self.row().place()) }
        }
    }
}

resource! {
    /// A user who gets a scheduled report.
    ScheduleRecipient: schedule_recipient {
        one {
            /// The schedule.
            schedule: ReportSchedule = |row| Some(row.schedule_id.0);
            /// The user; none where the viewer may not see the account.
            user: User = |row| Some(row.user_id.0);
        }
        fields {
            /// Where the report goes.
            async fn email(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<String>> {
                email_of(&ctx.state().db.reader, self.row().user_id).await.map_err(|error| fault(ctx, &error))
            }
            /// Since when.
            async fn added_at(&self) -> DateTime<Utc> { self.row().created_at }
        }
    }
}

resource! {
    /// One run of a report. Its figures are collected once; a rerun is another run.
    ReportRun: report_run {
        one {
            /// The report.
            definition: ReportDefinition = |row| Some(row.definition_id.0);
            /// The schedule that asked for it; none where somebody did.
            schedule: ReportSchedule = |row| row.schedule_id.map(|id| id.0);
            /// Who asked for it; none where the clock did, or the viewer may not see the account.
            asked_by: User = |row| row.asked_by.map(|id| id.0);
            /// The project.
            project: Project = |row| Some(row.project_id.0);
        }
        many {
            /// Its files.
            artefacts: ReportArtefact, ReportArtefactFilter, ReportArtefactOrder = report_artefact.RunId |row| Some(row.run_id.0);
            /// Who got it, who was left out, and why.
            deliveries: Delivery, DeliveryFilter, DeliveryOrder = delivery.ArtefactId |row| Some(row.artefact_id);
        }
        kept {
            /// The figures it was made from: kept for good, whatever was corrected since. None until they are collected.
            figures: ReportFigureConnection, ReportFigureFilter, ReportFigureOrder = figures::of_run;
        }
        choices {
            /// State.
            state, state_label: RunState;
        }
        fields {
            /// How far it is, in per cent.
            async fn progress_pct(&self) -> i32 { self.row().progress_pct }
            /// When it was due.
            async fn due_at(&self) -> DateTime<Utc> { self.row().due_at }
            /// Measurements approved up to here count.
            async fn cut_off(&self) -> DateTime<Utc> { self.row().cut_off }
            /// When it was last taken up.
            async fn started_at(&self) -> Option<DateTime<Utc>> { self.row().started_at }
            /// When it was ready or given up.
            async fn finished_at(&self) -> Option<DateTime<Utc>> { self.row().finished_at }
            /// Why the last try failed.
            async fn problem(&self) -> Option<Coded<Problem>> { self.row().problem.map(Into::into) }
            /// Why the last try failed, for people.
            async fn problem_label(&self, ctx: &async_graphql::Context<'_>) -> Option<&str> { self.row().problem.map(|problem| problem.label(ctx.lang())) }
        }
    }
}

resource! {
    /// A file that a run made.
    ReportArtefact: report_artefact {
        one {
            /// The run.
            run: ReportRun = |row| Some(row.run_id.0);
            /// The document; due until the worker has stored it.
            document: Document = |row| Some(row.document_id.0);
        }
        choices {
            /// Format.
            format, format_label: ReportFormat;
        }
        fields {
        }
    }
}
