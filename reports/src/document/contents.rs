//! The contents page: titles with dotted leaders and links, drawn when the pages of all titles are known.

use super::RenderError;
use super::canvas::{Anchor, width};
use super::flow::Flow;
use super::font::Face;
use super::model::{Artifact, Doc, NodeId, ROOT, Role, Target};
use super::style::{GREY, INK, NAVY, Style, style};
use super::text::{self, Align, Line, Setting, span};

const CHAPTER: Style = style(Face::TextBold, 10.4, NAVY).tabular();
const SECTION: Style = style(Face::Text, 9.6, INK).tabular();
const DOTS: Style = style(Face::Text, 8.0, GREY);
const LEADING: f32 = 13.0;
const INDENT: f32 = 14.0;
/// Room for the page number and the least leader.
const NUMBER: f32 = 44.0;

/// Entries whose places are taken and whose page numbers follow.
#[derive(Clone, Debug)]
pub struct Contents {
    entries: Vec<Entry>,
    right: f32,
}

#[derive(Clone, Debug)]
struct Entry {
    title: String,
    level: u8,
    lines: Vec<Line>,
    node: NodeId,
    page: usize,
    x: f32,
    y: f32,
}

/// Takes the places of titles (level 1 or 2) in the flow.
///
/// # Errors
/// [`RenderError::Unprintable`] when a face lacks a letter.
pub fn reserve(flow: &mut Flow, titles: &[(u8, String)]) -> Result<Contents, RenderError> {
    let toc = flow.doc.node(ROOT, Role::TOC);
    let mut entries = Vec::with_capacity(titles.len());
    for (level, title) in titles {
        let (look, x) = look(flow.frame.sides.0, *level);
        let setting =
            Setting { width: flow.frame.sides.1 - x - NUMBER, align: Align::Left, hyphenate: false };
        let lines = text::lines(&span(look, title), setting)?;
        let height = lines.len() as f32 * LEADING + 2.0;
        let before = if *level == 1 { 6.0 } else { 0.0 };
        // a chapter keeps its first section beside it
        flow.need(before + height + if *level == 1 { LEADING * 2.0 } else { 0.0 });
        flow.space(before);
        let item = flow.doc.node(toc, Role::TOCI);
        let reference = flow.doc.node(item, Role::Reference);
        let node = flow.doc.node(reference, Role::Link);
        let (page, y) = (flow.page, flow.y + LEADING * 0.78);
        entries.push(Entry { title: title.clone(), level: *level, lines, node, page, x, y });
        flow.y += height;
    }
    Ok(Contents { entries, right: flow.frame.sides.1 })
}

impl Contents {
    /// Draws the entries; `places` are page (from 0) and height of each title, in order.
    ///
    /// # Errors
    /// [`RenderError::Unprintable`] when a face lacks a letter.
    pub fn fill(&self, doc: &mut Doc, places: &[(usize, f32)]) -> Result<(), RenderError> {
        let dot = width(DOTS, " .")?.max(1.0);
        for (entry, (page, top)) in self.entries.iter().zip(places) {
            let (look, _) = look(0.0, entry.level);
            let last = entry.y + entry.lines.len().saturating_sub(1) as f32 * LEADING;
            let number = (page + 1).to_string();
            let taken = doc.tag(entry.page, entry.node, |canvas| {
                text::draw(canvas, &entry.lines, entry.x, entry.y, LEADING);
                canvas.text(self.right, last, Anchor::Right, look, &number)
            })?;
            let from = entry.x + entry.lines.last().map_or(0.0, |line| line.width) + 6.0;
            // leaders end at the same place on all lines
            let dots = ((self.right - taken - 6.0 - from) / dot).floor().max(0.0) as usize;
            doc.artifact(entry.page, Artifact::Layout, |canvas| {
                let right = self.right - 22.0_f32.max(taken + 6.0);
                let dots = dots.min(((right - from) / dot).floor().max(0.0) as usize);
                canvas.text(right, last, Anchor::Right, DOTS, &" .".repeat(dots))
            })?;
            let bounds = [entry.x, entry.y - LEADING * 0.8, self.right, last + LEADING * 0.25];
            // whole points are near enough to see the title
            let target = Target::Place { page: *page, top: (*top - 8.0).clamp(0.0, 60_000.0) as u16 };
            doc.link(entry.page, entry.node, bounds, target, &format!("{}, strona {number}", entry.title));
        }
        Ok(())
    }
}

fn look(left: f32, level: u8) -> (Style, f32) {
    if level == 1 { (CHAPTER, left) } else { (SECTION, left + INDENT) }
}
