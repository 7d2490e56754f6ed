//! The certificate of an edition: everything that all its certificates share.
//!
//! A4 landscape. From above: issuer, ZAŚWIADCZENIE, subtitle; name, phrase, training, days and hours, topics;
//! place, number, signature, code; project and visibility strip. The middle part is a stack whose gaps stretch
//! with the room left. Places for the person are reserved in the reading order; `person` draws into them.
//! Pure: the same edition always gives the same model.

use chrono::DateTime;
use entities::certificates::snapshot::Fixed;

use super::topics::{self, Columns};
use super::words::{self, Words};
use crate::document::RenderError;
use crate::document::batch::Reserved;
use crate::document::canvas::{Anchor, Canvas, fitted};
use crate::document::font::Face;
use crate::document::model::{A4, Artifact, Doc, LinkId, Meta, NodeId, Numbering, ROOT, Role, Slot, Target};
use crate::document::strip;
use crate::document::style::{ALARM, GOLD, GREY, INK, NAVY, RULE, Rgb, Style, TEAL, WHITE, style};
use crate::document::text::{self, Align, Line, Setting, span};

/// Width and height of a page.
pub const PAGE: (f32, f32) = (A4.1, A4.0);
/// The middle of a line.
pub const MIDDLE: f32 = PAGE.0 / 2.0;
/// Left and right edge of the text.
pub const SIDES: (f32, f32) = (74.0, PAGE.0 - 74.0);
/// Left and upper edge and side of the QR code.
pub const QR: (f32, f32, f32) = (SIDES.1 - 74.0, 414.0, 74.0);
/// Right edge of the verification code beside the QR code.
pub const CODE_RIGHT: f32 = QR.0 - 10.0;

const FRAME: f32 = 25.5;
const INNER_FRAME: f32 = 31.5;
/// Upper and lower end of the stretching part.
const STACK: (f32, f32) = (164.0, 406.0);
const SIGNATURE: f32 = 456.0;
const FOOT_RULE: f32 = 500.0;
const STRIP_MIDDLE: f32 = 540.0;
/// Space for topics on the first page and on their own.
const TOPICS_WIDTH: f32 = 660.0;
const OWN_PAGE_TOPICS: (f32, f32) = (150.0, 535.0);

/// Letters of verification codes, and of most numbers.
const CODES: &str = "0123456789 ABCDEFGHJKMNPQRSTVWXYZ/-.";

/// What the document is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// The certificate itself.
    Issue,
    /// A preview, marked as invalid and without a code to scan.
    Specimen,
}

/// The shared part of an edition's certificates.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The model.
    pub doc: Doc,
    /// Where a person's part goes, for the writer.
    pub reserved: Reserved,
    /// Where a person's part goes, for `person`.
    pub places: Places,
}

/// Places of a person's texts.
#[derive(Clone, Debug)]
pub struct Places {
    /// What the document is for.
    pub purpose: Purpose,
    /// Pages, programme included.
    pub pages: usize,
    /// The name.
    pub name: Slot,
    /// Baseline of the name.
    pub name_baseline: f32,
    /// Place and date of issue.
    pub issued: Slot,
    /// Number and remarks.
    pub number: Slot,
    /// The QR code; absent in a specimen.
    pub qr: Option<Slot>,
    /// The code in groups.
    pub code: Slot,
}

