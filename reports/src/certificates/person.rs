//! One person's part of a certificate, drawn into the places of a `layout`.
//!
//! Everything here is set from the person's own data and the places alone; nothing depends on who else is
//! in a batch.

use entities::certificates::printed;
use entities::certificates::snapshot::{Fixed, Variable};
use entities::shared::language::Language;
use entities::shared::repertoire;

use super::layout::{CODE_RIGHT, MIDDLE, PAGE, Places, Purpose, QR, SIDES};
use super::words::{self, Words};
use crate::document::RenderError;
use crate::document::canvas::{Anchor, Canvas, fitted, visible_width};
use crate::document::font::{Face, Figures, Run, shape};
use crate::document::model::{Artifact, Meta, Overlay};
use crate::document::qr;
use crate::document::style::{GREY, INK, NAVY, RULE, Style, style};

/// Widest name in points.
const NAME_WIDTH: f32 = PAGE.0 - 220.0;
const NAME_SIZE: f32 = 36.0;
/// Below this size a name takes two lines.
const LEAST_ONE_LINE: f32 = 27.0;
const MOST_TWO_LINES: f32 = 21.0;
/// Below this size a name takes as many lines as there is room for, cut where need be.
const LEAST_TWO_LINES: f32 = 11.0;
const MOST_LINES: usize = 3;
/// Below this size a name is refused: longer than any that the forms take.
const LEAST_NAME: f32 = 3.5;
const FACTS_WIDTH: f32 = 218.0;
/// A line that has one place alone is set as small as it takes, in points.
const LEAST: f32 = 0.4;

/// Draws the person's part.
///
/// # Errors
/// [`RenderError::Unprintable`], [`RenderError::TooLong`] with the field that does not fit,
/// [`RenderError::Invalid`] for an empty address.
pub fn variable(places: &Places, edition: &Fixed, person: &Variable) -> Result<Overlay, RenderError> {
    let words = Words::of(edition.language);
    let mut overlay = Overlay::new(places.pages, meta(places, edition, person));
    name(&mut overlay, places, &repertoire::compose(person.name.trim_matches(' ')))?;
    overlay.fill(places.issued, |canvas| issued(canvas, edition.language, person))?;
    overlay.fill(places.number, |canvas| number(canvas, edition.language, person))?;
    if let Some(slot) = places.qr {
        let code = qr::encode(&person.scanned(), "verify_url")?;
        let (x, y, side) = QR;
        overlay.fill(slot, |canvas| {
            canvas.bits((x, y), side, code.modules, code.rows, NAVY);
            Ok(())
        })?;
        overlay.alts.push(format!("{} {}", words.qr, person.verify_url));
        overlay.urls.push(person.verify_url.clone());
    }
    overlay.fill(places.code, |canvas| code(canvas, &person.code))?;
    for page in 1..places.pages {
        overlay.artifact(page, Artifact::Pagination, |canvas| running_head(canvas, words, person))?;
    }
    Ok(overlay)
}

/// What the document says of itself.
pub fn meta(places: &Places, edition: &Fixed, person: &Variable) -> Meta {
    let [certificate, preview] = Words::of(edition.language).titles;
    let kind = match places.purpose {
        Purpose::Issue => certificate,
        Purpose::Specimen => preview,
    };
    Meta {
        title: repertoire::compose(&format!("{kind} {} – {}", person.number, person.name)).into_owned(),
        author: edition.issuer.clone(),
        subject: words::subject(edition),
        created: person.issued_at,
        language: edition.language,
    }
}

/// The name on its line; the line is as wide as the name, but never narrow.
fn name(overlay: &mut Overlay, places: &Places, name: &str) -> Result<(), RenderError> {
    let lines = name_lines(name, places.name_baseline)?;
    let widest = lines.iter().map(|line| visible_width(line.style, &line.run)).fold(0.0, f32::max);
    let reach = (widest / 2.0 + 36.0).max(150.0);
    overlay.fill(places.name, |canvas| {
        for line in lines {
            let left = MIDDLE - visible_width(line.style, &line.run) / 2.0;
            canvas.run(left, line.baseline, line.style, line.run);
        }
        Ok(())
    })?;
    let y = places.name_baseline + 13.5;
    overlay.artifact(places.name.page, Artifact::Layout, |canvas| {
        canvas.line((MIDDLE - reach, y), (MIDDLE + reach, y), RULE, 0.7);
        Ok(())
    })
}

struct NameLine {
    style: Style,
    run: Run,
    baseline: f32,
}

