//! Mutations of reporting.

pub mod add_report_recipient;
pub mod change_report_schedule;
pub mod create_report_definition;
pub mod create_report_schedule;
pub mod remove_report_recipient;
pub mod run_report;

use async_graphql::{Context, Object, Result};

/// Mutations of reporting.
#[derive(Default)]
pub struct ReportingMutations;

#[Object]
impl ReportingMutations {
    /// Defines a report of a pilot. It belongs to whoever runs the pilot.
    async fn create_report_definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_report_definition::CreateReportDefinitionInput,
    ) -> Result<Option<create_report_definition::CreateReportDefinitionPayload>> {
        create_report_definition::resolve(ctx, input).await.map(Some)
    }

    /// Lets a report run by itself. Nothing that lies before now becomes due.
    async fn create_report_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_report_schedule::CreateReportScheduleInput,
    ) -> Result<Option<create_report_schedule::CreateReportSchedulePayload>> {
        create_report_schedule::resolve(ctx, input).await.map(Some)
    }

    /// Changes when a report runs, pauses the schedule or lets it run again. What was due while it was paused is not caught up, and a schedule of a closed pilot or project runs no more.
    async fn change_report_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: change_report_schedule::ChangeReportScheduleInput,
    ) -> Result<Option<change_report_schedule::ChangeReportSchedulePayload>> {
        change_report_schedule::resolve(ctx, input).await.map(Some)
    }

    /// Adds a user to whom a scheduled report goes. Adding one twice changes nothing.
    async fn add_report_recipient(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: add_report_recipient::AddReportRecipientInput,
    ) -> Result<Option<add_report_recipient::AddReportRecipientPayload>> {
        add_report_recipient::resolve(ctx, input).await.map(Some)
    }

    /// Removes a recipient of a scheduled report. Removing somebody who is none changes nothing.
    async fn remove_report_recipient(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: remove_report_recipient::RemoveReportRecipientInput,
    ) -> Result<Option<remove_report_recipient::RemoveReportRecipientPayload>> {
        remove_report_recipient::resolve(ctx, input).await.map(Some)
    }

    /// Runs a report now. Each call is a run of its own, with its own figures.
    async fn run_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: run_report::RunReportInput,
    ) -> Result<Option<run_report::RunReportPayload>> {
        run_report::resolve(ctx, input).await.map(Some)
    }
}