/// Lays out an edition.
///
/// # Errors
/// [`RenderError::Unprintable`], [`RenderError::TooLong`] with the field that does not fit.
pub fn fixed(edition: &Fixed, purpose: Purpose) -> Result<Layout, RenderError> {
    // title and dates are the person's; these never reach a file
    let created = DateTime::UNIX_EPOCH;
    let meta = Meta {
        title: String::new(),
        author: edition.issuer.clone(),
        subject: String::new(),
        created,
        language: edition.language,
    };
    let words = Words::of(edition.language);
    let mut doc = Doc::new(meta);
    let page = doc.page(PAGE.0, PAGE.1);
    frame(&mut doc, page)?;
    if purpose == Purpose::Specimen {
        let paragraph = doc.node(ROOT, Role::P);
        doc.tag(page, paragraph, |canvas| specimen_band(canvas, words))?;
    }
    heading(&mut doc, page, edition)?;
    let stack = Stack::new(edition)?;
    let (name, name_baseline) = stack.draw(&mut doc, page, edition)?;
    let (issued, number) = facts(&mut doc, page, words)?;
    signatory(&mut doc, page, edition)?;
    let code = verification(&mut doc, page, edition, purpose)?;
    foot(&mut doc, page, edition)?;
    if stack.topics.is_none() {
        programme(&mut doc, edition, purpose)?;
    }
    page_numbers(&mut doc, edition)?;

    let pages = doc.pages.len();
    let places = Places {
        purpose,
        pages,
        name,
        name_baseline,
        issued,
        number,
        qr: code.qr.map(|(_, slot)| slot),
        code: code.text,
    };
    let reserved = Reserved {
        pages: (0..pages).collect(),
        alts: code.qr.iter().map(|(node, _)| *node).collect(),
        links: code.link.into_iter().collect(),
        // names stand in the running heads of a programme's own pages too
        names: if pages > 1 { vec![Face::Display, Face::Text] } else { vec![Face::Display] },
        facts: vec![(Face::Text, words.facts), (Face::TextBold, CODES)],
    };
    Ok(Layout { doc, reserved, places })
}

/// A small label in capitals above a value.
const LABEL: Style = style(Face::Text, 6.8, GREY).tracked(90.0);

fn frame(doc: &mut Doc, page: usize) -> Result<(), RenderError> {
    doc.artifact(page, Artifact::Layout, |canvas| {
        let (width, height) = PAGE;
        let inset = |by: f32| [by, by, width - 2.0 * by, height - 2.0 * by];
        canvas.rect(inset(FRAME), None, Some((NAVY, 1.6)));
        canvas.rect(inset(INNER_FRAME), None, Some((GOLD, 0.6)));
        for corner in
            [(FRAME, FRAME), (width - FRAME, FRAME), (FRAME, height - FRAME), (width - FRAME, height - FRAME)]
        {
            canvas.lozenge(corner, 8.5, Some(WHITE), Some((NAVY, 1.2)));
            canvas.lozenge(corner, 4.0, Some(GOLD), None);
        }
        Ok(())
    })
}

/// The mark of a preview, along the upper edge of the frame.
fn specimen_band(canvas: &mut Canvas<'_>, words: &Words) -> Result<(), RenderError> {
    let band = [INNER_FRAME + 8.0, INNER_FRAME + 1.4, PAGE.0 - 2.0 * INNER_FRAME - 16.0, 19.0];
    canvas.rect(band, Some(ALARM), None);
    let mark = style(Face::TextBold, 11.0, WHITE).tracked(120.0);
    canvas.text(MIDDLE, INNER_FRAME + 14.8, Anchor::Middle, mark, words.preview)?;
    Ok(())
}

fn heading(doc: &mut Doc, page: usize, edition: &Fixed) -> Result<(), RenderError> {
    let issuer = edition.issuer.to_uppercase();
    let spaced = style(Face::Text, 9.5, GREY).tracked(150.0);
    match fitted(spaced, &issuer, 660.0, 6.5, "issuer") {
        Ok(small) => centred(doc, page, Role::P, 66.5, small, &issuer)?,
        Err(_) => {
            let styles = [7.6, 6.6].map(|size| spaced.sized(size).tracked(60.0));
            let lines = Block::new(&issuer, &styles, 660.0, &[2, 3], "issuer")?;
            lines.draw(doc, page, Role::P, 63.0 - lines.height() / 2.0)?;
        }
    }
    let large = style(Face::Display, 47.0, NAVY).tracked(105.0);
    centred(doc, page, Role::H1, 117.0, large, Words::of(edition.language).heading)?;
    ornament(doc, page, 133.0, 118.0)?;
    let italic = style(Face::DisplayItalic, 16.5, INK);
    match fitted(italic, &edition.subtitle, 620.0, 11.0, "subtitle") {
        Ok(subtitle) => centred(doc, page, Role::P, 154.0, subtitle, &edition.subtitle),
        Err(_) => {
            let styles = [11.5, 9.5].map(|size| italic.sized(size));
            let lines = Block::new(&edition.subtitle, &styles, 660.0, &[2, 2], "subtitle")?;
            lines.draw(doc, page, Role::P, 152.5 - lines.height() / 2.0).map(drop)
        }
    }
}

