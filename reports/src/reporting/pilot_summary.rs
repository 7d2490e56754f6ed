//! The summary report of a pilot, A4 portrait: cover, contents, findings, indicators, sites, completeness.
//!
//! Chapters follow one another without empty pages. The report is laid out with slightly different space
//! between blocks until no page has a hole, or else the one with the smallest holes is taken; the same figures always
//! give the same bytes.

use std::ops::Range;

use entities::reporting::findings::Findings;
use entities::reporting::pilot_summary::PilotSummary;
use entities::shared::language::Language;
use entities::shared::warsaw;

use super::cover;
use super::facts::{FRAME, Mark, Report};
use super::indicator::TITLE;
use crate::document::RenderError;
use crate::document::canvas::{Anchor, fitted};
use crate::document::contents::{self, Contents};
use crate::document::flow::{Flow, Look};
use crate::document::font::Face;
use crate::document::model::{A4, Artifact, Bookmark, Doc, Meta, Role};
use crate::document::style::{GREY, NAVY, RULE, style};
use crate::document::write;

/// Scales of the space between blocks, tried in this order.
const AIR: [f32; 9] = [1.0, 0.9, 1.15, 0.8, 1.3, 1.5, 0.6, 1.75, 2.0];
/// The share of a page that may be free: of the last one, and of any other.
const FREE: (f32, f32) = (0.7, 0.26);
/// Height of a chapter's title, with the space around it.
const CHAPTER: f32 = 88.0;
/// Of reports of more indicators, or more sites, only the end is laid out anew: the last indicators and what follows
/// them. Their tables run on from page to page and leave no holes before.
const MANY: (usize, usize) = (20, 30);
const LAST: usize = 3;

/// The report as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`RenderError::Unprintable`] when no face has a letter; [`RenderError::TooLong`] when a text of the cover does
/// not fit; [`RenderError::Invalid`] for more than four signs.
pub fn render(summary: &PilotSummary) -> Result<Vec<u8>, RenderError> {
    write::document(layout(summary)?)
}

/// The report as a model; pure.
///
/// # Errors
/// As for [`render`].
pub fn layout(summary: &PilotSummary) -> Result<Doc, RenderError> {
    let findings = Findings::new(summary);
    let titles = titles(summary);
    let count = summary.indicators.len();
    let is_large = count > MANY.0 || summary.sites.len() > MANY.1;
    let early = if is_large { count.saturating_sub(LAST) } else { 0 };
    let mut best: Option<(f32, f32)> = None;
    let mut begun: Option<Begun<'_>> = None;
    for air in AIR {
        let tried = set(summary, &findings, &titles, (air, early), begun.take())?;
        let holes = holes(&tried.report.flow.left(), tried.from);
        if holes <= 0.0 {
            return tried.ended();
        }
        if best.is_none_or(|(known, _)| holes < known) {
            best = Some((holes, air));
        }
        begun = Some(tried);
    }
    let (_, air) = best.ok_or_else(|| RenderError::writer("no layout was tried"))?;
    set(summary, &findings, &titles, (air, early), begun)?.ended()
}

/// The whole report with so much air, but for what waits for all page numbers. Where the first indicators stay as they
/// are, it goes on from there.
fn set<'a>(
    summary: &'a PilotSummary,
    findings: &'a Findings,
    titles: &[(u8, String)],
    (air, early): (f32, usize),
    begun: Option<Begun<'a>>,
) -> Result<Begun<'a>, RenderError> {
    let mut begun = match begun.filter(|_| early > 0) {
        Some(mut begun) => {
            begun.report.back_to(begun.start, air);
            begun
        }
        None => opening(summary, findings, titles, (air, early))?,
    };
    begun.go_on(titles, early)?;
    Ok(begun)
}

/// By how much pages from one on are emptier than they may be; what a hole is worth grows with its square.
fn holes(left: &[f32], from: usize) -> f32 {
    let height = FRAME.ends.1 - FRAME.ends.0;
    let count = left.len();
    // The cover is no page of the flow's.
    let pages = left.iter().enumerate().skip(from.max(1));
    let worth = pages.map(|(page, left)| {
        // A last page that is mostly empty is the worst.
        let (free, weight) = if page + 1 == count { (FREE.0, 100.0) } else { (FREE.1, 1.0) };
        (left / height - free).max(0.0).powi(2) * weight
    });
    worth.sum()
}

/// A report up to one of its indicators, and its contents, which wait for the page numbers.
struct Begun<'a> {
    report: Report<'a>,
    contents: Contents,
    start: Mark,
    /// The page from which on it may still change.
    from: usize,
}

