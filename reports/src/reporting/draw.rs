//! From figures to bytes, one function per format. The same figures always give the same bytes.

use entities::reporting::ReportFormat;
use entities::reporting::pilot_summary::PilotSummary;

use crate::document::RenderError;

/// Draws an artefact.
///
/// # Errors
/// A letter that no face has, a text that does not fit.
pub fn draw(format: ReportFormat, figures: &PilotSummary) -> Result<Vec<u8>, RenderError> {
    match format {
        ReportFormat::Pdf => pdf(figures),
        ReportFormat::Csv => Ok(csv(figures)),
    }
}

fn pdf(figures: &PilotSummary) -> Result<Vec<u8>, RenderError> {
    use crate::document::canvas::Anchor;
    use crate::document::flow::{Flow, Frame};
    use crate::document::font::Face;
    use crate::document::model::{A4, Meta, ROOT, Role};
    use crate::document::style::{NAVY, style};
    let meta = Meta {
        title: figures.title.clone(),
        author: figures.issuer.clone(),
        subject: figures.pilot.clone(),
        created: figures.collected_at,
    };
    let frame = Frame { size: A4, sides: (42.0, A4.0 - 42.0), ends: (58.0, A4.1 - 42.0) };
    let mut flow = Flow::new(meta, frame);
    let node = flow.doc.node(ROOT, Role::H1);
    let title = style(Face::Display, 12.0, NAVY);
    flow.doc.tag(flow.page, node, |canvas| canvas.text(42.0, 79.0, Anchor::Left, title, &figures.title))?;
    crate::document::write::document(&flow.finish(|_, _, _| Ok(()))?)
}

fn csv(figures: &PilotSummary) -> Vec<u8> {
    let mut out = String::new();
    for one in &figures.indicators {
        for row in &one.values_hundredths {
            let cells: Vec<String> =
                row.iter().map(|value| value.map(|value| value.to_string()).unwrap_or_default()).collect();
            out.push_str(&format!("{};{}\r\n", one.code, cells.join(";")));
        }
    }
    out.into_bytes()
}