/// A gold line with a lozenge in its middle.
fn ornament(doc: &mut Doc, page: usize, y: f32, reach: f32) -> Result<(), RenderError> {
    doc.artifact(page, Artifact::Layout, |canvas| {
        canvas.line((MIDDLE - reach, y), (MIDDLE - 11.0, y), GOLD, 0.7);
        canvas.line((MIDDLE + 11.0, y), (MIDDLE + reach, y), GOLD, 0.7);
        canvas.lozenge((MIDDLE, y), 3.6, Some(GOLD), None);
        Ok(())
    })
}

fn centred(
    doc: &mut Doc,
    page: usize,
    role: Role,
    y: f32,
    style: Style,
    text: &str,
) -> Result<(), RenderError> {
    let node = doc.node(ROOT, role);
    doc.tag(page, node, |canvas| canvas.text(MIDDLE, y, Anchor::Middle, style, text))?;
    Ok(())
}

/// The middle part: name, training, days and topics, with gaps that stretch.
struct Stack {
    phrase: Block,
    training: Block,
    when: Block,
    topics: Option<Columns>,
    note: Option<Block>,
}

/// How much smaller a text is tried that no style of its block holds, and how often.
const SMALLER: f32 = 0.88;
const SMALLER_STEPS: i32 = 18;
/// A line that has one place alone is set as small as it takes, in points.
const LEAST: f32 = 0.4;

/// Centred lines of one style.
struct Block {
    lines: Vec<Line>,
    size: f32,
    leading: f32,
}

const RECEIVES: Style = style(Face::Text, 10.5, GREY);
/// Height of the name's line, its rule included, and its baseline in it.
const NAME: (f32, f32) = (50.0, 35.0);
/// Gaps above: receives, name, phrase, training, days, topics' heading, topics.
const GAPS: [f32; 7] = [6.0, 5.0, 12.0, 8.0, 6.0, 14.0, 7.0];
const TOPICS_HEADING: Style = style(Face::TextBold, 8.0, GREY).tracked(140.0);
/// Gaps stretch at most this much; what is left stays around the stack.
const MOST_STRETCH: f32 = 2.4;
/// Topics that need gaps narrower than this move to a page of their own.
const LEAST_STRETCH: f32 = 0.72;

impl Stack {
    fn new(edition: &Fixed) -> Result<Self, RenderError> {
        let sizes =
            |largest: Style, sizes: &[f32]| sizes.iter().map(|size| largest.sized(*size)).collect::<Vec<_>>();
        let grey = sizes(RECEIVES, &[10.5, 9.0]);
        let bold = sizes(style(Face::TextBold, 20.0, TEAL), &[20.0, 17.0, 15.0, 13.0, 11.0]);
        let ink = sizes(style(Face::Text, 10.5, INK), &[10.5, 9.5, 8.5]);
        let mut stack = Self {
            phrase: Block::new(&edition.phrase, &grey, 620.0, &[1, 2], "phrase")?,
            training: Block::new(&edition.training, &bold, 640.0, &[1, 2, 2, 3, 4], "training")?,
            when: Block::new(&edition.when, &ink, 640.0, &[1, 2, 3], "when")?,
            topics: None,
            note: None,
        };
        let room = STACK.1
            - STACK.0
            - stack.height()
            - GAPS.iter().sum::<f32>() * LEAST_STRETCH
            - TOPICS_HEADING.size;
        stack.topics = topics::beside_the_rest(&edition.topics, TOPICS_WIDTH, room)?;
        if stack.topics.is_none() {
            let note = words::topics_elsewhere(edition.language, edition.topics.len());
            stack.note = Some(Block::new(&note, &grey, 620.0, &[1], "topics")?);
        }
        Ok(stack)
    }

