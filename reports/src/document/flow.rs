//! Pages that fill one after another: a place to write at, headings and paragraphs, and page furniture at the end.
//!
//! Running heads and `Strona 2 z 5` are drawn when all pages are known. A paragraph never leaves a single line
//! at the foot or the head of a page; a heading never stands alone at the foot.

use super::RenderError;
use super::model::{Artifact, Doc, Extent, Meta, NodeId, ROOT, Role};
use super::style::Style;
use super::text::{self, Line, Setting, Span, span};

/// The box of a page that content flows through, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    /// Width and height of the page.
    pub size: (f32, f32),
    /// Left and right edge.
    pub sides: (f32, f32),
    /// Upper and lower edge.
    pub ends: (f32, f32),
}

/// A document that is being filled.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The document so far.
    pub doc: Doc,
    /// The box of the pages.
    pub frame: Frame,
    /// The page that is being filled.
    pub page: usize,
    /// The height where the next content starts.
    pub y: f32,
    /// Height at the foot of this page that notes take.
    foot: f32,
    notes: Vec<Noted>,
    /// Height left on each page that is done.
    left: Vec<f32>,
}

/// How far a flow has come, to go back there.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    extent: Extent,
    page: usize,
    y: f32,
    foot: f32,
    notes: usize,
    left: usize,
}

/// A note that waits for the foot of its page.
#[derive(Clone, Debug)]
struct Noted {
    page: usize,
    node: NodeId,
    number: usize,
    lines: Vec<Line>,
}

/// Of notes: size, leading, room for the rule above and for the number.
const NOTE: Style = super::style::style(super::font::Face::Text, 8.2, super::style::GREY);
const NOTE_LEADING: f32 = 10.8;
const NOTE_RULE: f32 = 16.0;
const NOTE_INDENT: f32 = 11.0;

/// How a block of text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Look {
    /// Space above in points, left out at the head of a page.
    pub before: f32,
    /// Distance of baselines in points.
    pub leading: f32,
    /// Space below in points.
    pub after: f32,
}

impl Flow {
    /// A document with one empty page.
    #[must_use]
    pub fn new(meta: Meta, frame: Frame) -> Self {
        let mut doc = Doc::new(meta);
        let page = doc.page(frame.size.0, frame.size.1);
        Self { doc, frame, page, y: frame.ends.0, foot: 0.0, notes: Vec::new(), left: Vec::new() }
    }

