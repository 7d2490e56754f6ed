//! Paragraphs: Polish ties, and spans of text set in lines.
//!
//! Where lines break is decided in `breaking`; here lines become glyphs, aligned or justified. Word spaces are
//! real glyphs, also at the end of a line, so that copied text keeps its words apart.

use super::RenderError;
use super::breaking::{self, Fragment, Glue};
use super::canvas::{Canvas, visible_width};
use super::font::{Run, shape};
use super::style::Style;

/// A piece of a paragraph in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Style.
    pub style: Style,
    /// Text; single spaces between words.
    pub text: String,
}

/// How lines fill their width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Ragged on the right.
    Left,
    /// Ragged on the left.
    Right,
    /// Centred, lines of similar length.
    Center,
    /// Both edges straight, except for the last line.
    Justify,
}

/// How a paragraph is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setting {
    /// Width in points.
    pub width: f32,
    /// Alignment.
    pub align: Align,
    /// Whether words may be divided.
    pub hyphenate: bool,
}

/// A set line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pieces: Vec<Piece>,
    /// Visible width in points.
    pub width: f32,
    /// Width it was set in.
    setting_width: f32,
}

#[derive(Clone, Debug, PartialEq)]
struct Piece {
    x: f32,
    style: Style,
    run: Run,
    /// The text these glyphs stand for, where it differs.
    actual: Option<&'static str>,
}

/// One span as a paragraph's content, with Polish ties.
#[must_use]
pub fn span(style: Style, text: &str) -> [Span; 1] {
    [Span { style, text: ties(text) }]
}

/// Ties words that must not part at the end of a line: single letters, numbers with what follows, abbreviations.
///
/// # Source
/// Polish typographic practice (PN-83/P-55366: single letters do not end a line).
#[must_use]
pub fn ties(text: &str) -> String {
    let mut tied = String::with_capacity(text.len() + 8);
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        tied.push_str(word);
        if let Some(next) = words.peek() {
            tied.push(if ties_to_next(word, next) { '\u{a0}' } else { ' ' });
        }
    }
    tied
}

fn ties_to_next(word: &str, next: &str) -> bool {
    let bare = word.trim_start_matches(['(', '„', '«']);
    let mut letters = bare.chars();
    let single =
        matches!((letters.next(), letters.next()), (Some(letter), None) if "aiouwzAIOUWZ".contains(letter));
    let number = !bare.is_empty() && bare.chars().all(|letter| letter.is_ascii_digit());
    let numbered = number && next.starts_with(char::is_alphanumeric);
    let dash = matches!(next, "–" | "—");
    let abbreviation =
        matches!(bare, "nr" | "ul." | "art." | "str." | "tab." | "rys." | "dr" | "prof." | "hab.");
    single || numbered || dash || abbreviation || next == "r."
}

/// Sets spans in lines of at most the given width; no lines for no words.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn lines(spans: &[Span], setting: Setting) -> Result<Vec<Line>, RenderError> {
    let fragments = breaking::fragments(spans, setting)?;
    let breaks = breaking::best_breaks(&fragments, setting);
    let mut lines = Vec::with_capacity(breaks.len());
    let mut first = 0;
    for (index, end) in breaks.iter().enumerate() {
        let content = fragments.get(first..*end).unwrap_or_default();
        let last = index + 1 == breaks.len();
        lines.push(set(content, setting, last)?);
        first = *end;
    }
    Ok(lines)
}

/// One line that is not broken, at its place in `setting`; no line for no text.
///
/// # Errors
/// [`RenderError::Unprintable`] when the face lacks a letter.
pub fn single(style: Style, text: &str, setting: Setting) -> Result<Vec<Line>, RenderError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let run = shape(style.face, style.figures, style.tracking, text)?;
    let width = visible_width(style, &run);
    let x = match setting.align {
        Align::Left | Align::Justify => 0.0,
        Align::Right => setting.width - width,
        Align::Center => (setting.width - width) / 2.0,
    };
    let pieces = vec![Piece { x, style, run, actual: None }];
    Ok(vec![Line { pieces, width, setting_width: setting.width }])
}

