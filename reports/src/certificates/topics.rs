//! The programme of a training: numbered topics in two columns.
//!
//! Up to a dozen topics stand on the first page of a certificate; more flow to pages of their own, set as large
//! as they fit there.

use crate::document::RenderError;
use crate::document::canvas::Anchor;
use crate::document::font::Face;
use crate::document::model::{Doc, NodeId, Role};
use crate::document::style::{GOLD_TEXT, INK, Style, style};
use crate::document::text::{self, Align, Line, Setting, span};

/// Space between the two columns.
const GUTTER: f32 = 40.0;
/// Space between a number and its topic.
const LABEL_GAP: f32 = 7.0;

/// Width of a single column on a page of its own.
const SINGLE: f32 = 480.0;

/// How topics are set: size, leading and space between topics, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Scale {
    size: f32,
    leading: f32,
    between: f32,
}

const FIRST_PAGE: [Scale; 4] =
    [scale(10.0, 13.0, 3.5), scale(9.5, 12.2, 2.8), scale(9.0, 11.4, 2.2), scale(8.5, 10.6, 1.6)];
const OWN_PAGES: [Scale; 4] =
    [scale(11.0, 14.6, 8.0), scale(10.5, 13.8, 6.5), scale(10.0, 13.0, 5.0), scale(9.5, 12.2, 3.6)];

const fn scale(size: f32, leading: f32, between: f32) -> Scale {
    Scale { size, leading, between }
}

/// Topics set in two columns.
#[derive(Clone, Debug)]
pub struct Columns {
    left: Vec<Topic>,
    right: Vec<Topic>,
    scale: Scale,
    label: f32,
    /// Height from the first line's top to the last line's bottom.
    pub height: f32,
    /// Width of both columns and the space between.
    pub width: f32,
}

#[derive(Clone, Debug)]
struct Topic {
    number: usize,
    lines: Vec<Line>,
}

/// Topics for the first page, if they fit into the width and height there.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn beside_the_rest(topics: &[String], width: f32, height: f32) -> Result<Option<Columns>, RenderError> {
    for scale in FIRST_PAGE {
        let columns = Columns::balanced(set(topics, width, scale)?, topics.len(), scale)?;
        if columns.height <= height {
            return Ok(Some(columns));
        }
    }
    Ok(None)
}

/// Topics for pages of their own: one column where that fits, else two on one page at the largest size that
/// fits, else as many pages as it takes.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn on_own_pages(topics: &[String], width: f32, height: f32) -> Result<Vec<Columns>, RenderError> {
    let [largest, ..] = OWN_PAGES;
    let column = Columns::single(set(topics, 2.0 * SINGLE - GUTTER, largest)?, topics.len(), largest)?;
    if column.height <= height {
        return Ok(vec![column]);
    }
    let mut smallest = Vec::new();
    for scale in OWN_PAGES {
        smallest = set(topics, width, scale)?;
        let columns = Columns::balanced(smallest.clone(), topics.len(), scale)?;
        if columns.height <= height {
            return Ok(vec![columns]);
        }
    }
    let [.., scale] = OWN_PAGES;
    let (mut pages, mut rest) = (Vec::new(), smallest.into_iter().peekable());
    while rest.peek().is_some() {
        let mut page = Vec::new();
        for _column in 0..2 {
            let mut used = 0.0;
            while let Some(topic) = rest.next_if(|topic| used == 0.0 || used + topic.height(scale) <= height)
            {
                used += topic.height(scale) + scale.between;
                page.push(topic);
            }
        }
        pages.push(Columns::balanced(page, topics.len(), scale)?);
    }
    Ok(pages)
}

