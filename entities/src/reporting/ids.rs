//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a report's definition.
    DefinitionId = "ReportDefinition": "raport" / "report";
    /// Key of a report's schedule.
    ScheduleId = "ReportSchedule": "harmonogram" / "schedule";
    /// Key of a schedule's recipient.
    RecipientId = "ScheduleRecipient": "odbiorca raportu" / "recipient of a report";
    /// Key of a report's run.
    RunId = "ReportRun": "przebieg raportu" / "run of a report";
    /// Key of a file that a run made.
    ArtefactId = "ReportArtefact": "plik raportu" / "file of a report";
}
