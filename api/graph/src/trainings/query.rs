//! Where trainings are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{
    EditionFilter, EditionOrder, EnrolmentFilter, EnrolmentOrder, TrainingProgrammeFilter,
    TrainingProgrammeOrder,
};
pub use super::sheets::ReconciliationQuery;
use super::sheets::{AttendanceSheet, AttendanceSheetFilter, AttendanceSheetOrder};
use super::surveys::{Survey, SurveyFilter, SurveyOrder};
pub use super::template::AttendanceTemplateQuery;
use super::types::{Edition, Enrolment, TrainingProgramme};
pub use super::wordings::MailPreviewQuery;
use super::wordings::{EnrolmentWording, EnrolmentWordingFilter, EnrolmentWordingOrder};

connections! {
    /// Queries of the trainings.
    TrainingQuery {
        /// Training programmes with an announced edition, and those of one's own projects.
        training_programmes: TrainingProgramme, TrainingProgrammeFilter, TrainingProgrammeOrder;
        /// Announced editions, and drafts of one's own projects.
        editions: Edition, EditionFilter, EditionOrder;
        /// Enrolments the viewer may see.
        enrolments: Enrolment, EnrolmentFilter, EnrolmentOrder;
        /// Attendance lists as they were printed, of editions that one runs or trains in.
        attendance_sheets: AttendanceSheet, AttendanceSheetFilter, AttendanceSheetOrder;
        /// Surveys of editions that one runs, trains in or takes part in.
        surveys: Survey, SurveyFilter, SurveyOrder;
        /// What projects whose staff one is say of their own in messages about enrolments.
        enrolment_wordings: EnrolmentWording, EnrolmentWordingFilter, EnrolmentWordingOrder;
    }
}
