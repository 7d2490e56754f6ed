//! Where lines break: words cut into fragments, and the best set of breaks over the whole paragraph.
//!
//! The cost of a paragraph is the sum over its lines (few lines first, then even lines, then few hyphens); the
//! cheapest way to reach each fragment is kept, so the time is linear in the text for lines of bounded length.

use super::RenderError;
use super::font::shape;
use super::style::Style;
use super::text::{Align, Setting, Span};

/// What follows a fragment when the line goes on, and what a break after it needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Glue {
    /// A word space.
    Space,
    /// Nothing; a break adds a hyphen.
    Hyphen,
    /// Nothing; a break adds nothing.
    Bare,
}

/// A piece of a word between two places where a line may end.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Its text by style.
    pub pieces: Vec<(Style, String)>,
    /// Width in points.
    pub width: f32,
    /// What follows.
    pub glue: Glue,
    space: f32,
    hyphen: f32,
}

/// A price no set of even lines reaches: fewer lines always win.
const LINE: f32 = 1_000.0;
const HYPHEN: f32 = 8.0;
const SHORT_LAST: f32 = 6.0;
/// Words of fewer letters are not divided.
const SHORTEST_WORD: usize = 6;
/// No more fragments are tried in one line; lines of that many hold only narrow or empty glyphs.
const LONGEST_LINE: usize = 400;

/// Cuts spans into fragments.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn fragments(spans: &[Span], setting: Setting) -> Result<Vec<Fragment>, RenderError> {
    let mut fragments: Vec<Fragment> = Vec::new();
    let mut word_open = false;
    for span in spans {
        for (index, word) in span.text.split(' ').enumerate() {
            if index > 0 {
                if let Some(last) = fragments.last_mut().filter(|_| word_open) {
                    last.glue = Glue::Space;
                }
                word_open = false;
            }
            if word.is_empty() {
                continue;
            }
            // the mark of a note never parts from its word
            if let Some(last) = fragments.last_mut().filter(|_| word_open && span.style.rise > 0.0) {
                last.append(Fragment::new(span.style, word, Glue::Bare)?);
                continue;
            }
            for (part, glue) in parts(word, setting.hyphenate) {
                for (piece, glue) in cut_to_fit(span.style, part, glue, setting.width)? {
                    fragments.push(Fragment::new(span.style, piece, glue)?);
                }
            }
            word_open = true;
        }
    }
    Ok(fragments)
}

/// Ends (exclusive) of the lines, in order.
#[must_use]
pub fn best_breaks(fragments: &[Fragment], setting: Setting) -> Vec<usize> {
    let count = fragments.len();
    // cheapest way to end a line before fragment i, and where that line starts
    let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); count + 1];
    if let Some(start) = best.first_mut() {
        start.0 = 0.0;
    }
    for first in 0..count {
        let Some((so_far, _)) = best.get(first).copied().filter(|(cost, _)| cost.is_finite()) else {
            continue;
        };
        let mut natural = 0.0;
        for (offset, fragment) in fragments.iter().skip(first).take(LONGEST_LINE).enumerate() {
            natural += fragment.width;
            let end = first + offset + 1;
            let hyphen = if fragment.glue == Glue::Hyphen && end < count { fragment.hyphen } else { 0.0 };
            let slack = setting.width - natural - hyphen;
            if slack < -0.01 && offset > 0 {
                break;
            }
            let cost =
                so_far + cost(slack.max(0.0) / setting.width.max(0.01), fragment, end == count, setting);
            if let Some(known) = best.get_mut(end).filter(|known| cost < known.0) {
                *known = (cost, first);
            }
            natural += if fragment.glue == Glue::Space { fragment.space } else { 0.0 };
        }
    }
    let mut ends = Vec::new();
    let mut end = count;
    while end > 0 {
        ends.push(end);
        // every fragment can end a line of its own, so the chain always reaches the start
        end = best.get(end).map_or(0, |(_, first)| *first).min(end - 1);
    }
    ends.reverse();
    ends
}