impl Columns {
    /// Draws list items below `list`, from the upper left corner.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn draw(
        &self,
        doc: &mut Doc,
        page: usize,
        list: NodeId,
        (x, y): (f32, f32),
    ) -> Result<(), RenderError> {
        let second = x + widest(&self.left) + self.label + LABEL_GAP + GUTTER;
        for (column, x) in [(&self.left, x), (&self.right, second)] {
            let mut top = y;
            for topic in column {
                let item = doc.node(list, Role::LI);
                let (label, body) = (doc.node(item, Role::Lbl), doc.node(item, Role::LBody));
                let baseline = top + self.scale.size * 0.82;
                let number = format!("{}.", topic.number);
                doc.tag(page, label, |canvas| {
                    canvas.text(
                        x + self.label,
                        baseline,
                        Anchor::Right,
                        number_style(self.scale.size),
                        &number,
                    )
                })?;
                doc.tag(page, body, |canvas| {
                    let x = x + self.label + LABEL_GAP;
                    text::draw(canvas, &topic.lines, x, baseline, self.scale.leading);
                    Ok(())
                })?;
                top += topic.height(self.scale) + self.scale.between;
            }
        }
        Ok(())
    }

    /// All topics below each other.
    fn single(topics: Vec<Topic>, count: usize, scale: Scale) -> Result<Self, RenderError> {
        let label = label_width(count, scale.size)?;
        let height = stack(&topics, scale);
        let width = widest(&topics) + label + LABEL_GAP;
        Ok(Self { left: topics, right: Vec::new(), scale, label, height, width })
    }

    /// Splits topics so that both columns are of similar height, the left one at least as high.
    fn balanced(mut topics: Vec<Topic>, count: usize, scale: Scale) -> Result<Self, RenderError> {
        let label = label_width(count, scale.size)?;
        // of equally high splits the last one: the left column is never the shorter one
        let split = (1..=topics.len()).rev().min_by(|a, b| {
            let higher = |split: usize| {
                let (left, right) = topics.split_at(split);
                stack(left, scale).max(stack(right, scale))
            };
            higher(*a).total_cmp(&higher(*b))
        });
        let right = topics.split_off(split.unwrap_or(topics.len()));
        let height = stack(&topics, scale).max(stack(&right, scale));
        let column = |topics: &[Topic]| widest(topics) + label + LABEL_GAP;
        let second = if right.is_empty() { 0.0 } else { GUTTER + column(&right) };
        let width = column(&topics) + second;
        Ok(Self { left: topics, right, scale, label, height, width })
    }
}

impl Topic {
    fn height(&self, scale: Scale) -> f32 {
        self.lines.len().max(1) as f32 * scale.leading
    }
}

fn set(topics: &[String], width: f32, scale: Scale) -> Result<Vec<Topic>, RenderError> {
    let body = style(Face::Text, scale.size, INK);
    let column = (width - GUTTER) / 2.0 - label_width(topics.len(), scale.size)? - LABEL_GAP;
    let setting = Setting { width: column, align: Align::Left, hyphenate: false };
    let numbered = topics.iter().enumerate();
    numbered
        .map(|(index, topic)| {
            Ok(Topic { number: index + 1, lines: text::lines(&span(body, topic), setting)? })
        })
        .collect()
}

fn number_style(size: f32) -> Style {
    style(Face::TextBold, size, GOLD_TEXT).tabular()
}

fn label_width(count: usize, size: f32) -> Result<f32, RenderError> {
    crate::document::canvas::width(number_style(size), &format!("{count}."))
}

fn stack(topics: &[Topic], scale: Scale) -> f32 {
    let lines: f32 = topics.iter().map(|topic| topic.height(scale)).sum();
    lines + topics.len().saturating_sub(1) as f32 * scale.between
}

fn widest(topics: &[Topic]) -> f32 {
    topics.iter().flat_map(|topic| &topic.lines).map(|line| line.width).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(count: usize) -> Vec<String> {
        (1..=count).map(|n| format!("Temat numer {n}: współpraca międzysektorowa w gminie")).collect()
    }

    #[test]
    fn few_topics_stay_and_forty_move_to_one_page() {
        assert!(beside_the_rest(&topics(6), 640.0, 60.0).expect("set").is_some());
        assert!(beside_the_rest(&topics(40), 640.0, 120.0).expect("set").is_none());
        let pages = on_own_pages(&topics(40), 640.0, 380.0).expect("set");
        assert_eq!(pages.len(), 1);
        assert_eq!((pages[0].left.len(), pages[0].right.len()), (20, 20));
    }

    #[test]
    fn no_topic_is_lost_on_many_pages() {
        let pages = on_own_pages(&topics(300), 640.0, 380.0).expect("set");
        assert!(pages.len() > 1 && pages.iter().all(|page| page.height <= 380.0));
        let numbers: Vec<usize> = pages
            .iter()
            .flat_map(|page| page.left.iter().chain(&page.right))
            .map(|topic| topic.number)
            .collect();
        assert_eq!(numbers, (1..=300).collect::<Vec<_>>());
    }

    #[test]
    fn one_topic_is_one_column() {
        let columns = beside_the_rest(&topics(1), 640.0, 60.0).expect("set").expect("fits");
        assert!(columns.right.is_empty() && columns.width < 320.0);
    }
}
