//! Tables of text in the flow: rows fill the page, the head is repeated, a caption stands above.
//!
//! Small tables stay in one piece; a longer one never leaves fewer than three rows on a page.

use super::RenderError;
use super::flow::Flow;
use super::font::Face;
use super::model::{Artifact, NodeId, ROOT, Role};
use super::style::{INK, NAVY, RULE, Style, WHITE, style};
use super::table::{Column, PADDING, Row, Table};
use super::text::{self, Align, Setting, Span, span, ties};

const HEAD: Style = style(Face::TextBold, 8.0, WHITE);
const CAPTION: f32 = 9.0;
const LEADING: f32 = 10.6;
/// Tables of so many rows stay in one piece.
const SMALL: usize = 9;
/// The fewest rows of a table on a page.
const FEWEST: usize = 3;

/// Height of the rows that go along with what follows a table.
const COMPANY: f32 = 150.0;

/// Text of cells.
pub const CELL: Style = style(Face::Text, 8.8, INK).tabular();

/// A column of a grid.
#[derive(Clone, Debug)]
pub struct Spec<'a> {
    /// Text of its head.
    pub head: &'a str,
    /// Width in points.
    pub width: f32,
    /// Alignment of head and cells.
    pub align: Align,
}

/// A table that is being filled; the first column heads the rows.
#[derive(Clone, Debug)]
pub struct Grid {
    table: Table,
    settings: Vec<Setting>,
    rows: Vec<Row>,
    totals: usize,
    follow: f32,
}

impl Grid {
    /// A table without rows.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn new(specs: &[Spec<'_>]) -> Result<Self, RenderError> {
        let (mut columns, mut settings) = (Vec::new(), Vec::new());
        for (index, spec) in specs.iter().enumerate() {
            let setting = Setting { width: spec.width - 2.0 * PADDING, align: spec.align, hyphenate: true };
            let unbroken = Setting { hyphenate: false, ..setting };
            let head = text::lines(&span(HEAD, spec.head), unbroken)?;
            columns.push(Column { width: spec.width, head, heads_rows: index == 0 });
            settings.push(setting);
        }
        let table = Table { columns, size: CELL.size, leading: LEADING };
        Ok(Self { table, settings, rows: Vec::new(), totals: 0, follow: 0.0 })
    }

    /// Adds a row; texts of columns aligned to the right stay on one line.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn row(&mut self, cells: &[(Style, &str)]) -> Result<(), RenderError> {
        let mut set = Vec::with_capacity(cells.len());
        for ((style, text), setting) in cells.iter().zip(&self.settings) {
            set.push(match setting.align {
                Align::Right => text::single(*style, text, *setting)?,
                _ => text::lines(&span(*style, text), *setting)?,
            });
        }
        self.rows.push(Row { cells: set });
        Ok(())
    }

    /// Says that the last row sums up the others.
    pub fn total(&mut self) {
        self.totals += 1;
    }

    /// Says how much follows the table and must not stand alone on a page: where it does not fit below the last
    /// row, it takes some rows of a long table along.
    pub fn followed_by(&mut self, height: f32) {
        self.follow = height;
    }

    /// Height of the smallest part that may stand on a page, with a caption of one line.
    #[must_use]
    pub fn least_height(&self) -> f32 {
        let rows = if self.rows.len() <= SMALL { self.rows.len() } else { FEWEST };
        let rows: f32 = self.rows.iter().take(rows).map(|row| self.table.row_height(row)).sum();
        CAPTION * 2.2 + self.table.head_height() + rows
    }

    /// Draws the table where the flow is.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn place(&self, flow: &mut Flow, label: &str, caption: &str, after: f32) -> Result<(), RenderError> {
        flow.need(self.least_height());
        let table = flow.doc.node(ROOT, Role::Table);
        let head = flow.doc.node(table, Role::Caption);
        captioned(flow, head, (flow.frame.sides.0, flow.width()), label, caption)?;
        let heights: Vec<f32> = self.rows.iter().map(|row| self.table.row_height(row)).collect();
        let (x, mut first, mut body) = (flow.frame.sides.0, 0, None);
        loop {
            let rest = heights.get(first..).unwrap_or_default();
            let room = flow.room() - self.table.head_height();
            let count = accompanied(rest, fitting(rest, room), room, self.follow);
            self.table.draw_head(&mut flow.doc, flow.page, (first == 0).then_some(table), (x, flow.y))?;
            flow.y += self.table.head_height();
            let body = *body.get_or_insert_with(|| flow.doc.node(table, Role::TBody));
            for (index, (row, height)) in self.rows.iter().zip(&heights).enumerate().skip(first).take(count) {
                let shaded = index % 2 == 1;
                self.table.draw_row(&mut flow.doc, flow.page, body, row, [x, flow.y, *height], shaded)?;
                let total = index + self.totals >= self.rows.len();
                let (top, right) = (flow.y, x + self.table.width());
                let (color, weight) = if total { (NAVY, 0.9) } else { (RULE, 0.5) };
                flow.doc.artifact(flow.page, Artifact::Layout, |canvas| {
                    canvas.line((x, top), (right, top), color, weight);
                    Ok(())
                })?;
                flow.y += height;
            }
            let (bottom, right) = (flow.y, x + self.table.width());
            flow.doc.artifact(flow.page, Artifact::Layout, |canvas| {
                canvas.line((x, bottom), (right, bottom), NAVY, 0.9);
                Ok(())
            })?;
            first += count;
            if first >= self.rows.len() {
                break;
            }
            flow.turn();
        }
        flow.y += after;
        Ok(())
    }
}

