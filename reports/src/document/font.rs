//! The faces, and text turned into glyphs.
//!
//! Text is composed, checked letter by letter and shaped with kerning and ligatures in Polish. A letter that
//! the face lacks is an error, so glyph 0 never reaches a page. Measures are in 1/1000 of the font size.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use entities::shared::repertoire;
use rustybuzz::ttf_parser::{GlyphId, Tag};
use rustybuzz::{Direction, Feature, GlyphBuffer, Language, ShapePlan, UnicodeBuffer, script};

use super::RenderError;
use super::pairs::{Pairs, Shaped};

/// The faces in use. Lato for text, EB Garamond for headings and names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Face {
    /// Lato Regular.
    Text,
    /// Lato Bold.
    TextBold,
    /// EB Garamond Regular.
    Display,
    /// EB Garamond Italic.
    DisplayItalic,
}

/// Shapes of figures.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Figures {
    /// Each figure as wide as it looks best.
    Proportional,
    /// All figures of one width, for columns and numbers.
    Tabular,
}

/// One glyph of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph of the whole face (before subsetting).
    pub id: u16,
    /// Advance with kerning and tracking, 1/1000 em.
    pub advance: f32,
    /// Advance in the face, 1/1000 em.
    pub natural: f32,
    /// Where its text starts and ends in the run; short, since a long report has hundreds of thousands of glyphs.
    bytes: (u32, u32),
}

/// A shaped piece of text in one face.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The text, composed.
    pub text: String,
    /// Its glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// Sum of the advances, 1/1000 em.
    pub width: f32,
}

/// What a font descriptor tells about a face, in 1/1000 em.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// Height of capitals.
    pub cap_height: f32,
    /// Weight class, 400 is regular.
    pub weight: u16,
    /// Degrees from the vertical, negative to the right.
    pub italic_angle: i32,
    /// Has serifs.
    pub serif: bool,
}

struct Loaded {
    data: &'static [u8],
    shaper: Option<rustybuzz::Face<'static>>,
    proportional: Option<Arc<ShapePlan>>,
    tabular: Option<Arc<ShapePlan>>,
    /// Of a face whose letters look no further than the next one.
    pairs: Option<[Pairs; 2]>,
}

static FACES: LazyLock<[Loaded; 4]> = LazyLock::new(|| {
    [
        Loaded::new(include_bytes!("../assets/fonts/Lato-Regular.ttf")).by_pairs(),
        Loaded::new(include_bytes!("../assets/fonts/Lato-Bold.ttf")).by_pairs(),
        Loaded::new(include_bytes!("../assets/fonts/EBGaramond12-Regular.ttf")),
        Loaded::new(include_bytes!("../assets/fonts/EBGaramond12-Italic.ttf")),
    ]
});

impl Glyph {
    /// A glyph that stands for some bytes of its run's text.
    #[must_use]
    pub fn new(id: u16, advance: f32, natural: f32, bytes: Range<usize>) -> Self {
        Self { id, advance, natural, bytes: (bytes.start as u32, bytes.end as u32) }
    }

    /// Byte where its text starts in the run.
    #[must_use]
    pub fn start(&self) -> usize {
        self.bytes.0 as usize
    }

    /// Byte where its text ends.
    #[must_use]
    pub fn end(&self) -> usize {
        self.bytes.1 as usize
    }

    /// Both.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 4] = [Self::Text, Self::TextBold, Self::Display, Self::DisplayItalic];

    /// PostScript name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "Lato-Regular",
            Self::TextBold => "Lato-Bold",
            Self::Display => "EBGaramond12-Regular",
            Self::DisplayItalic => "EBGaramond12-Italic",
        }
    }

    /// Name of the font resource on a page.
    #[must_use]
    pub const fn resource(self) -> &'static str {
        match self {
            Self::Text => "T",
            Self::TextBold => "TB",
            Self::Display => "D",
            Self::DisplayItalic => "DI",
        }
    }

    /// What the descriptor says.
    #[must_use]
    pub const fn metrics(self) -> Metrics {
        match self {
            Self::Text => Metrics { cap_height: 717.0, weight: 400, italic_angle: 0, serif: false },
            Self::TextBold => Metrics { cap_height: 723.0, weight: 700, italic_angle: 0, serif: false },
            Self::Display => Metrics { cap_height: 650.0, weight: 400, italic_angle: 0, serif: true },
            Self::DisplayItalic => Metrics { cap_height: 664.0, weight: 400, italic_angle: -14, serif: true },
        }
    }

    /// The whole font file.
    #[must_use]
    pub fn data(self) -> &'static [u8] {
        self.loaded().data
    }

    /// Advance of a glyph without kerning, 1/1000 em.
    #[must_use]
    pub fn natural_advance(self, glyph: u16) -> f32 {
        self.loaded().shaper.as_ref().map_or(0.0, |face| advance(face, glyph))
    }

    /// Whether the face has a glyph of its own for the letter.
    #[must_use]
    pub fn has(self, letter: char) -> bool {
        let face = self.loaded().shaper.as_ref();
        face.is_some_and(|face| face.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0))
    }

    fn loaded(self) -> &'static Loaded {
        let [text, bold, display, italic] = &*FACES;
        match self {
            Self::Text => text,
            Self::TextBold => bold,
            Self::Display => display,
            Self::DisplayItalic => italic,
        }
    }
}

