//! The glyphs of one face that a document (or every document of a batch) can use.

use std::collections::BTreeMap;

use super::RenderError;
use super::font::{Face, Run};
use super::truetype::Program;

/// Glyphs and the text each stands for, collected before subsetting.
pub type Wanted = BTreeMap<u16, String>;

/// A subset of one face: glyph ids of the document, widths and the map back to text.
#[derive(Clone, Debug)]
pub struct Subset {
    /// The face.
    pub face: Face,
    /// Outlines.
    pub program: Program,
    /// Glyph of the document for each glyph of the face; 0 for those not wanted.
    remap: Vec<u16>,
    /// Advance of each glyph of the document, 1/1000 em.
    pub widths: Vec<f32>,
    /// Text of each glyph of the document; empty for `.notdef`.
    pub texts: Vec<String>,
    /// Six letters before the face's name.
    pub tag: String,
}

/// Adds the glyphs of a run; the first text seen for a glyph stays.
pub fn want(wanted: &mut Wanted, run: &Run) {
    for glyph in &run.glyphs {
        let text = run.text.get(glyph.range()).unwrap_or_default();
        // both spaces share a glyph in most faces; readers should find the plain one
        wanted.entry(glyph.id).or_insert_with(|| text.replace('\u{a0}', " "));
    }
}

impl Subset {
    /// Cuts `face` down to the wanted glyphs.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the face cannot be subset.
    pub fn new(face: Face, wanted: &Wanted) -> Result<Self, RenderError> {
        let mut remapper = subsetter::GlyphRemapper::new();
        let mut remap = vec![0; wanted.keys().last().map_or(0, |last| usize::from(*last) + 1)];
        let (mut widths, mut texts) = (vec![face.natural_advance(0)], vec![String::new()]);
        // in the order of their texts, so that the way back to text is made of ranges
        let mut ordered: Vec<(&u16, &String)> = wanted.iter().filter(|(glyph, _)| **glyph != 0).collect();
        ordered.sort_by_key(|(glyph, text)| (text.chars().count(), *text, **glyph));
        for (glyph, text) in ordered {
            if let Some(place) = remap.get_mut(usize::from(*glyph)) {
                *place = remapper.remap(*glyph);
            }
            widths.push(face.natural_advance(*glyph));
            texts.push(text.clone());
        }
        let font = subsetter::subset(face.data(), 0, &remapper).map_err(RenderError::writer)?;
        let program = Program::new(&font)?;
        let tag = tag(wanted);
        // components of composite glyphs follow the wanted ones and are never shown by themselves
        widths.resize(program.glyph_count(), 0.0);
        texts.resize(program.glyph_count(), String::new());
        Ok(Self { face, program, remap, widths, texts, tag })
    }

    /// The document's glyph for a glyph of the face; `None` when it was not wanted.
    #[must_use]
    pub fn glyph(&self, id: u16) -> Option<u16> {
        self.remap.get(usize::from(id)).copied().filter(|to| *to != 0)
    }

    /// `ABCDEF+Lato-Regular`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}+{}", self.tag, self.face.name())
    }
}

/// A name for this choice of glyphs: the same choice always has the same six letters.
fn tag(wanted: &Wanted) -> String {
    let hash = wanted.keys().fold(0xcbf2_9ce4_8422_2325_u64, |hash, glyph| {
        (hash ^ u64::from(*glyph)).wrapping_mul(0x100_0000_01b3)
    });
    (0..6).map(|letter| char::from(b'A' + (hash >> (letter * 9) & 0x1ff) as u8 % 26)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::font::{Figures, shape};

    fn subset(text: &str) -> Subset {
        let mut wanted = Wanted::new();
        want(&mut wanted, &shape(Face::Text, Figures::Proportional, 0.0, text).expect("shaped"));
        Subset::new(Face::Text, &wanted).expect("subset")
    }

    #[test]
    fn a_subset_knows_its_glyphs_and_their_text() {
        let subset = subset("Żółw\u{a0}z Łodzi");
        assert!(subset.texts.contains(&"Ż".to_owned()) && subset.texts.contains(&" ".to_owned()));
        let found = |letter: &str| subset.texts.iter().position(|text| text == letter).expect("a glyph");
        assert!(found(" ") < found("i") && found("i") < found("w") && found("w") < found("Ł"));
        assert_eq!(subset.remap.iter().filter(|to| **to != 0).count(), 10);
        assert_eq!(subset.glyph(u16::MAX), None);
    }

    #[test]
    fn blanking_keeps_ids_and_shrinks_the_program() {
        let subset = subset("ABCDEFGHIJKLMNOPQRSTUVWXYZąćęłńóśźż");
        let whole = subset.program.whole();
        let mut keep = vec![false; subset.program.glyph_count()];
        keep[3] = true;
        let blanked = subset.program.with_glyphs(&keep);
        assert!(blanked.len() * 2 < whole.len(), "{} of {}", blanked.len(), whole.len());
        let count =
            |font: &[u8]| rustybuzz::ttf_parser::Face::parse(font, 0).expect("parses").number_of_glyphs();
        assert_eq!(count(&whole), count(&blanked));
    }
}