/// Cover, contents, findings and the first indicators; with so much air, and so many of them.
fn opening<'a>(
    summary: &'a PilotSummary,
    findings: &'a Findings,
    titles: &[(u8, String)],
    (air, early): (f32, usize),
) -> Result<Begun<'a>, RenderError> {
    let day = warsaw::long(warsaw::day(summary.cut_off));
    let meta = Meta {
        title: summary.title.clone(),
        author: summary.issuer.clone(),
        subject: format!("Raport z pilotażu: {}, stan na {day}", summary.pilot),
        created: summary.collected_at,
        language: Language::Polish,
    };
    let mut flow = Flow::new(meta, FRAME);
    cover::draw(&mut flow.doc, 0, summary, findings)?;
    flow.turn();
    let look = Look { before: 0.0, leading: 27.0, after: 10.0 };
    flow.heading(Role::H1, style(Face::Display, 23.0, NAVY), look, "Spis treści", 60.0)?;
    flow.doc.outline.push(Bookmark {
        level: 1,
        title: "Spis treści".into(),
        page: flow.page,
        y: FRAME.ends.0 - 8.0,
    });
    let contents = contents::reserve(&mut flow, titles)?;
    flow.y += 8.0;

    let mut report = Report::new(summary, findings, flow, air);
    report.findings_chapter(title(titles, 0)?)?;
    let first = summary.indicators.first().zip(findings.indicators.first());
    let height = match first {
        Some((indicator, finding)) => report.indicator_height(indicator, finding)? + TITLE,
        None => 0.0,
    };
    report.chapter(title(titles, 1)?, report.whole(height, CHAPTER).unwrap_or(260.0).max(260.0))?;
    if summary.indicators.is_empty() {
        report.paragraph("Dla pilotażu nie określono jeszcze wskaźników.")?;
    }
    let start = report.mark();
    let mut begun = Begun { report, contents, start, from: 0 };
    begun.indicators(titles, 0..early)?;
    begun.start = begun.report.mark();
    begun.from = if early > 0 { begun.report.flow.page } else { 0 };
    Ok(begun)
}

impl Begun<'_> {
    fn indicators(&mut self, titles: &[(u8, String)], range: Range<usize>) -> Result<(), RenderError> {
        let (summary, findings) = (self.report.summary, self.report.findings);
        let all = summary.indicators.iter().zip(&findings.indicators).enumerate();
        for (index, (indicator, finding)) in all.skip(range.start).take(range.len()) {
            self.report.indicator(indicator, finding, title(titles, 2 + index)?)?;
        }
        Ok(())
    }

    /// What follows the first indicators.
    fn go_on(&mut self, titles: &[(u8, String)], early: usize) -> Result<(), RenderError> {
        let count = self.report.summary.indicators.len();
        self.indicators(titles, early..count)?;
        self.report.sites_chapter(title(titles, 2 + count)?)?;
        self.report.completeness_chapter(title(titles, 3 + count)?)?;
        self.report.sources_chapter(title(titles, 4 + count)?)
    }

    /// Contents and page numbers, which all pages had to be known for.
    fn ended(self) -> Result<Doc, RenderError> {
        let Report { mut flow, places, summary, .. } = self.report;
        self.contents.fill(&mut flow.doc, &places)?;
        flow.finish(|doc, page, count| furniture(doc, summary, page, count))
    }
}

fn title(titles: &[(u8, String)], index: usize) -> Result<&str, RenderError> {
    let title = titles.get(index).map(|(_, title)| title.as_str());
    title.ok_or_else(|| RenderError::writer("a title is missing"))
}

/// All titles after the contents, in order, with their levels.
fn titles(summary: &PilotSummary) -> Vec<(u8, String)> {
    let mut titles = vec![(1, "1. Najważniejsze ustalenia".to_owned()), (1, "2. Wskaźniki".to_owned())];
    for indicator in &summary.indicators {
        titles.push((2, format!("{} – {}", indicator.code.trim(), indicator.name.trim())));
    }
    for title in ["3. Porównanie miejsc", "4. Kompletność danych", "5. Źródła i sposób liczenia"] {
        titles.push((1, title.to_owned()));
    }
    titles
}

/// Running head and page number of every page but the cover.
fn furniture(doc: &mut Doc, summary: &PilotSummary, page: usize, count: usize) -> Result<(), RenderError> {
    if page == 0 {
        return Ok(());
    }
    let (left, right) = FRAME.sides;
    let small = style(Face::Text, 7.8, GREY).tabular();
    let fit = |text: &str, room: f32| match fitted(small, text, room, 5.5, "title") {
        Ok(look) => Ok(Some(look)),
        Err(RenderError::TooLong { .. }) => Ok(None),
        Err(error) => Err(error),
    };
    let head = fit(&summary.title, right - left)?;
    let foot = fit(&summary.issuer, right - left - 90.0)?;
    doc.artifact(page, Artifact::Pagination, |canvas| {
        canvas.line((left, 54.0), (right, 54.0), RULE, 0.6);
        canvas.line((left, A4.1 - 48.0), (right, A4.1 - 48.0), RULE, 0.6);
        match head {
            Some(head) => canvas.text(left, 47.0, Anchor::Left, head, &summary.title)?,
            None => canvas.text(left, 47.0, Anchor::Left, small, "Raport z pilotażu")?,
        };
        if let Some(foot) = foot {
            canvas.text(left, A4.1 - 35.0, Anchor::Left, foot, &summary.issuer)?;
        }
        let number = format!("Strona {} z {count}", page + 1);
        canvas.text(right, A4.1 - 35.0, Anchor::Right, style(Face::TextBold, 7.8, NAVY).tabular(), &number)
    })?;
    Ok(())
}