/// A caption above a table or chart, `x` and width given: its label in bold.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn captioned(
    flow: &mut Flow,
    node: NodeId,
    (x, width): (f32, f32),
    label: &str,
    caption: &str,
) -> Result<(), RenderError> {
    let bold = Span { style: style(Face::TextBold, CAPTION, NAVY), text: format!("{}\u{a0}", ties(label)) };
    let plain = Span { style: style(Face::Text, CAPTION, INK), text: ties(caption) };
    let lines = text::lines(&[bold, plain], Setting { width, align: Align::Left, hyphenate: false })?;
    let baseline = flow.y + CAPTION;
    flow.doc.tag(flow.page, node, |canvas| {
        text::draw(canvas, &lines, x, baseline, CAPTION * 1.3);
        Ok(())
    })?;
    flow.y += lines.len() as f32 * CAPTION * 1.3 + 4.0;
    Ok(())
}

/// Rows for this page: as many as fit, at least one, and not so many that one or two are left over.
fn fitting(heights: &[f32], room: f32) -> usize {
    let mut used = 0.0;
    let fit = heights.iter().take_while(|height| {
        used += **height;
        used <= room + 0.01
    });
    let fit = fit.count();
    let left = heights.len() - fit;
    let fit = if left > 0 && left < FEWEST { fit.saturating_sub(FEWEST - left) } else { fit };
    fit.clamp(1.min(heights.len()), heights.len())
}

/// Rows for this page, where so much follows the last row: fewer, if what follows would turn the page alone.
fn accompanied(heights: &[f32], count: usize, room: f32, follow: f32) -> usize {
    let used: f32 = heights.iter().sum();
    if count < heights.len() || follow <= 0.0 || used + follow <= room {
        return count;
    }
    let mut company = 0.0;
    let along = heights.iter().rev().take_while(|height| {
        let more = company < COMPANY;
        company += **height;
        more
    });
    let along = along.count();
    if along >= FEWEST && count >= along + FEWEST { count - along } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_long_table_does_not_turn_the_page_alone() {
        assert_eq!(accompanied(&[20.0; 20], 20, 700.0, 250.0), 20, "all fits");
        assert_eq!(accompanied(&[20.0; 25], 25, 700.0, 250.0), 17, "eight rows go along");
        assert_eq!(accompanied(&[20.0; 25], 25, 700.0, 0.0), 25, "nothing follows");
        assert_eq!(accompanied(&[20.0; 40], 35, 700.0, 250.0), 35, "the table goes on anyway");
        assert_eq!(accompanied(&[20.0; 9], 9, 200.0, 250.0), 9, "too few to share");
        assert_eq!(accompanied(&[], 0, 200.0, 250.0), 0);
    }

    #[test]
    fn no_page_gets_one_or_two_rows_of_a_long_table() {
        assert_eq!(fitting(&[10.0; 20], 1_000.0), 20);
        assert_eq!(fitting(&[10.0; 20], 190.0), 17);
        assert_eq!(fitting(&[10.0; 20], 100.0), 10);
        assert_eq!(fitting(&[500.0; 2], 100.0), 1);
        assert_eq!(fitting(&[], 100.0), 0);
    }
}
