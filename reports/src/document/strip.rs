//! The visibility strip: marks of the programme, the state, the European Union and the region in one row.
//!
//! At most four signs; none is higher than the EU flag. Flags are drawn as vectors with their legal colours and
//! proportions; programme and region signs have a neutral form here. Every sign is a figure with an alternative
//! text, so its words are read once.
//!
//! # Source
//! Guidelines on information and promotion of European Funds 2021–2027 (set of signs, sizes); Flag of Poland:
//! act of 31 January 1980; EU flag: graphical guide of the Council of Europe and the EU.

use entities::partnerships::sign::{Sign, SignKind};

use super::RenderError;
use super::canvas::{Anchor, Canvas, width};
use super::font::Face;
use super::model::{Doc, NodeId};
use super::style::{INK, RULE, Rgb, Style, TEAL, WHITE, hex, style};

/// Height of the EU flag in points when the strip is drawn at full size.
pub const FLAG: f32 = 24.0;

/// The most signs a strip may hold.
pub const MOST: usize = 4;

const EU_BLUE: Rgb = hex(0x0000_3399);
const EU_GOLD: Rgb = hex(0x00ff_cc00);
const POLISH_RED: Rgb = hex(0x00dc_143c);
const PROGRAMME_BLUE: Rgb = hex(0x001a_3a7a);

const LINE1: f32 = 8.6;
const LINE2: f32 = 7.2;
/// Space between a sign's picture and its words.
const INNER: f32 = 7.0;
/// The least space between two signs.
const LEAST_GAP: f32 = 14.0;
/// Words are never set smaller than this share of their size: so four signs hold all the words a profile takes.
const LEAST_SCALE: f32 = 0.15;

/// Draws the strip into a box `left..right` with its flags' middle at `middle`; adds figures below `parent`.
///
/// # Errors
/// [`RenderError::Invalid`] for more than four signs, [`RenderError::TooLong`] when the words do not fit.
pub fn draw(
    doc: &mut Doc,
    page: usize,
    parent: NodeId,
    signs: &[Sign],
    (left, right): (f32, f32),
    middle: f32,
) -> Result<(), RenderError> {
    if signs.len() > MOST {
        return Err(RenderError::Invalid { field: "strip", reason: "more than four signs" });
    }
    let (blocks, gap) = arrange(signs, right - left)?;
    let mut x = match blocks.as_slice() {
        [only] => left + (right - left - only.width) / 2.0,
        _ => left,
    };
    for (sign, block) in signs.iter().zip(&blocks) {
        let top = middle - FLAG / 2.0;
        let alt = format!("Znak: {} {}", sign.line1, sign.line2);
        let figure = doc.figure(parent, alt.trim_end(), [x, top - 1.0, x + block.width, top + FLAG + 1.0]);
        doc.tag(page, figure, |canvas| block.draw(canvas, sign, x, middle))?;
        x += block.width + gap;
    }
    Ok(())
}

struct Block {
    height: f32,
    picture: f32,
    scale: f32,
    width: f32,
}

/// Sizes of all signs and the space between them: words shrink together until the row fits.
fn arrange(signs: &[Sign], available: f32) -> Result<(Vec<Block>, f32), RenderError> {
    let mut scale = 1.0;
    loop {
        let blocks = signs.iter().map(|sign| Block::new(sign, scale)).collect::<Result<Vec<_>, _>>()?;
        let used: f32 = blocks.iter().map(|block| block.width).sum();
        let gaps = signs.len().saturating_sub(1).max(1) as f32;
        let gap = (available - used) / gaps;
        if gap >= LEAST_GAP || (signs.len() < 2 && gap >= 0.0) {
            return Ok((blocks, gap));
        }
        scale -= 0.04;
        if scale < LEAST_SCALE {
            return Err(RenderError::TooLong { field: "strip" });
        }
    }
}

impl Block {
    fn new(sign: &Sign, scale: f32) -> Result<Self, RenderError> {
        let height = FLAG * f32::from(sign.height_pct.clamp(1, 100)) / 100.0;
        let picture = height * proportion(sign.kind);
        let (line1, line2) = styles(sign.kind, scale);
        let words = width(line1, &sign.line1)?.max(width(line2, &sign.line2)?);
        let words = if words > 0.0 { words + INNER } else { 0.0 };
        Ok(Self { height, picture, scale, width: picture + words })
    }

    fn draw(&self, canvas: &mut Canvas<'_>, sign: &Sign, x: f32, middle: f32) -> Result<(), RenderError> {
        let (line1, line2) = styles(sign.kind, self.scale);
        // the EU's words stand before its flag, all others after their picture
        let (picture, words) = match sign.kind {
            SignKind::EuropeanUnion => (x + self.width - self.picture, x),
            _ => (x, x + self.picture + INNER),
        };
        let baseline = if sign.line2.trim().is_empty() { middle + line1.size * 0.35 } else { middle - 1.6 };
        canvas.text(words, baseline, Anchor::Left, line1, &format!("{} ", sign.line1))?;
        canvas.text(words, middle + line1.size * 0.95, Anchor::Left, line2, &sign.line2)?;
        let bounds = [picture, middle - self.height / 2.0, self.picture, self.height];
        match sign.kind {
            SignKind::Programme => programme(canvas, bounds),
            SignKind::Republic => republic(canvas, bounds),
            SignKind::EuropeanUnion => union(canvas, bounds),
            SignKind::Region => region(canvas, bounds),
        }
        Ok(())
    }
}