    /// Width of the box.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.frame.sides.1 - self.frame.sides.0
    }

    /// Height left on this page.
    #[must_use]
    pub fn room(&self) -> f32 {
        self.frame.ends.1 - self.foot - self.y
    }

    /// Height left on each page, the last one included.
    #[must_use]
    pub fn left(&self) -> Vec<f32> {
        let last = self.room().max(0.0);
        self.left.iter().copied().chain([last]).collect()
    }

    /// How far it has come.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let Self { page, y, foot, .. } = *self;
        Mark { extent: self.doc.extent(), page, y, foot, notes: self.notes.len(), left: self.left.len() }
    }

    /// Takes away what was drawn since; pages that were done then must not have been drawn on.
    pub fn back_to(&mut self, mark: Mark) {
        self.doc.cut(mark.extent);
        self.notes.truncate(mark.notes);
        self.left.truncate(mark.left);
        (self.page, self.y, self.foot) = (mark.page, mark.y, mark.foot);
    }

    /// Starts a new page.
    pub fn turn(&mut self) {
        self.left.push(self.room().max(0.0));
        self.doc.settle();
        self.page = self.doc.page(self.frame.size.0, self.frame.size.1);
        self.y = self.frame.ends.0;
        self.foot = 0.0;
    }

    /// Starts a new page unless so much height is left.
    pub fn need(&mut self, height: f32) {
        if self.room() < height {
            self.turn();
        }
    }

    /// A heading in one style, kept with at least `follow` points of what follows.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn heading(
        &mut self,
        role: Role,
        style: Style,
        look: Look,
        text: &str,
        follow: f32,
    ) -> Result<NodeId, RenderError> {
        let setting = Setting { width: self.width(), align: text::Align::Left, hyphenate: false };
        let lines = text::lines(&span(style, text), setting)?;
        let height = look.before + lines.len() as f32 * look.leading + look.after;
        self.need(height + follow);
        self.space(look.before);
        let node = self.doc.node(ROOT, role);
        self.block(node, &lines, style.size, look)?;
        self.y += look.after;
        Ok(node)
    }

    /// A paragraph that may continue on the next page.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn paragraph(&mut self, spans: &[Span], setting: Setting, look: Look) -> Result<NodeId, RenderError> {
        let node = self.doc.node(ROOT, Role::P);
        let lines = text::lines(spans, setting)?;
        let size = spans.iter().map(|span| span.style.size).fold(0.0, f32::max);
        self.space(look.before);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let fitting = lines_that_fit(rest.len(), self.room(), look.leading);
            if fitting == 0 && self.y > self.frame.ends.0 {
                self.turn();
                continue;
            }
            let (now, later) = rest.split_at(fitting.clamp(1, rest.len()));
            self.block(node, now, size, look)?;
            rest = later;
            if !rest.is_empty() {
                self.turn();
            }
        }
        self.y += look.after;
        Ok(node)
    }

    /// A paragraph in one piece that ends with the mark of a note at the foot of its page.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn noted(
        &mut self,
        spans: &[Span],
        setting: Setting,
        look: Look,
        note: &str,
    ) -> Result<NodeId, RenderError> {
        let number = self.notes.len() + 1;
        let first = spans.first().map_or(NOTE, |span| span.style);
        let mut marked = spans.to_vec();
        marked.push(Span { style: first.raised(), text: number.to_string() });
        let lines = text::lines(&marked, setting)?;
        let width = self.width() - NOTE_INDENT;
        let note =
            text::lines(&span(NOTE, note), Setting { width, align: text::Align::Left, hyphenate: true })?;
        let rule = if self.foot > 0.0 { 0.0 } else { NOTE_RULE };
        let foot = note.len() as f32 * NOTE_LEADING;
        self.need(look.before + lines.len() as f32 * look.leading + foot + rule);
        self.foot += foot + if self.foot > 0.0 { 0.0 } else { NOTE_RULE };
        self.space(look.before);
        let node = self.doc.node(ROOT, Role::P);
        self.block(node, &lines, first.size, look)?;
        self.y += look.after;
        let tagged = self.doc.node(ROOT, Role::Note);
        self.notes.push(Noted { page: self.page, node: tagged, number, lines: note });
        Ok(node)
    }

    /// Draws what belongs to every page (its index and the number of pages are known now) and ends.
    ///
    /// # Errors
    /// What `furniture` returns.
    pub fn finish(
        mut self,
        furniture: impl Fn(&mut Doc, usize, usize) -> Result<(), RenderError>,
    ) -> Result<Doc, RenderError> {
        self.draw_notes()?;
        let count = self.doc.pages.len();
        for page in 0..count {
            furniture(&mut self.doc, page, count)?;
        }
        Ok(self.doc)
    }

    fn draw_notes(&mut self) -> Result<(), RenderError> {
        let (left, bottom) = (self.frame.sides.0, self.frame.ends.1);
        let notes = std::mem::take(&mut self.notes);
        for page in notes.chunk_by(|a, b| a.page == b.page) {
            let lines: usize = page.iter().map(|note| note.lines.len()).sum();
            let mut baseline = bottom - (lines as f32 - 1.0) * NOTE_LEADING - 2.0;
            let index = page.first().map_or(0, |note| note.page);
            let rule = baseline - NOTE_LEADING - 2.0;
            self.doc.artifact(index, Artifact::Layout, |canvas| {
                canvas.line((left, rule), (left + 90.0, rule), super::style::RULE, 0.7);
                Ok(())
            })?;
            for note in page {
                let label = self.doc.node(note.node, Role::Lbl);
                let mark = NOTE.raised();
                self.doc.tag(index, label, |canvas| {
                    let (anchor, text) = (super::canvas::Anchor::Left, note.number.to_string());
                    canvas.text(left, baseline - mark.rise, anchor, mark, &text)
                })?;
                baseline = self.doc.tag(index, note.node, |canvas| {
                    Ok(text::draw(canvas, &note.lines, left + NOTE_INDENT, baseline, NOTE_LEADING))
                })?;
            }
        }
        Ok(())
    }

    /// Leaves room, except at the head of a page.
    pub fn space(&mut self, height: f32) {
        if self.y > self.frame.ends.0 {
            self.y += height;
        }
    }

    fn block(&mut self, node: NodeId, lines: &[Line], size: f32, look: Look) -> Result<(), RenderError> {
        let (x, baseline) = (self.frame.sides.0, self.y + size * 0.82);
        self.doc.tag(self.page, node, |canvas| {
            for (index, line) in lines.iter().enumerate() {
                line.draw_part(canvas, x, baseline + index as f32 * look.leading, false);
            }
            Ok(())
        })?;
        if lines.iter().any(Line::has_marks) {
            let reference = self.doc.node(node, Role::Reference);
            self.doc.tag(self.page, reference, |canvas| {
                for (index, line) in lines.iter().enumerate() {
                    line.draw_part(canvas, x, baseline + index as f32 * look.leading, true);
                }
                Ok(())
            })?;
        }
        self.y += lines.len() as f32 * look.leading;
        Ok(())
    }
}

