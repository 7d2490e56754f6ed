//! Shaping from pairs: what the shaper says of two neighbouring letters, asked once per process and kept.
//!
//! In Lato a letter's glyph and advance depend on the letter after it alone, except for its ligatures; a text with
//! one of those, or with a letter beyond the alphabet of this table, goes to the shaper as a whole. Tests compare
//! both ways on random texts. EB Garamond has forms that look further, and is never shaped from pairs.

use std::sync::atomic::{AtomicU32, Ordering};

use super::font::{Glyph, Run};

/// Letters beyond ASCII that are common in Polish documents.
const BEYOND: [char; 32] = [
    'Ą', 'Ć', 'Ę', 'Ł', 'Ń', 'Ó', 'Ś', 'Ź', 'Ż', 'ą', 'ć', 'ę', 'ł', 'ń', 'ó', 'ś', 'ź', 'ż', '\u{a0}', '–',
    '—', '„', '”', '’', '…', '§', '°', '«', '»', '·', '•', '−',
];
const ASCII: usize = 95;
const LETTERS: usize = ASCII + BEYOND.len();
/// Not asked yet.
const UNKNOWN: u32 = 0;
/// More than two glyphs side by side.
const JOINED: u32 = u32::MAX;

/// A letter's glyph and the advances before each letter, of one face and one shape of figures.
pub struct Pairs {
    /// Glyph in the upper half, advance in the lower one, both in the face's units.
    letters: Vec<AtomicU32>,
    /// One more than the first letter's advance before the second, in the face's units.
    pairs: Vec<AtomicU32>,
}

/// Glyph and advance, in the face's units, of each letter of a shaped text.
pub type Shaped = Vec<(u16, i32)>;

impl Default for Pairs {
    /// A table in which nothing is known.
    fn default() -> Self {
        let unknown = |count| (0..count).map(|_| AtomicU32::new(UNKNOWN)).collect();
        Self { letters: unknown(LETTERS), pairs: unknown(LETTERS * LETTERS) }
    }
}

impl Pairs {
    /// The run of a text; `None` when the shaper must do it.
    pub fn run(
        &self,
        text: &str,
        scale: f32,
        tracking: f32,
        shape: impl Fn(&str) -> Option<Shaped>,
    ) -> Option<Run> {
        let mut run = Run { text: String::new(), glyphs: Vec::with_capacity(text.len()), width: 0.0 };
        let mut letters = text.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            let next = letters.peek().copied();
            let (id, natural) = self.letter(letter, &shape)?;
            let advance = match next {
                Some((_, next)) => self.pair(letter, next, &shape)?,
                None => natural,
            };
            let advance = advance as f32 * scale + tracking;
            run.width += advance;
            let end = next.map_or(text.len(), |(end, _)| end);
            run.glyphs.push(Glyph::new(id, advance, natural as f32 * scale, start..end));
        }
        text.clone_into(&mut run.text);
        Some(run)
    }

    fn letter(&self, letter: char, shape: &impl Fn(&str) -> Option<Shaped>) -> Option<(u16, i32)> {
        let place = self.letters.get(place(letter)?)?;
        let mut known = place.load(Ordering::Relaxed);
        if known == UNKNOWN {
            known = match shape(letter.encode_utf8(&mut [0; 4])).as_deref() {
                Some([(id, advance)]) => u16::try_from(*advance)
                    .map_or(JOINED, |advance| u32::from(*id) << 16 | u32::from(advance)),
                _ => JOINED,
            };
            place.store(known, Ordering::Relaxed);
        }
        (known != JOINED).then_some(((known >> 16) as u16, (known & 0xffff) as i32))
    }

    fn pair(&self, first: char, second: char, shape: &impl Fn(&str) -> Option<Shaped>) -> Option<i32> {
        let found = self.pairs.get(place(first)? * LETTERS + place(second)?)?;
        let mut known = found.load(Ordering::Relaxed);
        if known == UNKNOWN {
            known = self.ask(first, second, shape).unwrap_or(JOINED);
            found.store(known, Ordering::Relaxed);
        }
        (known != JOINED).then(|| i32::try_from(known).map_or(0, |known| known - 1))
    }

    /// The shaper's word on two letters that stay two glyphs, the second of them untouched.
    fn ask(&self, first: char, second: char, shape: &impl Fn(&str) -> Option<Shaped>) -> Option<u32> {
        let text: String = [first, second].into_iter().collect();
        let shaped = shape(&text)?;
        let [(one, advance), other] = shaped.as_slice() else { return None };
        let untouched = self.letter(first, shape)?.0 == *one && self.letter(second, shape)? == *other;
        if untouched { u32::try_from(advance + 1).ok() } else { None }
    }
}

fn place(letter: char) -> Option<usize> {
    match letter {
        ' '..='~' => Some(letter as usize - ' ' as usize),
        letter => BEYOND.iter().position(|known| *known == letter).map(|at| ASCII + at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::font::{Face, Figures, shape, shape_whole};

    /// Texts of the alphabet, of common letters mostly, the same ones each time.
    fn texts(count: u64) -> impl Iterator<Item = String> {
        let alphabet: Vec<char> = (' '..='~').chain(BEYOND).chain(['ě', 'ș', '€']).collect();
        let words = "zespół wsparcie Kielce 2026 r. – 15,5% „fi” ffl ATAV";
        let common: Vec<char> = words.chars().collect();
        (1..=count).map(move |seed| {
            let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut next = |below: usize| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 20) as usize % below
            };
            let letters = 1 + next(14);
            (0..letters)
                .map(
                    |_| {
                        if next(3) == 0 { common[next(common.len())] } else { alphabet[next(alphabet.len())] }
                    },
                )
                .collect()
        })
    }

    #[test]
    fn pairs_shape_as_the_shaper_does() {
        for face in Face::ALL {
            for figures in [Figures::Proportional, Figures::Tabular] {
                for text in texts(6_000) {
                    let (ours, theirs) =
                        (shape(face, figures, 30.0, &text), shape_whole(face, figures, 30.0, &text));
                    assert_eq!(ours, theirs, "{face:?} {figures:?} {text:?}");
                }
            }
        }
    }
}