/// Shapes `text`; `tracking` (1/1000 em) is added after every glyph.
///
/// # Errors
/// [`RenderError::Unprintable`] when the face lacks a letter.
pub fn shape(face: Face, figures: Figures, tracking: f32, text: &str) -> Result<Run, RenderError> {
    let loaded = face.loaded();
    let pairs = match figures {
        Figures::Proportional => loaded.pairs.as_ref().map(|[proportional, _]| proportional),
        Figures::Tabular => loaded.pairs.as_ref().map(|[_, tabular]| tabular),
    };
    let run = pairs.and_then(|pairs| {
        let scale = 1000.0 / units_per_em(loaded.shaper.as_ref()?);
        pairs.run(text, scale, tracking, |text| glyphs_of(face, figures, text))
    });
    match run {
        Some(run) => Ok(run),
        None => shape_whole(face, figures, tracking, text),
    }
}

/// The same by the shaper alone.
///
/// # Errors
/// As for [`shape`].
pub fn shape_whole(face: Face, figures: Figures, tracking: f32, text: &str) -> Result<Run, RenderError> {
    let text = repertoire::compose(text);
    if let Some(letter) = repertoire::unprintable(&text) {
        return Err(RenderError::Unprintable { letter });
    }
    let (shaper, shaped) = shaped(face, figures, &text)?;
    let scale = 1000.0 / units_per_em(shaper);
    let clusters: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let mut run = Run { text: text.into_owned(), glyphs: Vec::with_capacity(clusters.len()), width: 0.0 };
    for (index, (info, position)) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()).enumerate() {
        let id = u16::try_from(info.glyph_id).unwrap_or(0);
        let start = info.cluster as usize;
        let end =
            clusters.iter().skip(index + 1).copied().find(|next| *next > start).unwrap_or(run.text.len());
        if id == 0 {
            let letter = run.text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
            return Err(RenderError::Unprintable { letter });
        }
        let glyph_advance = position.x_advance as f32 * scale + tracking;
        run.width += glyph_advance;
        run.glyphs.push(Glyph::new(id, glyph_advance, advance(shaper, id), start..end));
    }
    Ok(run)
}

/// Glyphs and advances in the face's units; `None` when a letter is missing.
fn glyphs_of(face: Face, figures: Figures, text: &str) -> Option<Shaped> {
    let (_, shaped) = shaped(face, figures, text).ok()?;
    let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    let glyphs = glyphs.map(|(info, position)| {
        let id = u16::try_from(info.glyph_id).ok().filter(|id| *id != 0)?;
        Some((id, position.x_advance))
    });
    glyphs.collect()
}

fn shaped(
    face: Face,
    figures: Figures,
    text: &str,
) -> Result<(&'static rustybuzz::Face<'static>, GlyphBuffer), RenderError> {
    let loaded = face.loaded();
    let plan = match figures {
        Figures::Proportional => loaded.proportional.as_ref(),
        Figures::Tabular => loaded.tabular.as_ref(),
    };
    let (Some(shaper), Some(plan)) = (loaded.shaper.as_ref(), plan) else {
        return Err(RenderError::writer("a face does not parse"));
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    if let Some(polish) = polish() {
        buffer.set_language(polish);
    }
    Ok((shaper, rustybuzz::shape_with_plan(shaper, plan, buffer)))
}

impl Loaded {
    fn new(data: &'static [u8]) -> Self {
        let shaper = rustybuzz::Face::from_slice(data, 0);
        let plan = |tabular| shaper.as_ref().map(|face| Arc::new(plan(face, tabular)));
        let (proportional, tabular) = (plan(false), plan(true));
        Self { data, shaper, proportional, tabular, pairs: None }
    }

    fn by_pairs(self) -> Self {
        Self { pairs: Some([Pairs::default(), Pairs::default()]), ..self }
    }
}

/// Plans are costly to make and depend on the face and its features alone.
fn plan(face: &rustybuzz::Face<'static>, tabular: bool) -> ShapePlan {
    let on = |tag: &[u8; 4]| Feature::new(Tag::from_bytes(tag), 1, ..);
    let mut features = vec![on(b"kern"), on(b"liga"), on(b"lnum")];
    if tabular {
        features.push(on(b"tnum"));
    }
    ShapePlan::new(face, Direction::LeftToRight, Some(script::LATIN), polish().as_ref(), &features)
}

fn polish() -> Option<Language> {
    "pl".parse().ok()
}

fn units_per_em(face: &rustybuzz::Face<'_>) -> f32 {
    // the library shadows ttf-parser's u16 with an i32 of its own
    face.units_per_em().max(1) as f32
}

fn advance(face: &rustybuzz::Face<'_>, glyph: u16) -> f32 {
    f32::from(face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)) * 1000.0 / units_per_em(face)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_the_whole_repertoire() {
        for face in Face::ALL {
            for letter in repertoire::letters() {
                assert!(face.has(letter), "{} lacks {letter:?}", face.name());
                let run = shape(face, Figures::Tabular, 0.0, &letter.to_string()).expect("shaped");
                assert!(run.glyphs.iter().all(|glyph| glyph.id != 0));
            }
        }
    }

    #[test]
    fn a_missing_letter_is_an_error_and_never_glyph_zero() {
        let missing = |text| shape(Face::Text, Figures::Proportional, 0.0, text).expect_err("refused");
        assert_eq!(missing("Київ"), RenderError::Unprintable { letter: 'К' });
        assert_eq!(missing("a\u{7}"), RenderError::Unprintable { letter: '\u{7}' });
    }

    #[test]
    fn decomposed_letters_shape_like_composed_ones() {
        let shaped = |text| shape(Face::Display, Figures::Proportional, 0.0, text).expect("shaped");
        assert_eq!(shaped("Z\u{307}o\u{301}łty"), shaped("Żółty"));
        assert_eq!(shaped("").width, 0.0);
    }

    #[test]
    fn tabular_figures_share_one_width() {
        for face in [Face::Text, Face::TextBold] {
            let width = |text| shape(face, Figures::Tabular, 0.0, text).expect("shaped").width;
            assert_eq!(width("111"), width("888"));
        }
    }
}