fn name_lines(name: &str, baseline: f32) -> Result<Vec<NameLine>, RenderError> {
    let shaped = |text: &str| shape(Face::Display, Figures::Proportional, 0.0, text);
    let whole = shaped(name)?;
    let size = size_for(whole.width, NAME_SIZE);
    if size >= LEAST_ONE_LINE {
        return Ok(vec![NameLine { style: style(Face::Display, size, NAVY), run: whole, baseline }]);
    }
    let halves = match most_even_split(&whole).and_then(|split| name.split_at_checked(split)) {
        Some((first, second)) => vec![shaped(first)?, shaped(second)?],
        None => vec![whole.clone()],
    };
    let set = set_below(halves, MOST_TWO_LINES, baseline);
    if set.iter().all(|line| line.style.size >= LEAST_TWO_LINES) {
        return Ok(set);
    }
    let parts = even_cuts(&whole).into_iter().map(shaped).collect::<Result<Vec<_>, _>>()?;
    let set = set_below(parts, LEAST_TWO_LINES, baseline);
    let fits = set.iter().all(|line| line.style.size >= LEAST_NAME);
    if fits { Ok(set) } else { Err(RenderError::TooLong { field: "name" }) }
}

/// Lines of one size, the last one a little below the baseline of a single line.
fn set_below(runs: Vec<Run>, most: f32, baseline: f32) -> Vec<NameLine> {
    let size = size_for(runs.iter().map(|run| run.width).fold(0.0, f32::max), most);
    let style = style(Face::Display, size, NAVY);
    let mut baseline = if runs.len() == 1 { baseline } else { baseline + 6.5 };
    let mut lines = Vec::with_capacity(runs.len());
    for run in runs.into_iter().rev() {
        lines.push(NameLine { style, run, baseline });
        baseline -= size * 1.12;
    }
    lines.reverse();
    lines
}

/// Parts of similar width: after a space or hyphen where one is near, else between any two letters.
fn even_cuts(whole: &Run) -> Vec<&str> {
    let share = whole.width / MOST_LINES as f32;
    let (mut parts, mut from, mut used) = (Vec::with_capacity(MOST_LINES), 0, 0.0);
    // the last place to part at, and the width from there on
    let mut near: Option<(usize, f32)> = None;
    for glyph in &whole.glyphs {
        if used + glyph.advance > share && parts.len() + 1 < MOST_LINES && glyph.start() > from {
            let (cut, rest) = near.filter(|(_, rest)| *rest < share * 0.25).unwrap_or((glyph.start(), 0.0));
            parts.extend(whole.text.get(from..cut));
            (from, used, near) = (cut, rest, None);
        }
        used += glyph.advance;
        near = near.map(|(cut, rest)| (cut, rest + glyph.advance));
        if matches!(whole.text.get(glyph.range()), Some(" " | "-")) {
            near = Some((glyph.end(), 0.0));
        }
    }
    parts.extend(whole.text.get(from..));
    parts
}

/// The byte after the space or hyphen that leaves the narrowest wider part; found in one pass over the glyphs.
fn most_even_split(whole: &Run) -> Option<usize> {
    let mut before = 0.0;
    let mut best: Option<(f32, usize)> = None;
    for glyph in &whole.glyphs {
        before += glyph.advance;
        let wider = before.max(whole.width - before);
        let separates = matches!(whole.text.get(glyph.range()), Some(" " | "-"));
        if separates && best.is_none_or(|(least, _)| wider < least) {
            best = Some((wider, glyph.end()));
        }
    }
    best.map(|(_, split)| split)
}

/// The largest size, in whole hundredths of a point, at which a run of this width fits.
fn size_for(width: f32, most: f32) -> f32 {
    if width * most <= NAME_WIDTH * 1000.0 { most } else { (NAME_WIDTH * 100_000.0 / width).floor() / 100.0 }
}

const VALUE: Style = style(Face::Text, 10.8, INK).tabular();
const REMARK: Style = style(Face::Text, 8.0, INK).tabular();

fn issued(canvas: &mut Canvas<'_>, language: Language, person: &Variable) -> Result<(), RenderError> {
    let date = printed::day_tied(language, person.issued_on);
    let place = person.place.trim_matches(' ');
    let text = if place.is_empty() { date.clone() } else { format!("{place}, {date}") };
    if let Ok(style) = fitted(VALUE, &text, FACTS_WIDTH, 6.0, "place") {
        canvas.text(SIDES.0, 437.5, Anchor::Left, style, &text)?;
        return Ok(());
    }
    // a place so long has a line of its own
    let style = fitted(VALUE.sized(7.0), &format!("{place},"), FACTS_WIDTH, LEAST, "place")?;
    canvas.text(SIDES.0, 432.5, Anchor::Left, style, &format!("{place}, "))?;
    canvas.text(SIDES.0, 441.0, Anchor::Left, VALUE.sized(7.0), &date)?;
    Ok(())
}

fn number(canvas: &mut Canvas<'_>, language: Language, person: &Variable) -> Result<(), RenderError> {
    let words = Words::of(language);
    let bold = style(Face::TextBold, VALUE.size, INK).tabular();
    let value = fitted(bold, &person.number, FACTS_WIDTH, LEAST, "number")?;
    let validity =
        person.valid_until.map(|day| format!("{} {}", words.valid_until, printed::day_tied(language, day)));
    let corrects = person.corrects.as_ref().map(|number| format!("{}\u{a0}{number}", words.corrects));
    let remarks: Vec<String> = validity.into_iter().chain(corrects).collect();
    let end = if remarks.is_empty() { "" } else { " " };
    canvas.text(SIDES.0, 467.5, Anchor::Left, value, &format!("{}{end}", person.number))?;
    let mut y = 479.5;
    for (index, remark) in remarks.iter().enumerate() {
        let style = fitted(REMARK, remark, FACTS_WIDTH, LEAST, "corrects")?;
        let end = if index + 1 < remarks.len() { " " } else { "" };
        canvas.text(SIDES.0, y, Anchor::Left, style, &format!("{remark}{end}"))?;
        y += 10.5;
    }
    Ok(())
}