/// Width of the picture in parts of its height.
const fn proportion(kind: SignKind) -> f32 {
    match kind {
        SignKind::Programme => 1.25,
        SignKind::Republic => 1.6,
        SignKind::EuropeanUnion => 1.5,
        SignKind::Region => 1.0,
    }
}

fn styles(kind: SignKind, scale: f32) -> (Style, Style) {
    let blue = matches!(kind, SignKind::Programme | SignKind::EuropeanUnion);
    let color = if blue { PROGRAMME_BLUE } else { INK };
    let both_bold = matches!(kind, SignKind::Republic | SignKind::EuropeanUnion);
    let line1 = style(Face::TextBold, LINE1 * scale, color);
    (line1, if both_bold { line1 } else { style(Face::Text, LINE2 * scale, color) })
}

/// A blue field with three stars of falling size.
fn programme(canvas: &mut Canvas<'_>, [x, y, w, h]: [f32; 4]) {
    canvas.rect([x, y, w, h], Some(PROGRAMME_BLUE), None);
    canvas.star((x + w * 0.27, y + h * 0.40), h * 0.21, hex(0x00f7_c300));
    canvas.star((x + w * 0.56, y + h * 0.66), h * 0.17, hex(0x00e5_3d52));
    canvas.star((x + w * 0.80, y + h * 0.36), h * 0.14, WHITE);
}

/// White over red, 5 : 8, with a thin edge so that the white is seen on paper.
fn republic(canvas: &mut Canvas<'_>, [x, y, w, h]: [f32; 4]) {
    canvas.rect([x, y + h / 2.0, w, h / 2.0], Some(POLISH_RED), None);
    canvas.rect([x, y, w, h], None, Some((RULE, 0.5)));
}

/// Twelve stars on a circle of a third of the height, each in a circle of an eighteenth.
fn union(canvas: &mut Canvas<'_>, [x, y, w, h]: [f32; 4]) {
    canvas.rect([x, y, w, h], Some(EU_BLUE), None);
    for star in 0..12u8 {
        let angle = f32::from(star) * std::f32::consts::PI / 6.0;
        let reach = h / 3.0;
        let middle = (x + w / 2.0 + reach * angle.sin(), y + h / 2.0 - reach * angle.cos());
        canvas.star(middle, h / 18.0, EU_GOLD);
    }
}

/// A ring with a leaf.
fn region(canvas: &mut Canvas<'_>, [x, y, w, h]: [f32; 4]) {
    use super::model::Seg::{Close, Curve, Move};
    let (cx, cy, r) = (x + w / 2.0, y + h / 2.0, h / 2.0);
    canvas.circle((cx, cy), r - 0.7, None, Some((TEAL, 1.4)));
    let leaf = vec![
        Move(cx, cy - r * 0.56),
        Curve(cx + r * 0.52, cy - r * 0.26, cx + r * 0.52, cy + r * 0.30, cx, cy + r * 0.58),
        Curve(cx - r * 0.52, cy + r * 0.30, cx - r * 0.52, cy - r * 0.26, cx, cy - r * 0.56),
        Close,
    ];
    canvas.path(leaf, Some(TEAL), None);
}

#[cfg(test)]
mod tests {
    use entities::shared::language::Language;

    use super::*;
    use crate::document::model::{Meta, ROOT};

    fn sign(kind: SignKind, line1: &str, line2: &str) -> Sign {
        Sign { kind, line1: line1.into(), line2: line2.into(), height_pct: 100 }
    }

    fn drawn(signs: &[Sign]) -> Result<Doc, RenderError> {
        let about = String::from("x");
        let created = chrono::DateTime::UNIX_EPOCH;
        let meta = Meta {
            title: about.clone(),
            author: about.clone(),
            subject: about,
            created,
            language: Language::Polish,
        };
        let mut doc = Doc::new(meta);
        let page = doc.page(600.0, 100.0);
        draw(&mut doc, page, ROOT, signs, (50.0, 550.0), 50.0)?;
        Ok(doc)
    }

    #[test]
    fn every_sign_is_a_figure_within_the_row_and_no_higher_than_the_flag() {
        let eu = sign(SignKind::EuropeanUnion, "Dofinansowane przez", "Unię Europejską");
        let mut region = sign(SignKind::Region, "ROPS", "Województwo Świętokrzyskie");
        region.height_pct = 80;
        let doc = drawn(&[sign(SignKind::Republic, "Rzeczpospolita", "Polska"), eu, region]).expect("drawn");
        let figures: Vec<[f32; 4]> = doc.nodes.iter().filter_map(|node| node.bounds).collect();
        assert_eq!(figures.len(), 3);
        assert!(figures.iter().all(|[left, top, right, bottom]| {
            *left >= 49.9 && *right <= 550.1 && bottom - top <= FLAG + 2.01
        }));
    }

    #[test]
    fn five_signs_and_endless_words_are_refused() {
        let many = vec![sign(SignKind::Region, "R", ""); 5];
        assert!(matches!(drawn(&many), Err(RenderError::Invalid { field: "strip", .. })));
        let long = [sign(SignKind::Region, &"Województwo ".repeat(300), "")];
        assert_eq!(drawn(&long).err(), Some(RenderError::TooLong { field: "strip" }));
        assert!(drawn(&[]).is_ok() && drawn(&[sign(SignKind::Region, "", "")]).is_ok());
    }
}