/// Lines of a paragraph to set on this page, so that neither part is a single line.
fn lines_that_fit(lines: usize, room: f32, leading: f32) -> usize {
    let fitting = ((room / leading).floor().max(0.0) as usize).min(lines);
    match (fitting, lines - fitting) {
        (fitting, 0) => fitting,
        (0 | 1, _) => 0,
        (2, 1) => 0,
        (fitting, 1) => fitting - 1,
        (fitting, _) => fitting,
    }
}

#[cfg(test)]
mod tests {
    use entities::shared::language::Language;

    use super::*;
    use crate::document::font::Face;
    use crate::document::style::{INK, style};

    #[test]
    fn no_single_lines_at_the_ends_of_pages() {
        assert_eq!(lines_that_fit(5, 100.0, 10.0), 5);
        assert_eq!(lines_that_fit(5, 45.0, 10.0), 3);
        assert_eq!(lines_that_fit(5, 19.0, 10.0), 0);
        assert_eq!(lines_that_fit(3, 25.0, 10.0), 0);
    }

    fn small() -> Flow {
        let text = String::from("x");
        let created = chrono::DateTime::UNIX_EPOCH;
        let meta = Meta {
            title: text.clone(),
            author: text.clone(),
            subject: text,
            created,
            language: Language::Polish,
        };
        Flow::new(meta, Frame { size: (200.0, 200.0), sides: (20.0, 180.0), ends: (20.0, 180.0) })
    }

    #[test]
    fn going_back_leaves_no_trace() {
        let mut flow = small();
        let setting = Setting { width: 160.0, align: text::Align::Left, hyphenate: true };
        let look = Look { before: 3.0, leading: 12.0, after: 6.0 };
        let spans = span(style(Face::Text, 9.0, INK), &"gmina ".repeat(90));
        let open = flow.doc.node(ROOT, Role::Table);
        flow.noted(&span(style(Face::Text, 9.0, INK), "Liczba"), setting, look, "Źródło").expect("set");
        flow.paragraph(&spans, setting, look).expect("set");
        let (mark, before) = (flow.mark(), flow.clone());
        let mut drawn = Vec::new();
        for _ in 0..2 {
            flow.noted(&span(style(Face::Text, 9.0, INK), "Udział"), setting, look, "Obliczenia")
                .expect("set");
            flow.doc.node(open, Role::TR);
            flow.paragraph(&spans, setting, look).expect("set");
            let link = flow.doc.node(ROOT, Role::Link);
            flow.doc.link(flow.page, link, [0.0; 4], super::super::model::Target::Page(0), "x");
            drawn.push(flow.clone().finish(|_, _, _| Ok(())).expect("finished"));
            flow.back_to(mark);
            assert_eq!(flow.doc, before.doc);
            assert_eq!((flow.page, flow.y, flow.foot), (before.page, before.y, before.foot));
        }
        assert_eq!(drawn[0], drawn[1]);
    }

    #[test]
    fn long_paragraphs_flow_over_pages() {
        let mut flow = small();
        let words = "współpraca w gminie ".repeat(120);
        let setting = Setting { width: 160.0, align: text::Align::Justify, hyphenate: true };
        let look = Look { before: 0.0, leading: 12.0, after: 6.0 };
        flow.paragraph(&span(style(Face::Text, 9.0, INK), &words), setting, look).expect("set");
        let doc =
            flow.finish(|_, page, count| if page < count { Ok(()) } else { Err(RenderError::writer("")) });
        assert!(doc.expect("finished").pages.len() > 2);
    }
}
