//! Filters and orders of reporting's connections.

use entities::reporting::{
    ReportFormat, ReportKind, RunState, report_artefact, report_definition, report_run, report_schedule,
    schedule_recipient,
};
use entities::shared::ids::{DefinitionId, PilotId, ProjectId, ScheduleId, UserId};
use kit::filter::{AnyOf, Contains, Id, Same, Words};
use kit::{filter, ordering};

filter! {
    /// Which reports.
    pub struct ReportDefinitionFilter for report_definition {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// About this pilot.
        pilot_id: Id<PilotId> = PilotId;
        /// Of these kinds.
        kinds: AnyOf<ReportKind> = Kind;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How reports are ordered.
    pub enum ReportDefinitionOrder for report_definition by default CreatedDesc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which schedules.
    pub struct ReportScheduleFilter for report_schedule {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this report.
        definition_id: Id<DefinitionId> = DefinitionId;
        /// Only paused ones, or only others.
        paused: Same<bool> = Paused;
    }
}

ordering! {
    /// How schedules are ordered.
    pub enum ReportScheduleOrder for report_schedule by default CreatedAsc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which recipients.
    pub struct ScheduleRecipientFilter for schedule_recipient {
        /// This user.
        user_id: Id<UserId> = UserId;
    }
}

ordering! {
    /// How recipients are ordered.
    pub enum ScheduleRecipientOrder for schedule_recipient by default AddedAsc {
        /// By when they were added.
        AddedAsc,
        /// By when they were added, newest first.
        AddedDesc = "added" [CreatedAt];
    }
}

filter! {
    /// Which runs.
    pub struct ReportRunFilter for report_run {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this report.
        definition_id: Id<DefinitionId> = DefinitionId;
        /// Asked for by this schedule.
        schedule_id: Id<ScheduleId> = ScheduleId;
        /// In these states.
        states: AnyOf<RunState> = State;
    }
}

ordering! {
    /// How runs are ordered.
    pub enum ReportRunOrder for report_run by default DueDesc {
        /// By when they were due.
        DueAsc,
        /// By when they were due, newest first.
        DueDesc = "due" [DueAt];
    }
}

filter! {
    /// Which artefacts.
    pub struct ReportArtefactFilter for report_artefact {
        /// In these formats.
        formats: AnyOf<ReportFormat> = Format;
    }
}

ordering! {
    /// How artefacts are ordered.
    pub enum ReportArtefactOrder for report_artefact by default FormatAsc {
        /// By format.
        FormatAsc,
        /// By format, last first.
        FormatDesc = "format" [Format];
    }
}
