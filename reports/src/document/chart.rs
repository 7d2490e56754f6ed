//! Charts as vectors: bars per name against a target, and a line over time with the range around it.
//!
//! A chart is one figure: its labels belong to it, its alternative text says what it shows, and the layout
//! prints the same data as a table beside it. Colours differ in lightness too, so that grey prints can be read.

use super::RenderError;
use super::canvas::{Anchor, Canvas, width};
use super::font::Face;
use super::model::{Doc, ROOT, Seg};
use super::style::{GOLD_TEXT, GREY, INK, NAVY, RULE, Rgb, Style, TEAL, WHITE, hex, style};

/// Bars that are not at the target; 3.4 : 1 on white.
const PALE: Rgb = hex(0x007b_96a8);
const BAND: Rgb = hex(0x00d9_ebea);
const LABEL: Style = style(Face::Text, 7.8, INK);
const VALUE: Style = style(Face::TextBold, 7.6, INK).tabular();
const AXIS: Style = style(Face::Text, 7.4, GREY).tabular();
/// Height of one bar with its space.
pub const BAR: f32 = 12.4;
const HEAD: f32 = 24.0;

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Name beside it.
    pub label: String,
    /// Length.
    pub value: f64,
    /// Text at its end.
    pub printed: String,
    /// Whether the target is reached.
    pub reached: bool,
}

/// A level drawn across a chart, and its words.
#[derive(Clone, Debug)]
pub struct Level {
    /// Height.
    pub value: f64,
    /// Words.
    pub label: String,
}

/// Values over time.
#[derive(Clone, Debug)]
pub struct Series {
    /// Lines below each place on the axis.
    pub labels: Vec<[String; 2]>,
    /// Means, one per place; none where nothing was measured.
    pub means: Vec<Option<f64>>,
    /// Least and greatest value of each place.
    pub ranges: Vec<Option<(f64, f64)>>,
    /// Text of the last mean.
    pub last: String,
}

/// Height that so many bars need in so many columns.
#[must_use]
pub fn bars_height(bars: usize, columns: usize) -> f32 {
    HEAD + bars.div_ceil(columns.max(1)) as f32 * BAR + 4.0
}

/// Horizontal bars against a target line, side by side in columns of equal scale.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn bars(
    doc: &mut Doc,
    page: usize,
    [x, y, w]: [f32; 3],
    bars: &[Bar],
    target: &Level,
    columns: usize,
    alt: &str,
) -> Result<(), RenderError> {
    let height = bars_height(bars.len(), columns);
    let figure = doc.figure(ROOT, alt, [x, y, x + w, y + height]);
    let gap = 20.0;
    let columns = columns.max(1);
    let each = (w - gap * (columns - 1) as f32) / columns as f32;
    let rows = bars.len().div_ceil(columns).max(1);
    let values = bars.iter().map(|bar| bar.value).chain([target.value, 0.0]);
    let (low, high) =
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let mut names = 0.0_f32;
    let mut numbers = 0.0_f32;
    for bar in bars {
        names = names.max(width(LABEL, &bar.label)?);
        numbers = numbers.max(width(VALUE, &bar.printed)?);
    }
    let names = names.min(each * 0.40);
    doc.tag(page, figure, |canvas| {
        legend(canvas, (x, y + 7.0))?;
        for (column, bars) in bars.chunks(rows).enumerate() {
            let left = x + column as f32 * (each + gap);
            let pad = numbers + 5.0;
            let before = if low < 0.0 { pad } else { 0.0 };
            let plot = (left + names + 6.0 + before, left + each - pad);
            let at = |value: f64| plot.0 + (plot.1 - plot.0) * part(value, low, high);
            let (top, bottom) = (y + HEAD, y + HEAD + bars.len() as f32 * BAR);
            for (index, bar) in bars.iter().enumerate() {
                let row = top + index as f32 * BAR;
                let baseline = row + BAR * 0.70;
                let label = shortened(LABEL, &bar.label, names)?;
                canvas.text(left, baseline, Anchor::Left, LABEL, &label)?;
                let (zero, end) = (at(0.0), at(bar.value));
                let color = if bar.reached { TEAL } else { PALE };
                let (from, to) = (zero.min(end), zero.max(end).max(zero.min(end) + 0.6));
                canvas.rect([from, row + 2.0, to - from, BAR - 4.0], Some(color), None);
            }
            canvas.line((at(0.0), top), (at(0.0), bottom), GREY, 0.7);
            let goal = at(target.value);
            dashed(canvas, (goal, top - 3.0), (goal, bottom + 1.0), GOLD_TEXT);
            for (index, bar) in bars.iter().enumerate() {
                let row = top + index as f32 * BAR;
                let (end, wide) = (at(bar.value), width(VALUE, &bar.printed)?);
                let left = if bar.value < 0.0 { end - 3.5 - wide } else { end + 3.5 };
                // the target line must not cross a figure
                canvas.rect([left - 1.2, row + 1.6, wide + 2.4, BAR - 3.2], Some(WHITE), None);
                canvas.text(left, row + BAR * 0.70, Anchor::Left, VALUE, &bar.printed)?;
            }
            let words = style(Face::TextBold, 7.6, GOLD_TEXT).tabular();
            let half = width(words, &target.label)? / 2.0;
            let middle = goal.clamp((left + half).min(left + each - half), left + each - half);
            canvas.text(middle, top - 5.5, Anchor::Middle, words, &target.label)?;
        }
        Ok(())
    })
}

