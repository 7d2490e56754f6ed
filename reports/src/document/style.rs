//! Colours and text styles of all documents.

use super::font::{Face, Figures};

/// Red, green and blue, each 0–1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rgb(pub f32, pub f32, pub f32);

/// A colour from its usual six hexadecimal digits.
#[must_use]
pub const fn hex(value: u32) -> Rgb {
    Rgb(channel(value, 16), channel(value, 8), channel(value, 0))
}

const fn channel(value: u32, shift: u32) -> f32 {
    (value >> shift & 255) as f32 / 255.0
}

/// Headings and frames.
pub const NAVY: Rgb = hex(0x0014_304f);
/// Titles and links; 5.1 : 1 on white.
pub const TEAL: Rgb = hex(0x000e_7c7b);
/// Ornaments only, never text: 3.2 : 1 on white.
pub const GOLD: Rgb = hex(0x00b0_8a3e);
/// Gold dark enough for text: 4.9 : 1 on white.
pub const GOLD_TEXT: Rgb = hex(0x008a_6a24);
/// Body text.
pub const INK: Rgb = hex(0x0026_323d);
/// Secondary text; 5.8 : 1 on white.
pub const GREY: Rgb = hex(0x005a_6875);
/// Backgrounds of rows and boxes.
pub const MIST: Rgb = hex(0x00ef_f4f6);
/// Thin lines.
pub const RULE: Rgb = hex(0x00c9_d4db);
/// The mark of an invalid preview.
pub const ALARM: Rgb = hex(0x00b3_261e);
/// White.
pub const WHITE: Rgb = Rgb(1.0, 1.0, 1.0);

impl Rgb {
    /// Contrast with white as WCAG 2.1 defines it, 1–21.
    #[must_use]
    pub fn contrast_on_white(self) -> f32 {
        let linear = |c: f32| if c <= 0.039_28 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let luminance = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        1.05 / (luminance + 0.05)
    }
}

/// How a piece of text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Size in points.
    pub size: f32,
    /// Colour.
    pub color: Rgb,
    /// Space added after every glyph, 1/1000 em.
    pub tracking: f32,
    /// Shape of figures.
    pub figures: Figures,
    /// Height above the baseline in points, for marks of notes.
    pub rise: f32,
}

/// A plain style.
#[must_use]
pub const fn style(face: Face, size: f32, color: Rgb) -> Style {
    Style { face, size, color, tracking: 0.0, figures: Figures::Proportional, rise: 0.0 }
}

impl Style {
    /// The same with space between letters, 1/1000 em.
    #[must_use]
    pub const fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }

    /// The same with figures of one width.
    #[must_use]
    pub const fn tabular(mut self) -> Self {
        self.figures = Figures::Tabular;
        self
    }

    /// The same as the mark of a note: smaller and raised.
    #[must_use]
    pub const fn raised(mut self) -> Self {
        self.rise = self.size * 0.36;
        self.size *= 0.64;
        self
    }

    /// The same at another size in points.
    #[must_use]
    pub const fn sized(mut self, size: f32) -> Self {
        self.size = size;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_text_are_readable() {
        for color in [NAVY, TEAL, GOLD_TEXT, INK, GREY, ALARM] {
            assert!(color.contrast_on_white() >= 4.5, "{color:?} {}", color.contrast_on_white());
        }
        assert!(GOLD.contrast_on_white() < 4.5, "gold is for ornaments");
    }
}