    fn height(&self) -> f32 {
        let blocks = [Some(&self.phrase), Some(&self.training), Some(&self.when), self.note.as_ref()];
        let texts: f32 = blocks.into_iter().flatten().map(Block::height).sum();
        let topics = self.topics.as_ref().filter(|topics| topics.height > 0.0);
        let topics = topics.map_or(0.0, |topics| topics.height + TOPICS_HEADING.size);
        RECEIVES.size + NAME.0 + texts + topics
    }

    /// Draws the stack; returns the place of the name and its baseline.
    fn draw(&self, doc: &mut Doc, page: usize, edition: &Fixed) -> Result<(Slot, f32), RenderError> {
        let words = Words::of(edition.language);
        let has_topics = !edition.topics.is_empty();
        let used = if has_topics { GAPS.len() } else { GAPS.len() - 2 };
        let natural: f32 = GAPS.iter().take(used).sum();
        let room = STACK.1 - STACK.0 - self.height();
        let stretch = (room / natural).clamp(LEAST_STRETCH * 0.9, MOST_STRETCH);
        let [receives, name, phrase, training, when, heading, list] = GAPS.map(|gap| gap * stretch);

        let mut y = STACK.0 + ((room - natural * stretch) * 0.4).max(0.0) + receives;
        centred(doc, page, Role::P, y + RECEIVES.size * 0.8, RECEIVES, words.receives)?;
        y += RECEIVES.size + name;
        let paragraph = doc.node(ROOT, Role::P);
        let slot = doc.reserve(page, paragraph);
        let baseline = y + NAME.1;
        y = self.phrase.draw(doc, page, Role::P, y + NAME.0 + phrase)?;
        y = self.training.draw(doc, page, Role::H2, y + training)?;
        y = self.when.draw(doc, page, Role::P, y + when)?;
        if let Some(note) = &self.note {
            note.draw(doc, page, Role::P, y + heading)?;
        }
        if let Some(topics) = self.topics.as_ref().filter(|_| has_topics) {
            y += heading;
            centred(doc, page, Role::H3, y + TOPICS_HEADING.size * 0.8, TOPICS_HEADING, words.topics)?;
            y += TOPICS_HEADING.size + list;
            let list = numbered_list(doc);
            topics.draw(doc, page, list, (MIDDLE - topics.width / 2.0, y))?;
        }
        Ok((slot, baseline))
    }
}

impl Block {
    /// The first style in which the text takes at most the lines allowed for it. What none of them holds is set
    /// smaller yet: a text that a form has taken must not stop a certificate that has its number.
    fn new(
        text: &str,
        styles: &[Style],
        width: f32,
        most_lines: &[usize],
        field: &'static str,
    ) -> Result<Self, RenderError> {
        let setting = Setting { width, align: Align::Center, hyphenate: false };
        let last = styles.last().copied().zip(most_lines.last().copied());
        let smaller = last.into_iter().flat_map(|(style, most)| {
            (1..=SMALLER_STEPS).map(move |step| (style.sized(style.size * SMALLER.powi(step)), most))
        });
        for (style, most) in styles.iter().copied().zip(most_lines.iter().copied()).chain(smaller) {
            let lines = text::lines(&span(style, text), setting)?;
            if lines.len() <= most {
                return Ok(Self { lines, size: style.size, leading: style.size * 1.24 });
            }
        }
        Err(RenderError::TooLong { field })
    }

