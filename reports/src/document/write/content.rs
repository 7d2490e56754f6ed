//! Content streams: printpdf's, written more compactly, and those of overlays, in the same operators.

use std::io::Write;

use lopdf::Object;
use lopdf::content::Content;

use super::Subsets;
use super::object::{self, Numbers};
use crate::document::RenderError;
use crate::document::model::{Artifact, Item, Seg};
use crate::document::style::Rgb;

/// The same stream with three decimals at most, neighbouring glyphs joined and glyphs as bytes.
///
/// # Errors
/// [`RenderError::Writer`] when the stream does not parse.
pub fn compact(raw: &[u8]) -> Result<Vec<u8>, RenderError> {
    let content = Content::decode(raw).map_err(RenderError::writer)?;
    let mut out = Vec::with_capacity(raw.len() / 2);
    for operation in content.operations {
        for operand in &operation.operands {
            match operand {
                Object::Array(parts) if operation.operator == "TJ" => show_array(&mut out, parts),
                operand => object::object(&mut out, operand, &Numbers::new()),
            }
        }
        object::word(&mut out, operation.operator.as_bytes());
        out.push(b'\n');
    }
    Ok(out)
}

fn show_array(out: &mut Vec<u8>, parts: &[Object]) {
    let mut shown = Shown::new(out);
    for part in parts {
        match part {
            Object::String(glyphs, _) => shown.glyphs(glyphs),
            Object::Real(kern) => shown.kern(kern.round() as i64),
            Object::Integer(kern) => shown.kern(*kern),
            _ => {}
        }
    }
    shown.end();
}

/// Glyphs and the kerns between them, as the operand of `TJ`.
struct Shown<'a> {
    out: &'a mut Vec<u8>,
    open: bool,
}

impl<'a> Shown<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        out.push(b'[');
        Self { out, open: false }
    }

    fn glyphs(&mut self, glyphs: &[u8]) {
        if !self.open {
            self.out.push(b'(');
        }
        self.open = true;
        object::escaped(self.out, glyphs);
    }

    fn kern(&mut self, kern: i64) {
        if kern != 0 {
            self.close();
            object::integer(self.out, kern);
        }
    }

    fn close(&mut self) {
        if self.open {
            self.out.push(b')');
        }
        self.open = false;
    }

    fn end(mut self) {
        self.close();
        self.out.push(b']');
    }
}

/// Writes items as printpdf would, compacted; `None` when a glyph is not in the subsets.
#[must_use]
pub fn overlay(items: &[Item], subsets: &Subsets, height: f32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(4096);
    for item in items {
        match item {
            Item::Begin(slot) => {
                // writing to a Vec cannot fail
                let _ = writeln!(out, "/{:?}<</MCID {}>>BDC", slot.role, slot.mcid);
            }
            Item::BeginArtifact(Artifact::Layout) => out.extend(b"/Artifact<</Type/Layout>>BDC\n"),
            Item::BeginArtifact(Artifact::Pagination) => out.extend(b"/Artifact<</Type/Pagination>>BDC\n"),
            Item::BeginActual(text) => {
                out.extend(b"/Span<</ActualText<");
                object::hexadecimal(&mut out, &object::utf16(text));
                out.extend(b">>>BDC\n");
            }
            Item::End => out.extend(b"EMC\n"),
            Item::Text { .. } => text(&mut out, item, subsets, height)?,
            Item::Path { segs, fill, stroke } => path(&mut out, segs, *fill, *stroke, height),
            Item::Bits { .. } => bits(&mut out, item, height),
            // links of a document are fixed; only their addresses vary
            Item::Link { .. } => {}
        }
    }
    Some(out)
}

fn text(out: &mut Vec<u8>, item: &Item, subsets: &Subsets, height: f32) -> Option<()> {
    let Item::Text { style, x, y, run } = item else { return None };
    let subset = subsets.get(&style.face)?;
    out.extend(b"BT\n");
    color(out, style.color, b"rg");
    out.push(b'/');
    out.extend(style.face.resource().bytes());
    operands(out, &[style.size], b"Tf");
    operands(out, &[*x, height - y], b"Td");
    let mut shown = Shown::new(out);
    for glyph in &run.glyphs {
        shown.glyphs(&subset.glyph(glyph.id)?.to_be_bytes());
        shown.kern((glyph.natural - glyph.advance).round() as i64);
    }
    shown.end();
    out.extend(b"TJ\nET\n");
    Some(())
}

fn path(out: &mut Vec<u8>, segs: &[Seg], fill: Option<Rgb>, stroke: Option<(Rgb, f32)>, height: f32) {
    if let Some((stroke, width)) = stroke {
        color(out, stroke, b"RG");
        operands(out, &[width], b"w");
    }
    if let Some(fill) = fill {
        color(out, fill, b"rg");
    }
    let mut ring: Option<Ring> = None;
    for seg in segs {
        match *seg {
            Seg::Move(x, y) => {
                if let Some(ring) = ring.filter(|_| fill.is_none()) {
                    ring.stroke(out);
                }
                ring = Some(Ring { closed: false });
                operands(out, &[x, height - y], b"m");
            }
            Seg::Line(x, y) => operands(out, &[x, height - y], b"l"),
            Seg::Curve(a, b, c, d, x, y) => {
                operands(out, &[a, height - b, c, height - d, x, height - y], b"c");
            }
            Seg::Close => ring = ring.map(|_| Ring { closed: true }),
        }
    }
    match (ring, fill, stroke) {
        (None, ..) => {}
        (Some(_), Some(_), Some(_)) => out.extend(b"h\nb\n"),
        (Some(_), Some(_), None) => out.extend(b"h\nf\n"),
        (Some(ring), None, _) => ring.stroke(out),
    }
}

/// A part of a path: filled together with the others, stroked by itself.
#[derive(Clone, Copy)]
struct Ring {
    closed: bool,
}

impl Ring {
    fn stroke(self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.closed { b"h\nS\n" } else { b"S\n" });
    }
}

/// An inline one-bit mask: a tenth of the bytes of a path.
fn bits(out: &mut Vec<u8>, item: &Item, height: f32) {
    let Item::Bits { x, y, side, modules, rows, color: dark } = item else { return };
    out.extend(b"q\n");
    color(out, *dark, b"rg");
    operands(out, &[*side, 0.0, 0.0, *side, *x, height - y - side], b"cm");
    let _ = write!(out, "BI/W {modules}/H {modules}/IM true/BPC 1/D[1 0]");
    // the picture must not seem to end early; hexadecimal digits never do
    if rows.windows(2).any(|pair| pair == b"EI") {
        out.extend(b"/F/AHx ID ");
        object::hexadecimal(out, rows);
        out.push(b'>');
    } else {
        out.extend(b" ID ");
        out.extend_from_slice(rows);
    }
    out.extend(b"\nEI\nQ\n");
}

fn color(out: &mut Vec<u8>, Rgb(r, g, b): Rgb, operator: &[u8]) {
    operands(out, &[r, g, b], operator);
}

fn operands(out: &mut Vec<u8>, values: &[f32], operator: &[u8]) {
    for value in values {
        object::separate(out);
        object::number(out, *value);
    }
    object::word(out, operator);
    out.push(b'\n');
}
