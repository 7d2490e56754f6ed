//! Display list → printpdf operations. The only file that names printpdf.
//!
//! printpdf lays out pages, resources and content streams; it knows nothing of structure, so `conform` works on
//! the object model it returns.

use std::collections::BTreeSet;

use printpdf::{
    Actions, BorderArray, Codepoint, Color, ColorArray, Destination, DictItem, FontId, Line, LinePoint,
    LinkAnnotation, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rect, TextItem, WindingOrder,
};

use super::Subsets;
use crate::document::RenderError;
use crate::document::model::{Artifact, Doc, Item, MM, Page, Seg, Target};
use crate::document::style::Rgb;

/// Who writes the pages; named in the document's metadata.
pub const PRODUCER: &str = "printpdf 0.12.8";

/// Draws so many pages whole. Of those that follow it draws what others refer to, links and fonts; their content is
/// written by `content`, since printpdf keeps a megabyte for each page until all are drawn.
///
/// # Errors
/// [`RenderError::Writer`] when a font or glyph is missing from `subsets`.
pub fn draw(doc: &Doc, subsets: &Subsets, whole: usize) -> Result<lopdf::Document, RenderError> {
    let mut pdf = PdfDocument::new("");
    for subset in subsets.values() {
        let mut warnings = Vec::new();
        let mut font = ParsedFont::from_bytes(&subset.program.whole(), 0, &mut warnings)
            .ok_or_else(|| RenderError::writer("a subset does not parse"))?;
        font.font_name = Some(subset.name());
        pdf.resources.fonts.map.insert(FontId(subset.face.resource().to_owned()), PdfFont::new(font));
    }
    let mut pages = Vec::with_capacity(doc.pages.len());
    let mut faces = BTreeSet::new();
    for (index, page) in doc.pages.iter().enumerate() {
        let is_drawn = |item: &&Item| match item {
            Item::Link { .. } => true,
            Item::Text { style, .. } => faces.insert(style.face) || index < whole,
            _ => index < whole,
        };
        pages.push(draw_page(page, page.items.iter().filter(is_drawn), subsets)?);
    }
    pdf.with_pages(pages);
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut warnings = Vec::new();
    let document = pdf.to_lopdf_document(&options, &mut warnings);
    Ok(document)
}

fn draw_page<'a>(
    page: &Page,
    items: impl Iterator<Item = &'a Item>,
    subsets: &Subsets,
) -> Result<PdfPage, RenderError> {
    let mut pen = Pen { height: page.height, subsets, ops: Vec::new() };
    for item in items {
        pen.item(item)?;
    }
    Ok(PdfPage::new(Mm(page.width / MM), Mm(page.height / MM), pen.ops))
}

struct Pen<'a> {
    height: f32,
    subsets: &'a Subsets,
    ops: Vec<Op>,
}

