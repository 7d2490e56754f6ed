//! Fonts as PDF wants them: exact widths, honest descriptors, and the way back from glyphs to text.
//!
//! printpdf cuts widths to whole numbers, so that long lines drift; every value here comes from the face.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Object, ObjectId, Stream, dictionary};

use super::Subsets;
use super::conform::{dictionary_of, reference};
use crate::document::RenderError;
use crate::document::font::Face;
use crate::document::subset::Subset;

const FIXED_FLAGS: i64 = 4;
const SERIF_FLAG: i64 = 2;
const ITALIC_FLAG: i64 = 64;

/// Rewrites every font printpdf wrote; returns where the font programs are.
///
/// # Errors
/// [`RenderError::Writer`] when printpdf wrote a font that nobody asked for.
pub fn fonts(
    objects: &mut lopdf::Document,
    subsets: &Subsets,
) -> Result<BTreeMap<Face, ObjectId>, RenderError> {
    let drawn: Vec<ObjectId> = objects
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(|font| font.has(b"DescendantFonts")))
        .map(|(id, _)| *id)
        .collect();
    let mut programs = BTreeMap::new();
    for id in drawn {
        let base = dictionary_of(objects, id)?.get(b"BaseFont").and_then(Object::as_name);
        let base = base.map_err(RenderError::writer)?;
        let subset = subsets
            .values()
            .find(|subset| subset.name().as_bytes() == base)
            .ok_or_else(|| RenderError::writer("an unknown font was drawn"))?;
        programs.insert(subset.face, font(objects, id, subset)?);
    }
    Ok(programs)
}

fn font(objects: &mut lopdf::Document, id: ObjectId, subset: &Subset) -> Result<ObjectId, RenderError> {
    let unicode = reference(objects, id, b"ToUnicode")?;
    objects.set_object(unicode, Stream::new(lopdf::Dictionary::new(), to_unicode(subset).into_bytes()));

    let descendant = dictionary_of(objects, id)?.get(b"DescendantFonts").and_then(Object::as_array);
    let mut descendant = descendant
        .map_err(RenderError::writer)?
        .first()
        .and_then(|font| font.as_dict().ok())
        .ok_or_else(|| RenderError::writer("a font without a descendant"))?
        .clone();
    let widths: Vec<Object> = subset.widths.iter().map(|width| width_object(*width)).collect();
    descendant.set("W", vec![Object::Integer(0), Object::Array(widths)]);
    descendant.set("DW", 0);
    let descriptor =
        descendant.get(b"FontDescriptor").and_then(Object::as_reference).map_err(RenderError::writer)?;
    let descendant = objects.add_object(descendant);
    let font = objects.get_dictionary_mut(id).map_err(RenderError::writer)?;
    font.set("DescendantFonts", vec![Object::Reference(descendant)]);

    let metrics = subset.face.metrics();
    let mut flags = FIXED_FLAGS;
    flags |= if metrics.serif { SERIF_FLAG } else { 0 };
    flags |= if metrics.italic_angle != 0 { ITALIC_FLAG } else { 0 };
    let entry = objects.get_dictionary_mut(descriptor).map_err(RenderError::writer)?;
    entry.set("CapHeight", metrics.cap_height.round() as i64);
    entry.set("ItalicAngle", i64::from(metrics.italic_angle));
    entry.set("Flags", flags);
    // stems are about as wide as 50 + (weight / 65)², as PDF writers commonly estimate
    let weight = i64::from(metrics.weight) / 65;
    entry.set("StemV", 50 + weight * weight);
    let program = reference(objects, descriptor, b"FontFile2")?;
    let bytes = subset.program.whole();
    objects.set_object(program, Stream::new(dictionary! { "Length1" => bytes.len() as i64 }, bytes));
    Ok(program)
}

fn width_object(width: f32) -> Object {
    if width.fract().abs() < 0.001 { Object::Integer(width as i64) } else { Object::Real(width) }
}

/// The map from glyphs to text, in blocks of at most 100 as the specification asks: ranges where neighbours stand
/// for neighbouring letters, else one by one.
fn to_unicode(subset: &Subset) -> String {
    let hexadecimal = |text: &str| text.encode_utf16().map(|unit| format!("{unit:04X}")).collect::<String>();
    let (mut single, mut ranges) = (Vec::new(), Vec::new());
    let known = (0u32..).zip(&subset.texts).filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>();
    for run in known.chunk_by(|(glyph, text), (next, after)| follows((*glyph, text), (*next, after))) {
        match run {
            [(glyph, text)] => single.push(format!("<{glyph:04X}><{}>\n", hexadecimal(text))),
            [(first, text), .., (last, _)] => {
                ranges.push(format!("<{first:04X}><{last:04X}><{}>\n", hexadecimal(text)));
            }
            [] => {}
        }
    }
    let mut map = String::from(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def \
         1 begincodespacerange<0000><FFFF>endcodespacerange\n",
    );
    for (rows, kind) in [(ranges, "bfrange"), (single, "bfchar")] {
        for block in rows.chunks(100) {
            // writing to a String cannot fail
            let _ = write!(map, "{} begin{kind}\n{}end{kind}\n", block.len(), block.concat());
        }
    }
    map.push_str("endcmap CMapName currentdict/CMap defineresource pop end end");
    map
}

/// Whether a glyph and its letter are the next ones, and differ from those before in the last byte only, as ranges
/// must.
fn follows((glyph, text): (u32, &str), (next, after): (u32, &str)) -> bool {
    let letter = |text: &str| {
        let mut letters = text.chars();
        letters
            .next()
            .filter(|letter| letters.next().is_none() && u32::from(*letter) < 0x1_0000)
            .map(u32::from)
    };
    let one_more = |one: u32, other: u32| other == one + 1 && one >> 8 == other >> 8;
    let letters = letter(text).zip(letter(after));
    one_more(glyph, next) && letters.is_some_and(|(one, other)| one_more(one, other))
}

/// The dictionary entries of a font program of `length` bytes.
#[must_use]
pub fn program_entries(length: usize) -> Vec<u8> {
    format!("/Length1 {length}").into_bytes()
}
