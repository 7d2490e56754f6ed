//! Content streams: printpdf's, written more compactly, and those of overlays, in the same operators.

use lopdf::Object;
use lopdf::content::Content;

use super::Subsets;
use super::object::{self, Numbers};
use crate::document::RenderError;
use crate::document::model::{Artifact, Item, Seg};
use crate::document::style::Rgb;

/// The same stream with three decimals at most and neighbouring glyphs joined.
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
    out.push(b'[');
    let mut open = false;
    for part in parts {
        let kern = match part {
            Object::String(glyph, _) => {
                if !open {
                    out.push(b'<');
                }
                open = true;
                object::hexadecimal(out, glyph);
                continue;
            }
            Object::Real(kern) => kern.round() as i64,
            Object::Integer(kern) => *kern,
            _ => 0,
        };
        close_and_kern(out, &mut open, kern);
    }
    if open {
        out.push(b'>');
    }
    out.push(b']');
}

fn close_and_kern(out: &mut Vec<u8>, open: &mut bool, kern: i64) {
    if kern != 0 {
        if *open {
            out.push(b'>');
        }
        *open = false;
        object::integer(out, kern);
    }
}

/// Writes overlay items as printpdf would; `None` when a glyph is not in the subsets.
#[must_use]
pub fn overlay(items: &[Item], subsets: &Subsets, height: f32) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(4096);
    for item in items {
        match item {
            Item::Begin(slot) => {
                out.extend(format!("/{:?}<</MCID {}>>BDC\n", slot.role, slot.mcid).bytes());
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
    out.push(b'[');
    let mut open = false;
    for glyph in &run.glyphs {
        if !open {
            out.push(b'<');
        }
        open = true;
        object::hexadecimal(out, &subset.glyph(glyph.id)?.to_be_bytes());
        close_and_kern(out, &mut open, (glyph.natural - glyph.advance).round() as i64);
    }
    if open {
        out.push(b'>');
    }
    out.extend(b"]TJ\nET\n");
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
    for seg in segs {
        match *seg {
            Seg::Move(x, y) => operands(out, &[x, height - y], b"m"),
            Seg::Line(x, y) => operands(out, &[x, height - y], b"l"),
            Seg::Curve(a, b, c, d, x, y) => {
                operands(out, &[a, height - b, c, height - d, x, height - y], b"c");
            }
            Seg::Close => out.extend(b"h\n"),
        }
    }
    out.extend(match (fill, stroke) {
        (Some(_), Some(_)) => &b"B\n"[..],
        (Some(_), None) => b"f\n",
        (None, _) => b"S\n",
    });
}

/// An inline one-bit mask: a tenth of the bytes of a path.
fn bits(out: &mut Vec<u8>, item: &Item, height: f32) {
    let Item::Bits { x, y, side, modules, rows, color: dark } = item else { return };
    out.extend(b"q\n");
    color(out, *dark, b"rg");
    operands(out, &[*side, 0.0, 0.0, *side, *x, height - y - side], b"cm");
    out.extend(format!("BI/W {modules}/H {modules}/IM true/BPC 1/D[1 0]").bytes());
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
