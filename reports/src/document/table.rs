//! Tables: set cells, tagged rows, a header repeated as an artifact, and rows shared out over pages.

use std::ops::Range;

use super::RenderError;
use super::model::{Artifact, Doc, NodeId, Role, Scope};
use super::style::{MIST, NAVY, RULE, Rgb};
use super::text::{self, Line};

/// Space between a cell's edge and its text.
pub const PADDING: f32 = 5.0;

/// A column: its width and the set lines of its head.
#[derive(Clone, Debug)]
pub struct Column {
    /// Width in points.
    pub width: f32,
    /// Lines of the head with their leadings.
    pub head: Vec<Line>,
    /// Whether its cells head their rows.
    pub heads_rows: bool,
}

/// A row of set cells, one per column; an empty cell is left for handwriting.
#[derive(Clone, Debug)]
pub struct Row {
    /// Lines of each cell.
    pub cells: Vec<Vec<Line>>,
}

/// A table's columns and how they look.
#[derive(Clone, Debug)]
pub struct Table {
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Size of the text in cells, for the place of the baseline.
    pub size: f32,
    /// Distance of baselines in points.
    pub leading: f32,
}

impl Table {
    /// Width of all columns.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum()
    }

    /// Height of the head.
    #[must_use]
    pub fn head_height(&self) -> f32 {
        let lines = self.columns.iter().map(|column| column.head.len()).max().unwrap_or(0);
        lines as f32 * self.leading + 2.0 * PADDING
    }

    /// Height that a row's text needs.
    #[must_use]
    pub fn row_height(&self, row: &Row) -> f32 {
        let lines = row.cells.iter().map(Vec::len).max().unwrap_or(0);
        lines as f32 * self.leading + 1.6 * PADDING
    }

    /// Draws the head: tagged below `table`, or as an artifact where it is repeated.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the page does not exist.
    pub fn draw_head(
        &self,
        doc: &mut Doc,
        page: usize,
        table: Option<NodeId>,
        (x, y): (f32, f32),
    ) -> Result<(), RenderError> {
        let height = self.head_height();
        doc.artifact(page, Artifact::Layout, |canvas| {
            canvas.rect([x, y, self.width(), height], Some(NAVY), None);
            Ok(())
        })?;
        let row = table.map(|table| {
            let head = doc.node(table, Role::THead);
            doc.node(head, Role::TR)
        });
        for (column, left) in self.columns.iter().zip(self.lefts(x)) {
            let lines = column.head.len() as f32 * self.leading;
            let baseline = y + (height - lines) / 2.0 + self.size * 0.84;
            let draw = |canvas: &mut super::canvas::Canvas<'_>| {
                text::draw(canvas, &column.head, left + PADDING, baseline, self.leading);
                Ok(())
            };
            match row {
                Some(row) => {
                    let cell = doc.node(row, Role::TH);
                    doc.edit(cell, |node| node.scope = Some(Scope::Column));
                    doc.tag(page, cell, draw)?;
                }
                None => doc.artifact(page, Artifact::Pagination, draw)?,
            }
        }
        Ok(())
    }

    /// Draws a row below `body`, with text in the middle of its height.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the page does not exist.
    pub fn draw_row(
        &self,
        doc: &mut Doc,
        page: usize,
        body: NodeId,
        row: &Row,
        [x, y, height]: [f32; 3],
        shaded: bool,
    ) -> Result<(), RenderError> {
        if shaded {
            doc.artifact(page, Artifact::Layout, |canvas| {
                canvas.rect([x, y, self.width(), height], Some(MIST), None);
                Ok(())
            })?;
        }
        let tagged = doc.node(body, Role::TR);
        for ((column, left), lines) in self.columns.iter().zip(self.lefts(x)).zip(&row.cells) {
            let cell = doc.node(tagged, if column.heads_rows { Role::TH } else { Role::TD });
            if column.heads_rows {
                doc.edit(cell, |node| node.scope = Some(Scope::Row));
            }
            if lines.is_empty() {
                continue;
            }
            let set = lines.len() as f32 * self.leading;
            let baseline = y + (height - set) / 2.0 + self.size * 0.84 + (self.leading - self.size) / 2.0;
            doc.tag(page, cell, |canvas| {
                text::draw(canvas, lines, left + PADDING, baseline, self.leading);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Lines between columns and below rows, from the lower edge of the head.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the page does not exist.
    pub fn draw_grid(
        &self,
        doc: &mut Doc,
        page: usize,
        (x, y): (f32, f32),
        rows: &[f32],
    ) -> Result<(), RenderError> {
        let (right, bottom) = (x + self.width(), y + rows.iter().sum::<f32>());
        doc.artifact(page, Artifact::Layout, |canvas| {
            let mut line = |from, to, color: Rgb, width| canvas.line(from, to, color, width);
            let mut below = y;
            for height in rows {
                below += height;
                line((x, below), (right, below), RULE, 0.6);
            }
            for left in self.lefts(x).chain([right]) {
                line((left, y), (left, bottom), RULE, 0.6);
            }
            line((x, bottom), (right, bottom), NAVY, 0.9);
            Ok(())
        })
    }

    fn lefts(&self, x: f32) -> impl Iterator<Item = f32> {
        let mut left = x;
        self.columns.iter().map(move |column| {
            let at = left;
            left += column.width;
            at
        })
    }
}

/// Shares rows out over as few pages as possible and fills those evenly, the last one a little less, so that no
/// page is mostly empty.
///
/// `capacity(page, pages)` is the height for rows on that page of so many pages. `None` when a row fits nowhere.
#[must_use]
pub fn share(heights: &[f32], capacity: impl Fn(usize, usize) -> f32) -> Option<Vec<Range<usize>>> {
    (1..=heights.len().max(1) + 1).find_map(|pages| {
        let full = fill(heights, pages, 1.0, &capacity)?;
        // the lowest share of every page's height at which the rows still fit
        let (mut low, mut high) = (0.0_f32, 1.0_f32);
        for _ in 0..16 {
            let middle = (low + high) / 2.0;
            match fill(heights, pages, middle, &capacity) {
                Some(_) => high = middle,
                None => low = middle,
            }
        }
        let generous = high + (1.0 - high) * 0.8 / pages as f32;
        Some(fill(heights, pages, generous, &capacity).unwrap_or(full))
    })
}

fn fill(
    heights: &[f32],
    pages: usize,
    share: f32,
    capacity: &impl Fn(usize, usize) -> f32,
) -> Option<Vec<Range<usize>>> {
    let mut ranges = Vec::with_capacity(pages);
    let mut first = 0;
    for page in 0..pages {
        let room = capacity(page, pages) * share + 0.01;
        let mut used = 0.0;
        let fitting = heights.iter().skip(first).take_while(|height| {
            used += **height;
            used <= room
        });
        let end = first + fitting.count();
        ranges.push(first..end);
        first = end;
    }
    (first == heights.len()).then_some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fill_pages_evenly() {
        let capacity = |page: usize, pages: usize| if page + 1 == pages { 80.0 } else { 100.0 };
        let pages = share(&[10.0; 19], capacity).expect("fits");
        assert_eq!(pages.len(), 3);
        assert!(pages.iter().all(|page| page.len() >= 4), "{pages:?}");
        assert_eq!(share(&[10.0; 8], capacity).expect("fits"), vec![Range { start: 0, end: 8 }]);
        assert_eq!(share(&[], capacity).expect("fits"), vec![Range { start: 0, end: 0 }]);
    }

    #[test]
    fn a_row_higher_than_a_page_fits_nowhere() {
        assert_eq!(share(&[10.0, 200.0], |_, _| 100.0), None);
    }
}