fn legend(canvas: &mut Canvas<'_>, (x, y): (f32, f32)) -> Result<(), RenderError> {
    let mut left = x;
    for (color, words) in [(TEAL, "cel osiągnięty"), (PALE, "cel nieosiągnięty")] {
        canvas.rect([left, y - 6.0, 7.0, 7.0], Some(color), None);
        left += 10.5 + canvas.text(left + 10.5, y, Anchor::Left, LABEL, words)? + 14.0;
    }
    Ok(())
}

/// A line of means with the range around it, and levels across.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn line(
    doc: &mut Doc,
    page: usize,
    [x, y, w, h]: [f32; 4],
    series: &Series,
    levels: &[Level],
    alt: &str,
) -> Result<(), RenderError> {
    let figure = doc.figure(ROOT, alt, [x, y, x + w, y + h]);
    let ranges = series.ranges.iter().flatten().flat_map(|(low, high)| [*low, *high]);
    let values = ranges.chain(levels.iter().map(|level| level.value));
    let (low, high) =
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let ticks = ticks(low, high);
    let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    let mut words = width(VALUE, &series.last)?;
    for level in levels {
        words = words.max(width(AXIS, &level.label)?);
    }
    let mut axis = 0.0_f32;
    for tick in &ticks {
        axis = axis.max(width(AXIS, &number(*tick))?);
    }
    let plot = [x + axis + 6.0, y + 6.0, x + w - words - 12.0, y + h - 24.0];
    let height = |value: f64| plot[3] - (plot[3] - plot[1]) * part(value, low, high);
    let places = series.means.len().max(1);
    let step = (plot[2] - plot[0]) / places as f32;
    let across = |index: usize| plot[0] + step * (index as f32 + 0.5);
    doc.tag(page, figure, |canvas| {
        for (index, tick) in ticks.iter().enumerate() {
            let at = height(*tick);
            let (color, weight) = if index == 0 { (GREY, 0.8) } else { (RULE, 0.5) };
            canvas.line((plot[0], at), (plot[2], at), color, weight);
            canvas.text(plot[0] - 5.0, at + 2.6, Anchor::Right, AXIS, &number(*tick))?;
        }
        band(canvas, series, across, height);
        for level in levels {
            let at = height(level.value);
            dashed(canvas, (plot[0], at), (plot[2], at), GOLD_TEXT);
        }
        for (index, labels) in series.labels.iter().enumerate() {
            // names of places need some room; years stand below the first quarter shown of each
            let every = (17.0 / step).ceil().max(1.0) as usize;
            if index % every == 0 {
                canvas.text(across(index), plot[3] + 11.0, Anchor::Middle, AXIS, &labels[0])?;
            }
            let earlier = index.checked_sub(1).and_then(|before| series.labels.get(before));
            if earlier.is_none_or(|earlier| earlier[1] != labels[1]) {
                canvas.text(across(index), plot[3] + 20.0, Anchor::Middle, AXIS, &labels[1])?;
            }
        }
        means(canvas, series, across, height);
        let last = series.means.iter().flatten().next_back().map(|last| (height(*last), &series.last, VALUE));
        let gold = style(Face::Text, 7.4, GOLD_TEXT).tabular();
        let mut words: Vec<(f32, &String, Style)> =
            levels.iter().map(|level| (height(level.value), &level.label, gold)).chain(last).collect();
        words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = f32::MIN;
        for (at, text, look) in words {
            let at = at.max(free);
            free = at + 9.4;
            canvas.text(plot[2] + 6.0, at + 2.6, Anchor::Left, look, text)?;
        }
        Ok(())
    })
}