impl Pen<'_> {
    fn item(&mut self, item: &Item) -> Result<(), RenderError> {
        match item {
            Item::Begin(slot) => {
                let mcid = i64::try_from(slot.mcid).map_err(RenderError::writer)?;
                self.begin(&format!("{:?}", slot.role), "MCID", DictItem::Int(mcid));
            }
            Item::BeginArtifact(kind) => {
                let kind = match kind {
                    Artifact::Layout => "Layout",
                    Artifact::Pagination => "Pagination",
                };
                self.begin("Artifact", "Type", DictItem::Name(kind.as_bytes().to_vec()));
            }
            Item::BeginActual(text) => {
                let data = super::object::utf16(text);
                self.begin("Span", "ActualText", DictItem::String { data, literal: false });
            }
            Item::End => self.ops.push(Op::EndMarkedContent),
            Item::Text { .. } => self.text(item)?,
            Item::Path { segs, fill, stroke } => self.path(segs, *fill, *stroke),
            Item::Bits { x, y, side, modules, rows, color } => {
                let segs = dark_modules((*x, *y), *side / *modules as f32, *modules, rows);
                self.path(&segs, Some(*color), None);
            }
            Item::Link { bounds, target, .. } => self.link(*bounds, target),
        }
        Ok(())
    }

    fn begin(&mut self, tag: &str, key: &str, value: DictItem) {
        let properties = DictItem::Dict { map: [(key.to_owned(), value)].into_iter().collect() };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
    }

    fn text(&mut self, item: &Item) -> Result<(), RenderError> {
        let Item::Text { style, x, y, run } = item else { return Ok(()) };
        let subset =
            self.subsets.get(&style.face).ok_or_else(|| RenderError::writer("a face without subset"))?;
        let mut glyphs = Vec::with_capacity(run.glyphs.len());
        for glyph in &run.glyphs {
            let gid = subset.glyph(glyph.id).ok_or_else(|| RenderError::writer("a glyph without subset"))?;
            let offset = (glyph.natural - glyph.advance).round();
            glyphs.push(Codepoint { gid, offset, cid: run.text.get(glyph.range()).map(str::to_owned) });
        }
        let font = PdfFontHandle::External(FontId(style.face.resource().to_owned()));
        let pos = self.point(*x, *y);
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor { col: color(style.color) },
            Op::SetFont { font, size: Pt(style.size) },
            Op::SetTextCursor { pos },
            Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
            Op::EndTextSection,
        ]);
        Ok(())
    }

    fn path(&mut self, segs: &[Seg], fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        let rings = self.rings(segs);
        if let Some((stroke, width)) = stroke {
            self.ops.push(Op::SetOutlineColor { col: color(stroke) });
            self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
        }
        match fill {
            Some(fill) => {
                let mode = if stroke.is_some() { PaintMode::FillStroke } else { PaintMode::Fill };
                let rings = rings.into_iter().map(|line| PolygonRing { points: line.points }).collect();
                let polygon = Polygon { rings, mode, winding_order: WindingOrder::NonZero };
                self.ops.extend([Op::SetFillColor { col: color(fill) }, Op::DrawPolygon { polygon }]);
            }
            None => self.ops.extend(rings.into_iter().map(|line| Op::DrawLine { line })),
        }
    }

    fn rings(&self, segs: &[Seg]) -> Vec<Line> {
        let corner = |x, y, bezier| LinePoint { p: self.point(x, y), bezier };
        let mut rings: Vec<Line> = Vec::new();
        for seg in segs {
            if let Seg::Move(x, y) = *seg {
                rings.push(Line { points: vec![corner(x, y, false)], is_closed: false });
                continue;
            }
            let Some(ring) = rings.last_mut() else { continue };
            match *seg {
                Seg::Move(..) => {}
                Seg::Line(x, y) => ring.points.push(corner(x, y, false)),
                Seg::Curve(a, b, c, d, x, y) => {
                    ring.points.extend([corner(a, b, true), corner(c, d, true), corner(x, y, false)]);
                }
                Seg::Close => ring.is_closed = true,
            }
        }
        rings
    }

    fn link(&mut self, [left, top, right, bottom]: [f32; 4], target: &Target) {
        let rect = Rect {
            x: Pt(left),
            y: Pt(self.height - bottom),
            width: Pt(right - left),
            height: Pt(bottom - top),
            mode: None,
            winding_order: None,
        };
        let actions = match target {
            Target::Url(url) => Actions::uri(url.clone()),
            Target::Page(page) => {
                Actions::go_to(Destination::Xyz { page: page + 1, left: Some(0.0), top: None, zoom: None })
            }
            Target::Place { page, top } => {
                let top = Some(self.height - f32::from(*top));
                Actions::go_to(Destination::Xyz { page: page + 1, left: Some(0.0), top, zoom: None })
            }
        };
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        let link = LinkAnnotation::new(rect, actions, border, Some(ColorArray::Transparent), None);
        self.ops.push(Op::LinkAnnotation { link });
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: Pt(x), y: Pt(self.height - y) }
    }
}

fn color(Rgb(r, g, b): Rgb) -> Color {
    Color::Rgb(printpdf::Rgb { r, g, b, icc_profile: None })
}

/// One rectangle per run of dark modules; printpdf has no inline pictures.
fn dark_modules((x, y): (f32, f32), size: f32, modules: usize, rows: &[u8]) -> Vec<Seg> {
    let stride = modules.div_ceil(8);
    let dark = |row: usize, column: usize| {
        rows.get(row * stride + column / 8).is_some_and(|bits| bits & 0x80 >> (column % 8) != 0)
    };
    let mut segs = Vec::new();
    for row in 0..modules {
        let mut column = 0;
        while column < modules {
            let length = (column..modules).take_while(|column| dark(row, *column)).count();
            if length > 0 {
                let (left, right) = (x + column as f32 * size, x + (column + length) as f32 * size);
                let (top, bottom) = (y + row as f32 * size, y + (row + 1) as f32 * size);
                let corners = [Seg::Line(right, top), Seg::Line(right, bottom), Seg::Line(left, bottom)];
                segs.push(Seg::Move(left, top));
                segs.extend(corners);
                segs.push(Seg::Close);
            }
            column += length.max(1);
        }
    }
    segs
}
