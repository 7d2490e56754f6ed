//! What all parts of the report share: the page, styles of text, captions counted up, the figures.

use entities::reporting::findings::Findings;
use entities::reporting::pilot_summary::PilotSummary;
use entities::reporting::sentences::ended;

use crate::document::RenderError;
use crate::document::flow::{self, Flow, Frame, Look};
use crate::document::font::Face;
use crate::document::model::{A4, Bookmark, Role};
use crate::document::style::{GREY, INK, NAVY, Style, TEAL, style};
use crate::document::text::{Align, Setting, span};

/// The box of all pages after the cover.
pub(super) const FRAME: Frame = Frame { size: A4, sides: (62.0, A4.0 - 62.0), ends: (78.0, 776.0) };

pub(super) const BODY: Style = style(Face::Text, 9.8, INK);
const CHAPTER: Style = style(Face::Display, 23.0, NAVY);
const SECTION: Style = style(Face::TextBold, 11.6, TEAL);
/// The share of a page that may stay free so that what belongs together stands together.
const HOLE: f32 = 0.5;
const SOURCE: Style = style(Face::Text, 8.0, GREY);

/// How far a report has come, to go back there.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    flow: flow::Mark,
    places: usize,
    tables: usize,
    charts: usize,
}

/// A report that is being written.
pub(super) struct Report<'a> {
    pub(super) summary: &'a PilotSummary,
    pub(super) findings: &'a Findings,
    pub(super) flow: Flow,
    /// Page and height of every title, in order.
    pub(super) places: Vec<(usize, f32)>,
    tables: usize,
    charts: usize,
    /// Scale of the space between blocks, around 1.
    pub(super) air: f32,
}

impl<'a> Report<'a> {
    pub(super) fn new(summary: &'a PilotSummary, findings: &'a Findings, flow: Flow, air: f32) -> Self {
        Self { summary, findings, flow, places: Vec::new(), tables: 0, charts: 0, air }
    }

    /// How far it has come.
    pub(super) fn mark(&self) -> Mark {
        let Self { tables, charts, .. } = *self;
        Mark { flow: self.flow.mark(), places: self.places.len(), tables, charts }
    }

    /// Takes away what was written since, to go on with other air.
    pub(super) fn back_to(&mut self, mark: Mark, air: f32) {
        self.flow.back_to(mark.flow);
        self.places.truncate(mark.places);
        (self.tables, self.charts, self.air) = (mark.tables, mark.charts, air);
    }

    /// Space after a block.
    pub(super) fn air(&self, points: f32) -> f32 {
        points * self.air
    }

    /// An empty report of the same figures, to try out how much something takes.
    pub(super) fn scratch(&self) -> Self {
        let flow = Flow::new(self.flow.doc.meta.clone(), FRAME);
        Self::new(self.summary, self.findings, flow, self.air)
    }

    /// A chapter's title, with so much of what follows on the same page.
    pub(super) fn chapter(&mut self, title: &str, follow: f32) -> Result<(), RenderError> {
        let look = Look { before: self.air(26.0), leading: 27.0, after: 9.0 };
        self.title(1, Role::H1, CHAPTER, look, title, follow)
    }

    /// A section's title, with so much of what follows on the same page.
    pub(super) fn section(&mut self, title: &str, follow: f32) -> Result<(), RenderError> {
        let look = Look { before: self.air(17.0), leading: 15.0, after: 6.0 };
        self.title(2, Role::H2, SECTION, look, title, follow)
    }

    fn title(
        &mut self,
        level: u8,
        role: Role,
        style: Style,
        look: Look,
        title: &str,
        follow: f32,
    ) -> Result<(), RenderError> {
        let before = self.flow.page;
        self.flow.need(look.before + look.leading + look.after + follow);
        let y = if self.flow.page == before { self.flow.y + look.before } else { self.flow.y };
        self.flow.heading(role, style, look, title, 0.0)?;
        let page = self.flow.page;
        let y = if y > self.flow.y { FRAME.ends.0 } else { y };
        self.places.push((page, y));
        let title = title.replace('\u{a0}', " ");
        self.flow.doc.outline.push(Bookmark { level, title, page, y: (y - 8.0).max(0.0) });
        Ok(())
    }

    /// A justified paragraph.
    pub(super) fn paragraph(&mut self, text: &str) -> Result<(), RenderError> {
        let (setting, look) = self.body();
        self.flow.paragraph(&span(BODY, &ended(text)), setting, look).map(drop)
    }

    /// A justified paragraph with a note at the foot of the page.
    pub(super) fn noted(&mut self, text: &str, note: &str) -> Result<(), RenderError> {
        let (setting, look) = self.body();
        self.flow.noted(&span(BODY, &ended(text)), setting, look, note).map(drop)
    }

    /// Where the figures above come from.
    pub(super) fn source(&mut self, text: &str) -> Result<(), RenderError> {
        let setting = Setting { width: self.flow.width(), align: Align::Left, hyphenate: false };
        let look = Look { before: 0.0, leading: 10.6, after: self.air(8.0) };
        self.flow.paragraph(&span(SOURCE, text), setting, look).map(drop)
    }

    /// What has to follow a title on its page so that a block of `height` is not torn apart; none where the block
    /// takes more than a page, or so much of this one is free that moving on would leave a hole.
    pub(super) fn whole(&self, height: f32, title: f32) -> Option<f32> {
        let page = FRAME.ends.1 - FRAME.ends.0;
        let fits =
            height + title <= page && (height + title <= self.flow.room() || self.flow.room() < HOLE * page);
        fits.then_some(height)
    }

    /// `Tabela 3.`
    pub(super) fn table(&mut self) -> String {
        self.tables += 1;
        format!("Tabela {}.", self.tables)
    }

    /// `Wykres 3.`
    pub(super) fn chart(&mut self) -> String {
        self.charts += 1;
        format!("Wykres {}.", self.charts)
    }

    fn body(&self) -> (Setting, Look) {
        let setting = Setting { width: self.flow.width(), align: Align::Justify, hyphenate: true };
        (setting, Look { before: 0.0, leading: 14.2, after: self.air(7.0) })
    }
}