/// The range between least and greatest values, wherever neighbours have one.
fn band(
    canvas: &mut Canvas<'_>,
    series: &Series,
    across: impl Fn(usize) -> f32,
    height: impl Fn(f64) -> f32,
) {
    let places: Vec<(usize, (f64, f64))> = series
        .ranges
        .iter()
        .enumerate()
        .filter_map(|(index, range)| range.map(|range| (index, range)))
        .collect();
    if places.len() < 2 {
        return;
    }
    let upper = places.iter().map(|(index, (_, high))| (across(*index), height(*high)));
    let lower = places.iter().rev().map(|(index, (low, _))| (across(*index), height(*low)));
    let corners: Vec<(f32, f32)> = upper.chain(lower).collect();
    canvas.polygon(&corners, Some(BAND), None);
}

fn means(
    canvas: &mut Canvas<'_>,
    series: &Series,
    across: impl Fn(usize) -> f32,
    height: impl Fn(f64) -> f32,
) {
    let points: Vec<(f32, f32)> = series
        .means
        .iter()
        .enumerate()
        .filter_map(|(index, mean)| mean.map(|mean| (across(index), height(mean))))
        .collect();
    let segs = points.iter().enumerate();
    let segs: Vec<Seg> =
        segs.map(|(index, (x, y))| if index == 0 { Seg::Move(*x, *y) } else { Seg::Line(*x, *y) }).collect();
    if points.len() > 1 {
        canvas.path(segs, None, Some((NAVY, 1.7)));
    }
    for point in points {
        canvas.circle(point, 2.4, Some(WHITE), Some((NAVY, 1.4)));
    }
}

fn dashed(canvas: &mut Canvas<'_>, from: (f32, f32), to: (f32, f32), color: Rgb) {
    let length = ((to.0 - from.0).powi(2) + (to.1 - from.1).powi(2)).sqrt();
    let (dash, period) = (3.2, 5.4);
    let mut segs = Vec::new();
    let mut at = 0.0;
    while at < length {
        let end = (at + dash).min(length);
        let point = |along: f32| {
            let share = along / length;
            (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
        };
        let (start, end) = (point(at), point(end));
        segs.extend([Seg::Move(start.0, start.1), Seg::Line(end.0, end.1)]);
        at += period;
    }
    canvas.path(segs, None, Some((color, 1.0)));
}

/// Where a value lies between two others, 0–1.
fn part(value: f64, low: f64, high: f64) -> f32 {
    if high > low { ((value - low) / (high - low)) as f32 } else { 0.5 }
}

/// Three to six round numbers around a range.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let low = if low > 0.0 && low < high * 0.6 { 0.0 } else { low };
    let range = if high > low { high - low } else { high.abs().max(1.0) };
    let rough = range / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|nice| nice * power).find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0);
    let (first, last) = ((low / step).floor(), (high / step).ceil());
    let last = if last > first { last } else { first + 1.0 };
    (0..=(last - first) as usize).map(|tick| (first + tick as f64) * step).collect()
}

/// A round number as an axis shows it.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let decimals = if hundredths % 100 == 0 {
        0
    } else if hundredths % 10 == 0 {
        1
    } else {
        2
    };
    entities::reporting::figure::Ratio::whole(hundredths).printed(decimals)
}

/// A name cut with an ellipsis where it is too wide; the whole name stands in the table.
fn shortened(style: Style, text: &str, available: f32) -> Result<String, RenderError> {
    if width(style, text)? <= available + 0.01 {
        return Ok(text.to_owned());
    }
    let mut letters: Vec<char> = text.chars().collect();
    while letters.len() > 1 {
        letters.pop();
        let cut: String = letters.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(style, &cut)? <= available {
            return Ok(cut);
        }
    }
    Ok(String::from("…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_few_round_numbers_around_all_values() {
        for (low, high) in
            [(0.0, 97.3), (-12.5, 4.0), (40.0, 40.0), (0.0, 0.0), (99_000.0, 101_000.0), (-3.0, -1.0)]
        {
            let ticks = ticks(low, high);
            assert!((2..=7).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks[0] <= low && *ticks.last().expect("ticks") >= high, "{low} {high} {ticks:?}");
        }
        assert_eq!(number(2_500.0), "2500");
        assert_eq!(number(-0.25), "−0,25");
    }

    #[test]
    fn names_are_cut_only_where_they_must() {
        assert_eq!(shortened(LABEL, "gmina Bieliny", 200.0).expect("fits"), "gmina Bieliny");
        let cut = shortened(LABEL, "gmina Świętochłowice-Południe", 60.0).expect("cut");
        assert!(cut.ends_with('…') && width(LABEL, &cut).expect("width") <= 60.0);
        assert_eq!(shortened(LABEL, "gmina", 0.1).expect("cut"), "…");
    }
}
