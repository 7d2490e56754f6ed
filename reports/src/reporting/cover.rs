//! The first page: title on a field of colour, key figures, what the report is about, the visibility strip.

use entities::reporting::findings::Findings;
use entities::reporting::pilot_summary::PilotSummary;
use entities::shared::polish::counted;
use entities::shared::warsaw;

use crate::document::RenderError;
use crate::document::canvas::{Anchor, Canvas, fitted};
use crate::document::font::Face;
use crate::document::model::{A4, Artifact, Doc, ROOT, Role};
use crate::document::strip;
use crate::document::style::{GOLD, GREY, INK, MIST, NAVY, RULE, Rgb, Style, TEAL, WHITE, style};
use crate::document::text::{self, Align, Line, Setting, span};

const LEFT: f32 = 62.0;
const RIGHT: f32 = A4.0 - 62.0;
/// Lower edge of the field of colour.
const FIELD: f32 = 372.0;
const STRIP: f32 = 790.0;

/// Draws the cover on `page`.
///
/// # Errors
/// [`RenderError::TooLong`] when a text does not fit even at its smallest size; [`RenderError::Unprintable`].
pub fn draw(
    doc: &mut Doc,
    page: usize,
    summary: &PilotSummary,
    findings: &Findings,
) -> Result<(), RenderError> {
    doc.artifact(page, Artifact::Layout, |canvas| {
        field(canvas);
        Ok(())
    })?;
    title(doc, page, summary)?;
    boxes(doc, page, summary, findings)?;
    about(doc, page, summary)?;
    doc.artifact(page, Artifact::Layout, |canvas| {
        canvas.line((LEFT, STRIP - 24.0), (RIGHT, STRIP - 24.0), RULE, 0.6);
        Ok(())
    })?;
    strip::draw(doc, page, ROOT, &summary.strip, (LEFT, RIGHT), STRIP)
}

/// From navy to teal in steps too small to see, each laid over the one before so that no seam shows.
fn field(canvas: &mut Canvas<'_>) {
    const STEPS: u8 = 64;
    for step in 0..STEPS {
        let share = f32::from(step) / f32::from(STEPS);
        let mix = |from: f32, to: f32| from + (to - from) * share;
        let color = Rgb(mix(NAVY.0, TEAL.0), mix(NAVY.1, TEAL.1), mix(NAVY.2, TEAL.2));
        canvas.polygon(&beyond(share * 2.0), Some(color), None);
    }
    for (index, radius) in [178.0, 130.0, 82.0].into_iter().enumerate() {
        let light = 0.10 * index as f32;
        let color = Rgb(0.30 + light, 0.50 + light, 0.58 + light);
        canvas.circle((A4.0 - 62.0, 92.0), radius, None, Some((color, 0.8)));
    }
    canvas.rect([LEFT, FIELD - 92.0, 46.0, 2.6], Some(GOLD), None);
}

