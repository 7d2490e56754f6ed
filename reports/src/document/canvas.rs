//! Drawing: text and simple shapes as items of a display list.

use super::RenderError;
use super::font::{Run, shape};
use super::model::{Item, Seg};
use super::style::{Rgb, Style};

/// Where a text's x lies in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// At its left end.
    Left,
    /// In its middle.
    Middle,
    /// At its right end.
    Right,
}

/// A display list that is being drawn on.
pub struct Canvas<'a> {
    items: &'a mut Vec<Item>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(items: &'a mut Vec<Item>) -> Self {
        Self { items }
    }

    /// Draws one line of text with its baseline at y and returns its visible width in points.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when the face lacks a letter.
    pub fn text(
        &mut self,
        x: f32,
        y: f32,
        anchor: Anchor,
        style: Style,
        text: &str,
    ) -> Result<f32, RenderError> {
        let run = shape(style.face, style.figures, style.tracking, text)?;
        let width = visible_width(style, &run);
        let left = match anchor {
            Anchor::Left => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::Right => x - width,
        };
        self.run(left, y, style, run);
        Ok(width)
    }

    /// Draws shaped text with its left end at x.
    pub fn run(&mut self, x: f32, y: f32, style: Style, run: Run) {
        if !run.glyphs.is_empty() {
            self.items.push(Item::Text { style, x, y, run });
        }
    }

    /// Draws glyphs that stand for another text.
    pub fn actual(&mut self, text: &str, draw: impl FnOnce(&mut Self)) {
        self.items.push(Item::BeginActual(text.to_owned()));
        draw(self);
        self.items.push(Item::End);
    }

    /// Fills or strokes a path.
    pub fn path(&mut self, segs: Vec<Seg>, fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        self.items.push(Item::Path { segs, fill, stroke });
    }

    /// A straight line of a width in points.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), color: Rgb, width: f32) {
        self.path(vec![Seg::Move(from.0, from.1), Seg::Line(to.0, to.1)], None, Some((color, width)));
    }

    /// A rectangle from its upper left corner.
    pub fn rect(&mut self, [x, y, w, h]: [f32; 4], fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
        self.polygon(&corners, fill, stroke);
    }

    /// A square standing on its corner; `radius` from the middle to a corner.
    pub fn lozenge(
        &mut self,
        (x, y): (f32, f32),
        radius: f32,
        fill: Option<Rgb>,
        stroke: Option<(Rgb, f32)>,
    ) {
        let corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)];
        self.polygon(&corners, fill, stroke);
    }

    /// A circle.
    pub fn circle(&mut self, (x, y): (f32, f32), r: f32, fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        let k = 0.5523 * r;
        let segs = vec![
            Seg::Move(x + r, y),
            Seg::Curve(x + r, y + k, x + k, y + r, x, y + r),
            Seg::Curve(x - k, y + r, x - r, y + k, x - r, y),
            Seg::Curve(x - r, y - k, x - k, y - r, x, y - r),
            Seg::Curve(x + k, y - r, x + r, y - k, x + r, y),
            Seg::Close,
        ];
        self.path(segs, fill, stroke);
    }

    /// A five-pointed star with one point upwards.
    pub fn star(&mut self, (x, y): (f32, f32), radius: f32, fill: Rgb) {
        let corners: Vec<(f32, f32)> = (0..10u8)
            .map(|corner| {
                let angle = std::f32::consts::PI * (f32::from(corner) / 5.0 - 0.5);
                let reach = if corner % 2 == 0 { radius } else { radius * 0.382 };
                (x + reach * angle.cos(), y + reach * angle.sin())
            })
            .collect();
        self.polygon(&corners, Some(fill), None);
    }

    /// A closed polygon.
    pub fn polygon(&mut self, corners: &[(f32, f32)], fill: Option<Rgb>, stroke: Option<(Rgb, f32)>) {
        let mut segs = Vec::with_capacity(corners.len() + 1);
        for (index, (x, y)) in corners.iter().enumerate() {
            segs.push(if index == 0 { Seg::Move(*x, *y) } else { Seg::Line(*x, *y) });
        }
        segs.push(Seg::Close);
        self.path(segs, fill, stroke);
    }

    /// A square one-bit picture.
    pub fn bits(&mut self, (x, y): (f32, f32), side: f32, modules: usize, rows: Vec<u8>, color: Rgb) {
        self.items.push(Item::Bits { x, y, side, modules, rows, color });
    }
}

/// Width of a run in points without the tracking and spaces after its last letter.
#[must_use]
pub fn visible_width(style: Style, run: &Run) -> f32 {
    let trailing: f32 = run
        .glyphs
        .iter()
        .rev()
        .take_while(|glyph| run.text.get(glyph.range()) == Some(" "))
        .map(|glyph| glyph.advance)
        .sum();
    let tracking = if run.glyphs.is_empty() { 0.0 } else { style.tracking };
    (run.width - trailing - tracking).max(0.0) * style.size / 1000.0
}

/// Width of a text in points.
///
/// # Errors
/// [`RenderError::Unprintable`] when the face lacks a letter.
pub fn width(style: Style, text: &str) -> Result<f32, RenderError> {
    Ok(visible_width(style, &shape(style.face, style.figures, style.tracking, text)?))
}

/// The style, made smaller until `text` is at most `available` points wide, but not below `least` points.
///
/// # Errors
/// [`RenderError::TooLong`] with `field` when it does not fit; [`RenderError::Unprintable`].
pub fn fitted(
    style: Style,
    text: &str,
    available: f32,
    least: f32,
    field: &'static str,
) -> Result<Style, RenderError> {
    let natural = width(style, text)?;
    if natural <= available {
        return Ok(style);
    }
    // whole hundredths of a point, downwards: never wider than the place
    let size = (style.size * available / natural * 100.0).floor() / 100.0;
    if size < least { Err(RenderError::TooLong { field }) } else { Ok(style.sized(size)) }
}
