//! From figures to bytes, one function per format. The same figures always give the same bytes.

use entities::reporting::ReportFormat;
use entities::reporting::csv::csv;
use entities::reporting::pilot_summary::PilotSummary;

use super::pilot_summary;
use crate::document::RenderError;

/// Draws an artefact.
///
/// # Errors
/// A letter that no face has, a text that does not fit.
pub fn draw(format: ReportFormat, figures: &PilotSummary) -> Result<Vec<u8>, RenderError> {
    match format {
        ReportFormat::Pdf => pilot_summary::render(figures),
        ReportFormat::Csv => Ok(csv(figures)),
    }
}