    fn height(&self) -> f32 {
        self.lines.len().saturating_sub(1) as f32 * self.leading + self.size
    }

    fn draw(&self, doc: &mut Doc, page: usize, role: Role, y: f32) -> Result<f32, RenderError> {
        let node = doc.node(ROOT, role);
        doc.tag(page, node, |canvas| {
            let left = MIDDLE - self.setting_width() / 2.0;
            text::draw(canvas, &self.lines, left, y + self.size * 0.8, self.leading);
            Ok(())
        })?;
        Ok(y + self.height())
    }

    fn setting_width(&self) -> f32 {
        // lines are centred in the width they were set in
        self.lines.first().map_or(0.0, Line::setting_width)
    }
}

fn numbered_list(doc: &mut Doc) -> NodeId {
    let list = doc.node(ROOT, Role::L);
    doc.edit(list, |node| node.numbering = Some(Numbering::Decimal));
    list
}

/// Labels of place, date and number; the values are the person's.
fn facts(doc: &mut Doc, page: usize, words: &Words) -> Result<(Slot, Slot), RenderError> {
    let mut labelled = |y: f32, label: &str| {
        let node = doc.node(ROOT, Role::P);
        // the space keeps label and value apart when text is copied
        doc.tag(page, node, |canvas| canvas.text(SIDES.0, y, Anchor::Left, LABEL, &format!("{label} ")))?;
        Ok(doc.reserve(page, node))
    };
    Ok((labelled(424.0, words.issued)?, labelled(454.0, words.number)?))
}

fn signatory(doc: &mut Doc, page: usize, edition: &Fixed) -> Result<(), RenderError> {
    doc.artifact(page, Artifact::Layout, |canvas| {
        canvas.line((MIDDLE - 112.0, SIGNATURE), (MIDDLE + 112.0, SIGNATURE), INK, 0.6);
        Ok(())
    })?;
    let signatory = &edition.signatory;
    let name = fitted(style(Face::TextBold, 10.0, INK), &signatory.name, 236.0, LEAST, "signatory")?;
    let posts = [8.0, 7.2, 6.6].map(|size| style(Face::Text, size, GREY));
    let post = Block::new(&signatory.post, &posts, 240.0, &[2, 3, 3], "post")?;
    let node = doc.node(ROOT, Role::P);
    doc.tag(page, node, |canvas| {
        canvas.text(MIDDLE, SIGNATURE + 13.0, Anchor::Middle, name, &format!("{} ", signatory.name))?;
        let left = MIDDLE - post.setting_width() / 2.0;
        text::draw(canvas, &post.lines, left, SIGNATURE + 23.5, post.leading);
        Ok(())
    })
}

struct Verification {
    qr: Option<(NodeId, Slot)>,
    text: Slot,
    link: Option<LinkId>,
}

fn verification(
    doc: &mut Doc,
    page: usize,
    edition: &Fixed,
    purpose: Purpose,
) -> Result<Verification, RenderError> {
    let (x, y, side) = QR;
    let words = Words::of(edition.language);
    let qr = match purpose {
        Purpose::Issue => {
            let figure = doc.figure(ROOT, "", [x, y, x + side, y + side]);
            Some((figure, doc.reserve(page, figure)))
        }
        Purpose::Specimen => {
            doc.artifact(page, Artifact::Layout, |canvas| no_code(canvas, (x, y, side)))?;
            None
        }
    };
    let paragraph = doc.node(ROOT, Role::P);
    let linked = purpose == Purpose::Issue && edition.verify_link;
    let owner = if linked { doc.node(paragraph, Role::Link) } else { paragraph };
    doc.tag(page, owner, |canvas| {
        canvas.text(CODE_RIGHT, y + 10.0, Anchor::Right, LABEL, &format!("{} ", words.code))
    })?;
    let text = doc.reserve(page, owner);
    let host = fitted(style(Face::Text, 8.0, TEAL), &edition.verify_host, 170.0, LEAST, "verify_host")?;
    doc.tag(page, owner, |canvas| {
        canvas.text(CODE_RIGHT, y + 52.0, Anchor::Right, host, &edition.verify_host)
    })?;
    let link = linked.then(|| {
        let bounds = [CODE_RIGHT - 112.0, y + 2.0, CODE_RIGHT, y + 56.0];
        let label = format!("{} {}", words.link, edition.verify_host);
        doc.link(page, owner, bounds, Target::Url(String::new()), &label)
    });
    Ok(Verification { qr, text, link })
}