/// The code in groups of four or five, in two lines when it is long.
fn code(canvas: &mut Canvas<'_>, code: &str) -> Result<(), RenderError> {
    let bold = style(Face::TextBold, 9.6, INK).tabular();
    let lines = grouped(code);
    let mut y = QR.1 + if lines.len() == 1 { 30.0 } else { 24.0 };
    for (index, line) in lines.iter().enumerate() {
        let style = fitted(bold, line, 165.0, 4.0, "code")?;
        let end = if index + 1 < lines.len() { " " } else { "" };
        canvas.text(CODE_RIGHT, y, Anchor::Right, style, &format!("{line}{end}"))?;
        y += 12.6;
    }
    Ok(())
}

/// Equal lines of similar groups: 26 letters are twice 5 + 4 + 4.
fn grouped(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    let lines = if letters.len() > 15 { 2 } else { 1 };
    let groups = |line: Vec<char>| {
        let count = line.len().div_ceil(5);
        let groups = even(&line, count).into_iter().map(|group| group.into_iter().collect::<String>());
        groups.collect::<Vec<_>>().join(" ")
    };
    even(&letters, lines).into_iter().map(groups).collect()
}

/// Parts whose lengths differ by one at most, the longer ones first.
fn even(letters: &[char], parts: usize) -> Vec<Vec<char>> {
    let (least, longer) = (letters.len() / parts.max(1), letters.len() % parts.max(1));
    let mut rest = letters.iter().copied();
    (0..parts).map(|part| rest.by_ref().take(least + usize::from(part < longer)).collect()).collect()
}

/// Ties a page of the programme to its certificate; the name only where it fits.
fn running_head(canvas: &mut Canvas<'_>, words: &Words, person: &Variable) -> Result<(), RenderError> {
    let style = style(Face::Text, 8.5, GREY);
    let number = format!("{} {}", words.numbered, person.number);
    let both = format!("{number} – {}", person.name.trim_matches(' '));
    let room = SIDES.1 - SIDES.0;
    let (style, text) = match fitted(style, &both, room, 7.0, "name") {
        Ok(style) => (style, both),
        Err(_) => (fitted(style, &number, room, 5.0, "number")?, number),
    };
    canvas.text(MIDDLE, 69.0, Anchor::Middle, style, &text)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_split_into_even_groups() {
        assert_eq!(grouped("7KQMA2000XPLAZ7KQMA2000XPL"), ["7KQMA 2000 XPLA", "Z7KQM A200 0XPL"]);
        assert_eq!(grouped("7KQM2000XP"), ["7KQM2 000XP"]);
        assert_eq!(grouped(""), [""]);
    }

    #[test]
    fn names_shrink_and_then_take_two_lines() {
        let lines = |name: &str| name_lines(name, 200.0).expect("fits");
        let short = lines("Łucja Ćma");
        assert_eq!((short.len(), short[0].style.size), (1, 36.0));
        let longer = lines("Agnieszka Katarzyna Świątek-Brzęczyszczykiewicz");
        assert!(longer.len() == 1 && longer[0].style.size < 36.0 && longer[0].style.size >= 27.0);
        let two = lines("Maria Magdalena Konstancja Świątopełk-Mirska-Brzęczyszczykiewicz");
        assert!(two.len() == 2 && two.iter().all(|line| line.style.size <= MOST_TWO_LINES));
        assert!(two.iter().all(|line| visible_width(line.style, &line.run) <= NAME_WIDTH));
        assert_eq!(name_lines(&"Ż".repeat(5000), 0.0).err(), Some(RenderError::TooLong { field: "name" }));
        assert_eq!(lines("").len(), 1);
    }

    #[test]
    fn the_longest_names_that_the_forms_take_are_printed_whole() {
        let most = entities::shared::input::NAME_MAX;
        let pair = |letters: &str| {
            let name: String = letters.chars().cycle().take(most).collect();
            format!("{name} {name}")
        };
        for name in [pair("W"), pair("Ł"), pair("Œ"), pair("—"), pair("Maria-"), pair("fi"), "Ł".repeat(most)]
        {
            let set = name_lines(&name, 200.0).expect("fits");
            assert!(set.len() <= MOST_LINES, "{name}");
            let printed: String = set.iter().map(|line| line.run.text.as_str()).collect();
            assert_eq!(printed, name);
            assert!(set.iter().all(|line| visible_width(line.style, &line.run) <= NAME_WIDTH), "{name}");
            assert!(set.windows(2).all(|pair| pair[0].baseline < pair[1].baseline), "{name}");
        }
    }
}