/// The part of the field where x/width + y/height is at least `sum` (0–2).
fn beyond(sum: f32) -> Vec<(f32, f32)> {
    let (w, h) = (A4.0, FIELD);
    if sum <= 0.0 {
        return vec![(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
    }
    if sum < 1.0 {
        vec![(w * sum, 0.0), (w, 0.0), (w, h), (0.0, h), (0.0, h * sum)]
    } else {
        vec![(w, h * (sum - 1.0)), (w, h), (w * (sum - 1.0), h)]
    }
}

fn title(doc: &mut Doc, page: usize, summary: &PilotSummary) -> Result<(), RenderError> {
    let issuer = summary.issuer.to_uppercase();
    let room = RIGHT - LEFT - 90.0;
    let look = style(Face::TextBold, 8.6, WHITE).tracked(90.0);
    let look = fitted(look, &issuer, room, 5.0, "issuer")?;
    let node = doc.node(ROOT, Role::P);
    doc.tag(page, node, |canvas| canvas.text(LEFT, 78.0, Anchor::Left, look, &issuer))?;

    let large = style(Face::Display, 38.0, WHITE);
    let (size, lines) =
        within(&summary.title, large, &[38.0, 32.0, 26.0, 21.0, 16.0, 12.0], 420.0, 150.0, "title")?;
    let node = doc.node(ROOT, Role::P);
    doc.tag(page, node, |canvas| {
        text::draw(canvas, &lines, LEFT, 134.0 + (38.0 - size) * 0.2, size * 1.14);
        Ok(())
    })?;
    let (size, lines) = within(
        &summary.pilot,
        style(Face::Text, 14.0, WHITE),
        &[14.0, 12.0, 10.0, 8.0, 6.5],
        430.0,
        58.0,
        "pilot",
    )?;
    let node = doc.node(ROOT, Role::P);
    doc.tag(page, node, |canvas| {
        text::draw(canvas, &lines, LEFT, FIELD - 66.0 + size * 0.4, size * 1.36);
        Ok(())
    })
}

fn boxes(doc: &mut Doc, page: usize, summary: &PilotSummary, findings: &Findings) -> Result<(), RenderError> {
    let (sites, indicators, reached) = (summary.sites.len(), summary.indicators.len(), findings.reached());
    let figures = [
        (sites.to_string(), counted(sites, "miejsce pilotażu", "miejsca pilotażu", "miejsc pilotażu")),
        (indicators.to_string(), counted(indicators, "wskaźnik", "wskaźniki", "wskaźników")),
        (reached.to_string(), counted(reached, "cel osiągnięty", "cele osiągnięte", "celów osiągniętych")),
        (findings.completeness.printed(), "kompletność pomiarów"),
    ];
    let (gap, top, height) = (10.0, FIELD + 28.0, 84.0);
    let width = (RIGHT - LEFT - gap * 3.0) / 4.0;
    for (index, (figure, label)) in figures.into_iter().enumerate() {
        let x = LEFT + (width + gap) * index as f32;
        doc.artifact(page, Artifact::Layout, |canvas| {
            canvas.rect([x, top, width, height], Some(MIST), None);
            canvas.rect([x, top, width, 2.4], Some(TEAL), None);
            Ok(())
        })?;
        let node = doc.node(ROOT, Role::P);
        doc.tag(page, node, |canvas| {
            let large = style(Face::Display, 36.0, NAVY);
            canvas.text(x + 12.0, top + 46.0, Anchor::Left, large, &format!("{figure} "))?;
            canvas.text(x + 12.0, top + 67.0, Anchor::Left, style(Face::Text, 9.0, GREY), label)
        })?;
    }
    Ok(())
}

/// Pilot, model, project, period and cut-off, in two columns.
fn about(doc: &mut Doc, page: usize, summary: &PilotSummary) -> Result<(), RenderError> {
    let rows = [
        ("Model", summary.model.clone()),
        ("Projekt", summary.project.clone()),
        ("Okres pilotażu", warsaw::span(summary.starts_on, summary.ends_on)),
        ("Stan danych", warsaw::long(warsaw::day(summary.cut_off))),
        ("Sporządzono", warsaw::long(warsaw::day(summary.collected_at))),
    ];
    let (top, bottom, column) = (FIELD + 142.0, STRIP - 36.0, 104.0);
    let width = RIGHT - LEFT - column;
    for size in [10.0, 9.0, 8.0, 7.0, 6.0] {
        let setting = Setting { width, align: Align::Left, hyphenate: false };
        let look = style(Face::Text, size, INK);
        let set: Vec<Vec<Line>> =
            rows.iter().map(|(_, text)| text::lines(&span(look, text), setting)).collect::<Result<_, _>>()?;
        let (leading, between) = (size * 1.38, size * 0.95);
        let height: f32 = set.iter().map(|lines| lines.len() as f32 * leading + between).sum();
        if height > bottom - top {
            continue;
        }
        let mut y = top;
        for ((label, _), lines) in rows.iter().zip(&set).filter(|(_, lines)| !lines.is_empty()) {
            let node = doc.node(ROOT, Role::P);
            doc.tag(page, node, |canvas| {
                let bold = style(Face::TextBold, size, NAVY);
                canvas.text(LEFT, y + size, Anchor::Left, bold, &format!("{label}: "))?;
                text::draw(canvas, lines, LEFT + column, y + size, leading);
                Ok(())
            })?;
            y += lines.len() as f32 * leading + between;
        }
        return Ok(());
    }
    Err(RenderError::TooLong { field: "project" })
}

/// Lines at the first size at which they are not higher than `height`.
fn within(
    text: &str,
    style: Style,
    sizes: &[f32],
    width: f32,
    height: f32,
    field: &'static str,
) -> Result<(f32, Vec<Line>), RenderError> {
    for size in sizes {
        let setting = Setting { width, align: Align::Left, hyphenate: *size < 12.0 };
        let lines = text::lines(&span(style.sized(*size), text), setting)?;
        if lines.len() as f32 * size * 1.14 <= height {
            return Ok((*size, lines));
        }
    }
    Err(RenderError::TooLong { field })
}