/// An empty frame where the QR code would be.
fn no_code(canvas: &mut Canvas<'_>, (x, y, side): (f32, f32, f32)) -> Result<(), RenderError> {
    canvas.rect([x, y, side, side], None, Some((ALARM, 0.8)));
    canvas.line((x, y), (x + side, y + side), ALARM, 0.5);
    canvas.line((x, y + side), (x + side, y), ALARM, 0.5);
    Ok(())
}

fn foot(doc: &mut Doc, page: usize, edition: &Fixed) -> Result<(), RenderError> {
    rule(doc, page, FOOT_RULE, RULE)?;
    if !edition.project.trim().is_empty() {
        let styles = [7.2, 6.6, 6.2].map(|size| style(Face::Text, size, GREY));
        let project = Block::new(&edition.project, &styles, SIDES.1 - SIDES.0, &[2, 2, 2], "project")?;
        let y = if project.lines.len() == 1 { FOOT_RULE + 7.0 } else { FOOT_RULE + 4.2 };
        project.draw(doc, page, Role::P, y)?;
    }
    strip::draw(doc, page, ROOT, &edition.strip, SIDES, STRIP_MIDDLE)
}

fn rule(doc: &mut Doc, page: usize, y: f32, color: Rgb) -> Result<(), RenderError> {
    doc.artifact(page, Artifact::Layout, |canvas| {
        canvas.line((SIDES.0, y), (SIDES.1, y), color, 0.6);
        Ok(())
    })
}

/// The programme on pages of its own.
fn programme(doc: &mut Doc, edition: &Fixed, purpose: Purpose) -> Result<(), RenderError> {
    let (top, bottom) = OWN_PAGE_TOPICS;
    let pages = topics::on_own_pages(&edition.topics, TOPICS_WIDTH, bottom - top)?;
    let mut list = None;
    let words = Words::of(edition.language);
    for columns in pages {
        let page = doc.page(PAGE.0, PAGE.1);
        frame(doc, page)?;
        if purpose == Purpose::Specimen {
            doc.artifact(page, Artifact::Pagination, |canvas| specimen_band(canvas, words))?;
        }
        let title = style(Face::Display, 27.0, NAVY);
        let list = match list {
            Some(list) => {
                doc.artifact(page, Artifact::Pagination, |canvas| {
                    canvas.text(MIDDLE, 100.0, Anchor::Middle, title, words.programme[1])
                })?;
                list
            }
            None => {
                centred(doc, page, Role::H3, 100.0, title, words.programme[0])?;
                *list.insert(numbered_list(doc))
            }
        };
        ornament(doc, page, 118.0, 90.0)?;
        let y = top + ((bottom - top - columns.height) * 0.3).min(30.0);
        columns.draw(doc, page, list, (MIDDLE - columns.width / 2.0, y))?;
    }
    Ok(())
}

fn page_numbers(doc: &mut Doc, edition: &Fixed) -> Result<(), RenderError> {
    let count = doc.pages.len();
    for page in 0..count {
        if count > 1 {
            let number = words::page_of(edition.language, page + 1, count);
            doc.artifact(page, Artifact::Pagination, |canvas| {
                canvas.text(SIDES.1, 60.5, Anchor::Right, style(Face::Text, 7.2, GREY), &number)
            })?;
        }
    }
    Ok(())
}