/// Draws lines one below another from the first baseline; returns the baseline after the last.
pub fn draw(canvas: &mut Canvas<'_>, lines: &[Line], x: f32, baseline: f32, leading: f32) -> f32 {
    let mut y = baseline;
    for line in lines {
        line.draw(canvas, x, y);
        y += leading;
    }
    y
}

impl Line {
    /// Draws the line with its setting's left edge at x and its baseline at y.
    pub fn draw(&self, canvas: &mut Canvas<'_>, x: f32, y: f32) {
        self.draw_pieces(canvas, x, y, |_| true);
    }

    /// Draws only the marks of notes, or only the rest: they are different structure elements.
    pub fn draw_part(&self, canvas: &mut Canvas<'_>, x: f32, y: f32, marks: bool) {
        self.draw_pieces(canvas, x, y, |piece| (piece.style.rise > 0.0) == marks);
    }

    fn draw_pieces(&self, canvas: &mut Canvas<'_>, x: f32, y: f32, wanted: impl Fn(&Piece) -> bool) {
        for piece in self.pieces.iter().filter(|piece| wanted(piece)) {
            let y = y - piece.style.rise;
            let glyphs = |canvas: &mut Canvas<'_>| canvas.run(x + piece.x, y, piece.style, piece.run.clone());
            match piece.actual {
                Some(actual) => canvas.actual(actual, glyphs),
                None => glyphs(canvas),
            }
        }
    }

    /// Whether marks of notes are in it.
    #[must_use]
    pub fn has_marks(&self) -> bool {
        self.pieces.iter().any(|piece| piece.style.rise > 0.0)
    }

    /// The width the line was set and aligned in, in points.
    #[must_use]
    pub fn setting_width(&self) -> f32 {
        self.setting_width
    }

    /// The line's text, for tests and logs of layouts.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.run.text.as_str()).collect()
    }
}

fn set(content: &[Fragment], setting: Setting, last: bool) -> Result<Line, RenderError> {
    let mut pieces = Vec::new();
    for (style, text) in merged(content, last) {
        let run = shape(style.face, style.figures, style.tracking, &text)?;
        pieces.push(Piece { x: 0.0, style, run, actual: None });
    }
    if let (Some(Glue::Hyphen), false, Some(style)) =
        (content.last().map(|fragment| fragment.glue), last, pieces.last().map(|piece| piece.style))
    {
        let run = shape(style.face, style.figures, 0.0, "-")?;
        pieces.push(Piece { x: 0.0, style, run, actual: Some("\u{ad}") });
    }
    let natural = place(&mut pieces);
    if setting.align == Align::Justify && !last {
        stretch(&mut pieces, setting.width - natural);
    }
    let width = place(&mut pieces);
    let shift = match setting.align {
        Align::Left | Align::Justify => 0.0,
        Align::Right => setting.width - width,
        Align::Center => (setting.width - width) / 2.0,
    };
    for piece in &mut pieces {
        piece.x += shift;
    }
    Ok(Line { pieces, width, setting_width: setting.width })
}

/// Joins neighbours of one style so that kerning and ligatures reach across words.
fn merged(content: &[Fragment], last: bool) -> Vec<(Style, String)> {
    let mut merged: Vec<(Style, String)> = Vec::new();
    for (index, fragment) in content.iter().enumerate() {
        for (style, text) in &fragment.pieces {
            match merged.last_mut().filter(|(known, _)| known == style) {
                Some((_, joined)) => joined.push_str(text),
                None => merged.push((*style, text.clone())),
            }
        }
        let at_end = index + 1 == content.len();
        if fragment.glue == Glue::Space
            && !(at_end && last)
            && let Some((_, joined)) = merged.last_mut()
        {
            joined.push(' ');
        }
    }
    merged
}

