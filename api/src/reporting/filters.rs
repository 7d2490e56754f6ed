//! Filters and orders of reporting's connections.

use async_graphql::{ID, InputObject, Result};
use entities::reporting::{
    ReportFormat, ReportKind, RunState, report_artefact, report_definition, report_run, report_schedule,
    schedule_recipient,
};
use entities::shared::ids::{DefinitionId, PilotId, ProjectId, ScheduleId, UserId};
use entities::shared::read::{ColumnTrait, Condition};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, holds, id_is, is_any_of};
use crate::ordering;

/// Which reports.
#[derive(InputObject, Default)]
pub struct ReportDefinitionFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// About this pilot.
    pilot_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<ReportKind>>>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<report_definition::Entity> for ReportDefinitionFilter {
    fn condition(&self) -> Result<Condition> {
        use report_definition::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PilotId, _>(Column::PilotId, self.pilot_id.as_ref(), "pilotId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(self.title_contains.as_ref().map(|text| holds(Column::Title, text))))
    }
}

ordering! {
    /// How reports are ordered.
    pub enum ReportDefinitionOrder for report_definition by default CreatedDesc {
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which schedules.
#[derive(InputObject, Default)]
pub struct ReportScheduleFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this report.
    definition_id: Option<ID>,
    /// Only paused ones, or only others.
    paused: Option<bool>,
}

impl Filter<report_schedule::Entity> for ReportScheduleFilter {
    fn condition(&self) -> Result<Condition> {
        use report_schedule::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<DefinitionId, _>(
                Column::DefinitionId,
                self.definition_id.as_ref(),
                "definitionId",
            )?)
            .add_option(self.paused.map(|paused| Column::Paused.eq(paused))))
    }
}

ordering! {
    /// How schedules are ordered.
    pub enum ReportScheduleOrder for report_schedule by default CreatedAsc {
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which recipients.
#[derive(InputObject, Default)]
pub struct ScheduleRecipientFilter {
    /// This user.
    user_id: Option<ID>,
}

impl Filter<schedule_recipient::Entity> for ScheduleRecipientFilter {
    fn condition(&self) -> Result<Condition> {
        let user = id_is::<UserId, _>(schedule_recipient::Column::UserId, self.user_id.as_ref(), "userId")?;
        Ok(Condition::all().add_option(user))
    }
}

ordering! {
    /// How recipients are ordered.
    pub enum ScheduleRecipientOrder for schedule_recipient by default AddedAsc {
        /// By when they were added.
        AddedAsc = "added" [CreatedAt] asc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt] desc,
    }
}

/// Which runs.
#[derive(InputObject, Default)]
pub struct ReportRunFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this report.
    definition_id: Option<ID>,
    /// Asked for by this schedule.
    schedule_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<RunState>>>,
}

impl Filter<report_run::Entity> for ReportRunFilter {
    fn condition(&self) -> Result<Condition> {
        use report_run::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<DefinitionId, _>(
                Column::DefinitionId,
                self.definition_id.as_ref(),
                "definitionId",
            )?)
            .add_option(id_is::<ScheduleId, _>(Column::ScheduleId, self.schedule_id.as_ref(), "scheduleId")?)
            .add_option(is_any_of(Column::State, self.states.as_deref())))
    }
}

ordering! {
    /// How runs are ordered.
    pub enum ReportRunOrder for report_run by default DueDesc {
        /// By when they were due.
        DueAsc = "due" [DueAt] asc,
        /// By when they were due, newest first.
        DueDesc = "due" [DueAt] desc,
    }
}

/// Which artefacts.
#[derive(InputObject, Default)]
pub struct ReportArtefactFilter {
    /// In these formats.
    formats: Option<Vec<Coded<ReportFormat>>>,
}

impl Filter<report_artefact::Entity> for ReportArtefactFilter {
    fn condition(&self) -> Result<Condition> {
        let formats = is_any_of(report_artefact::Column::Format, self.formats.as_deref());
        Ok(Condition::all().add_option(formats))
    }
}

ordering! {
    /// How artefacts are ordered.
    pub enum ReportArtefactOrder for report_artefact by default FormatAsc {
        /// By format.
        FormatAsc = "format" [Format] asc,
        /// By format, last first.
        FormatDesc = "format" [Format] desc,
    }
}