fn cost(slack: f32, fragment: &Fragment, last: bool, setting: Setting) -> f32 {
    let mut cost = LINE;
    if !last || setting.align == Align::Center {
        cost += slack * slack * 100.0;
    }
    if last && slack > 0.85 {
        cost += SHORT_LAST;
    }
    if !last && fragment.glue == Glue::Hyphen {
        cost += HYPHEN;
    }
    cost
}

impl Fragment {
    fn new(style: Style, text: &str, glue: Glue) -> Result<Self, RenderError> {
        let width = |text: &str| {
            shape(style.face, style.figures, style.tracking, text).map(|run| run.width * style.size / 1000.0)
        };
        let pieces = vec![(style, text.to_owned())];
        Ok(Self { pieces, width: width(text)?, glue, space: width(" ")?, hyphen: width("-")? })
    }

    fn append(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.width += other.width;
        self.glue = other.glue;
    }
}

/// A word at its own hyphens and, where allowed, at syllables.
fn parts(word: &str, hyphenate: bool) -> Vec<(&str, Glue)> {
    let mut parts = Vec::new();
    for chunk in word.split_inclusive('-') {
        let core = chunk.trim_matches(|letter: char| !letter.is_alphabetic());
        let start = chunk.find(core).unwrap_or(0);
        let mut from = 0;
        if hyphenate && core.chars().count() >= SHORTEST_WORD && core.chars().all(char::is_alphabetic) {
            let syllables: Vec<&str> = hypher::hyphenate(core, hypher::Lang::Polish).collect();
            let mut at = start;
            for syllable in syllables.iter().take(syllables.len().saturating_sub(1)) {
                at += syllable.len();
                let (before, after) = (chunk.get(start..at), core.get(at - start..));
                let long = |part: Option<&str>, least| part.is_some_and(|part| part.chars().count() >= least);
                if long(before, 2)
                    && long(after, 3)
                    && let Some(part) = chunk.get(from..at)
                {
                    parts.push((part, Glue::Hyphen));
                    from = at;
                }
            }
        }
        if let Some(rest) = chunk.get(from..).filter(|rest| !rest.is_empty()) {
            parts.push((rest, Glue::Bare));
        }
    }
    parts
}

/// A part wider than the line, cut between glyphs.
fn cut_to_fit(style: Style, part: &str, glue: Glue, width: f32) -> Result<Vec<(&str, Glue)>, RenderError> {
    let run = shape(style.face, style.figures, style.tracking, part)?;
    let room = width * 1000.0 / style.size.max(0.1);
    // composing may have changed the bytes; such rare parts are left whole rather than cut wrongly
    if run.width <= room || run.text != part {
        return Ok(vec![(part, glue)]);
    }
    let (mut pieces, mut from, mut used) = (Vec::new(), 0, 0.0);
    for glyph in &run.glyphs {
        if used + glyph.advance > room && glyph.start() > from {
            pieces.extend(part.get(from..glyph.start()).map(|piece| (piece, Glue::Bare)));
            (from, used) = (glyph.start(), 0.0);
        }
        used += glyph.advance;
    }
    pieces.extend(part.get(from..).map(|piece| (piece, glue)));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_part_at_syllables_and_hyphens() {
        let texts =
            |word, hyphenate| parts(word, hyphenate).into_iter().map(|(part, _)| part).collect::<Vec<_>>();
        assert_eq!(texts("społeczno-zawodowa", false), ["społeczno-", "zawodowa"]);
        assert!(texts("deinstytucjonalizacja,", true).len() > 3);
        assert_eq!(texts("deinstytucjonalizacja,", true).concat(), "deinstytucjonalizacja,");
        assert_eq!(texts("kurs", true), ["kurs"]);
        assert_eq!(texts("-", true), ["-"]);
    }
}
