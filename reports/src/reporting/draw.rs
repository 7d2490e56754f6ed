//! From figures to bytes, one function per format. The same figures always give the same bytes.

use entities::reporting::ReportFormat;
use entities::reporting::csv::csv;
use entities::reporting::figures::Figures;

use super::{pilot_summary, training_book, training_summary};
use crate::document::RenderError;

/// Draws an artefact.
///
/// # Errors
/// A letter that no face has, a text that does not fit, a format that the report is not made in.
pub fn draw(format: ReportFormat, figures: &Figures) -> Result<Vec<u8>, RenderError> {
    match (figures, format) {
        (Figures::Pilot(figures), ReportFormat::Pdf) => pilot_summary::render(figures),
        (Figures::Pilot(figures), ReportFormat::Csv) => Ok(csv(figures)),
        (Figures::Trainings(figures), ReportFormat::Pdf) => training_summary::render(figures),
        (Figures::Trainings(figures), ReportFormat::Xlsx) => training_book::book(figures),
        (Figures::Pilot(_), ReportFormat::Xlsx) | (Figures::Trainings(_), ReportFormat::Csv) => {
            Err(RenderError::Invalid { field: "format", reason: "the report is not made in it" })
        }
    }
}