/// Puts pieces side by side; returns the visible width.
fn place(pieces: &mut [Piece]) -> f32 {
    let (mut x, mut visible) = (0.0, 0.0);
    for piece in pieces {
        piece.x = x;
        visible = x + visible_width(piece.style, &piece.run);
        x += piece.run.width * piece.style.size / 1000.0;
    }
    visible
}

/// Widens the spaces between words, not the one at the line's end.
fn stretch(pieces: &mut [Piece], slack: f32) {
    let is_space = |run: &Run, index: usize| {
        let glyph = run.glyphs.get(index).and_then(|glyph| run.text.get(glyph.range()));
        matches!(glyph, Some(" " | "\u{a0}"))
    };
    let count = pieces.len();
    let mut spaces = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let end = piece.run.glyphs.len();
        for glyph in (0..end).filter(|glyph| is_space(&piece.run, *glyph)) {
            if at + 1 < count || glyph + 1 < end {
                spaces.push((at, glyph));
            }
        }
    }
    let share = slack / spaces.len().max(1) as f32;
    for (at, glyph) in spaces {
        if let Some(piece) = pieces.get_mut(at) {
            let wider = share * 1000.0 / piece.style.size;
            piece.run.width += wider;
            if let Some(glyph) = piece.run.glyphs.get_mut(glyph) {
                glyph.advance += wider;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::font::Face;
    use crate::document::style::{INK, style};

    const BODY: Style = style(Face::Text, 10.0, INK);

    fn set_text(text: &str, width: f32, align: Align) -> Vec<Line> {
        lines(&span(BODY, text), Setting { width, align, hyphenate: true }).expect("set")
    }

    #[test]
    fn single_letters_and_numbers_do_not_end_a_line() {
        assert_eq!(ties("w gminie i 12 osób, nr 5"), "w\u{a0}gminie i\u{a0}12\u{a0}osób, nr\u{a0}5");
        assert_eq!(ties("18 maja 2026 r."), "18\u{a0}maja 2026\u{a0}r.");
        assert_eq!(ties("  podwójne  odstępy "), "podwójne odstępy");
        assert_eq!(ties(""), "");
    }

    #[test]
    fn lines_stay_within_their_width_and_lose_nothing() {
        let text = "Deinstytucjonalizacja usług społecznych: od strategii do praktyki w gminach województwa";
        for width in [60.0, 110.0, 200.0, 900.0] {
            let lines = set_text(text, width, Align::Left);
            assert!(lines.iter().all(|line| line.width <= width + 0.01), "{width}");
            let joined: String = lines.iter().map(Line::text).collect();
            assert_eq!(joined.replace('-', "").replace('\u{a0}', " "), text);
        }
    }

    #[test]
    fn centred_lines_are_of_similar_length() {
        let lines = set_text(
            "Diagnoza potrzeb społeczności lokalnej i planowanie usług środowiskowych",
            260.0,
            Align::Center,
        );
        assert_eq!(lines.len(), 2);
        let widths: Vec<f32> = lines.iter().map(|line| line.width).collect();
        assert!((widths[0] - widths[1]).abs() < 60.0, "{widths:?}");
    }

    #[test]
    fn justified_lines_reach_the_edge_except_the_last() {
        let text = "Pilotaż modelu kooperacji miał sprawdzić, czy stała współpraca instytucji pomocy społecznej skraca drogę mieszkańca do usługi i ogranicza liczbę interwencji";
        let lines = set_text(text, 150.0, Align::Justify);
        let (last, full) = lines.split_last().expect("lines");
        assert!(full.iter().all(|line| (line.width - 150.0).abs() < 0.05));
        assert!(last.width < 150.0);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_anywhere() {
        let lines = set_text(&"X".repeat(500), 100.0, Align::Left);
        assert!(lines.len() > 20 && lines.iter().all(|line| line.width <= 100.01));
        assert!(set_text("", 100.0, Align::Left).is_empty());
        assert!(!set_text("ab", 0.5, Align::Left).is_empty());
    }
}
