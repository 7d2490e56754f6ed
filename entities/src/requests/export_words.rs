//! Words for actions and types of the trail in a copy of a person's data, in Polish. Pure.

use crate::rooms;

/// Said of a code that this version does not know.
const UNKNOWN: &str = "inne";

/// The words for the way a certificate was checked.
pub(crate) fn channel(code: &str) -> &'static str {
    match code {
        "page" => "strona internetowa",
        "api" => "aplikacja",
        _ => UNKNOWN,
    }
}

/// The words for what a line of the trail says was done.
pub(crate) fn action(code: &str) -> &'static str {
    rooms::deed(code).map_or("inna czynność", |deed| deed.words.polish)
}

/// The words for the type of a thing that a line of the trail is about.
pub(crate) fn subject(code: &str) -> &'static str {
    match code {
        "Certificate" => "zaświadczenie",
        "CertificateTemplate" => "wzór zaświadczenia",
        "ClauseReceipt" => "zapoznanie się z klauzulą",
        "ClauseVersion" => "wersja klauzuli informacyjnej",
        "CooperationModel" => "model kooperacji",
        "Credential" => "sesja lub token",
        "DataSubjectRequest" => "wniosek o dane",
        "Delivery" => "wiadomość",
        "Document" => "dokument",
        "Edition" => "szkolenie",
        "Employment" => "zatrudnienie",
        "Enrolment" => "zapis na szkolenie",
        "Identity" => "tożsamość u dostawcy",
        "Indicator" => "wskaźnik",
        "InformationClause" => "klauzula informacyjna",
        "Institution" => "instytucja",
        "Invitation" => "zaproszenie",
        "Job" => "zadanie",
        "Measurement" => "pomiar",
        "OneTimeLink" => "odnośnik jednorazowy",
        "Person" => "osoba",
        "PersonPesel" => "numer PESEL",
        "PeselSighting" => "wgląd w numer PESEL",
        "Pilot" => "pilotaż",
        "PilotSite" => "miejsce pilotażu",
        "Project" => "projekt",
        "ReportDefinition" => "raport",
        "ReportRun" => "przebieg raportu",
        "ReportSchedule" => "harmonogram",
        "RoleGrant" => "rola",
        "Session" => "zajęcia",
        "TrainerAssignment" => "trener szkolenia",
        "TrainingProgramme" => "program szkolenia",
        "User" => "konto",
        _ => UNKNOWN,
    }
}
