//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a training programme.
    ProgrammeId = "TrainingProgramme": "program szkolenia" / "training programme";
    /// Key of a topic of a training programme.
    TopicId = "ProgrammeTopic": "temat programu szkolenia" / "topic of a training programme";
    /// Key of a further template of a training programme.
    ProgrammeTemplateId = "ProgrammeTemplate": "dodatkowy wzór zaświadczeń programu" / "further template of a training programme";
    /// Key of an edition.
    EditionId = "Edition": "szkolenie" / "training";
    /// Key of a session.
    SessionId = "Session": "zajęcia" / "session";
    /// Key of a breakout group.
    BreakoutGroupId = "BreakoutGroup": "grupa warsztatowa" / "breakout group";
    /// Key of a trainer's assignment.
    TrainerAssignmentId = "TrainerAssignment": "trener szkolenia" / "trainer of a training";
    /// Key of an enrolment.
    EnrolmentId = "Enrolment": "zapis na szkolenie" / "enrolment";
    /// Key of what a project says of its own in a message.
    EnrolmentWordingId = "EnrolmentWording": "treść wiadomości o zapisie" / "wording of a message about an enrolment";
    /// Key of an attendance.
    AttendanceId = "Attendance": "obecność" / "attendance";
    /// Key of a material.
    MaterialId = "Material": "materiał" / "material";
    /// Key of a survey.
    SurveyId = "Survey": "ankieta" / "survey";
    /// Key of a question of a survey.
    SurveyQuestionId = "SurveyQuestion": "pytanie ankiety" / "question of a survey";
    /// Key of a receipt of a survey.
    SurveyReceiptId = "SurveyReceipt": "wypełnienie ankiety" / "receipt of a survey";
    /// Key of an answer to a survey.
    SurveyAnswerId = "SurveyAnswer": "odpowiedź w ankiecie" / "answer to a survey";
    /// Key of an attendance list to sign.
    SheetId = "AttendanceSheet": "lista obecności do podpisu" / "attendance list to sign";
    /// Key of a page of an attendance list.
    SheetPageId = "SheetPage": "strona listy obecności" / "page of an attendance list";
    /// Key of a line of an attendance list.
    SheetLineId = "SheetLine": "wiersz listy obecności" / "line of an attendance list";
    /// Key of a signature on an attendance list.
    SheetSignatureId = "SheetSignature": "podpis na liście obecności" / "signature on an attendance list";
    /// Key of a scan of a signed page.
    SheetScanId = "SheetScan": "skan listy obecności" / "scan of an attendance list";
    /// Key of a check-in.
    CheckInId = "CheckIn": "wejście na zajęcia" / "check-in";
}
