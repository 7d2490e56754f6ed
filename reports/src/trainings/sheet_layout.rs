//! The signable attendance list of one day, A4 landscape.
//!
//! A row per person, a column of signatures per session, rows at least 9.5 mm high. Rows are shared out evenly
//! over the pages; the strip stands on the first page, the trainers sign on the last, and lines for remarks fill
//! what is left there. The head of the table is tagged once and repeated as an artifact. Sessions that do not fit
//! side by side follow in a table of their own, from a new page. A letter that no face has becomes a question mark:
//! one foreign name must not keep all others from signing. Sessions of another breakout group are crossed out. Empty lines
//! follow for whoever comes without standing on it. The foot of every page has the code that says which page of which list it
//! is; what stands on each is answered beside the model.

use std::ops::Range;

use chrono_tz::Europe::Warsaw;
use entities::shared::language::Language;
use entities::trainings::attendance_sheet::{AttendanceSheet, Part, SheetMark, SheetRow, SheetSession};
use entities::trainings::sheet_mark::{Mark, grouped};

use crate::document::RenderError;
use crate::document::canvas::{Anchor, fitted};
use crate::document::flow::{Flow, Frame, Look};
use crate::document::font::Face;
use crate::document::model::{A4, Artifact, Doc, MM, Meta, ROOT, Role};
use entities::shared::polish::counted;
use entities::shared::repertoire;
use entities::shared::warsaw::long_tied as date;

use crate::document::polish::weekday;
use crate::document::printable::printable;
use crate::document::qr;
use crate::document::strip;
use crate::document::style::{GOLD, GREY, INK, NAVY, RULE, Style, TEAL, WHITE, style};
use crate::document::table::{Column, PADDING, Row, Table, share};
use crate::document::text::{self, Align, Line, Setting, span};
use crate::document::write;

const FRAME: Frame = Frame { size: (A4.1, A4.0), sides: (42.0, A4.1 - 42.0), ends: (58.0, A4.0 - 78.0) };
/// Height of the project line and the strip above the foot of the first page.
const STRIP: f32 = 28.0;
/// Side of a page's code, and how far it stands above the edge.
const CODE: f32 = 50.0;
const CODE_FOOT: f32 = 20.0;
/// White around it: a code needs four of its modules.
const CODE_ROOM: f32 = 12.0;
/// Room to sign, and how much a row may grow to fill a page.
const LEAST_ROW: f32 = 9.5 * MM;
const MOST_GROWTH: f32 = 5.0 * MM;
/// Most lines of a session's title.
const MOST_HEAD_LINES: usize = 8;
const ORDINAL: f32 = 30.0;
const LEAST_SIGNATURE: f32 = 20.0 * MM;
const MOST_SIGNATURE: f32 = 68.0 * MM;
const TRAINER: (f32, f32) = (246.0, 44.0);
const TRAINERS_HEAD: f32 = 30.0;

/// How much smaller a text is tried that fits at no usual size, and how often.
const SMALLER: f32 = 0.88;
const SMALLER_STEPS: i32 = 18;
/// A line that has one place alone is set as small as it takes, in points.
const LEAST: f32 = 0.4;
/// Sessions that one table holds side by side.
const MOST_SESSIONS: usize = 8;

const SIZE: f32 = 9.6;
const LEADING: f32 = 11.6;

/// The attendance list as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`RenderError::TooLong`] for a text longer than any that the forms take.
pub fn render(sheet: &AttendanceSheet) -> Result<(Vec<u8>, Vec<Part>), RenderError> {
    let (doc, parts) = layout(sheet)?;
    Ok((write::document(doc)?, parts))
}

/// The attendance list as a model, and what stands on each of its pages; pure.
///
/// # Errors
/// As for [`render`].
pub fn layout(sheet: &AttendanceSheet) -> Result<(Doc, Vec<Part>), RenderError> {
    let given = sheet;
    let sheet = &in_our_letters(given);
    let title = format!("Lista obecności – {}, {}", sheet.training, date(sheet.day)).replace('\u{a0}', " ");
    let subject = format!("Lista obecności uczestników: {}, {}", sheet.training, sheet.venue);
    let meta = Meta {
        title,
        author: sheet.issuer.clone(),
        subject,
        created: sheet.drawn_at,
        language: Language::Polish,
    };
    let mut flow = Flow::new(meta, FRAME);
    heading(&mut flow, sheet)?;
    if sheet != given {
        foreign_letters(&mut flow)?;
    }
    let parts = sheet.sessions.len().div_ceil(MOST_SESSIONS).max(1);
    let each = sheet.sessions.len().div_ceil(parts).max(1);
    let mut sessions: Vec<&[SheetSession]> = sheet.sessions.chunks(each).collect();
    sessions.resize(parts, &[]);
    let mut pages = Vec::new();
    for (part, sessions) in sessions.into_iter().enumerate() {
        if part > 0 {
            flow.turn();
            continued(&mut flow, part * each + 1, sessions.len())?;
        }
        let columns = (number(part * each + 1), number(part * each + sessions.len()));
        for lines in rows(&mut flow, sheet, (part * each, sessions), part + 1 == parts)? {
            let lines = (number(lines.start + 1), number(lines.end));
            pages.push(Part { number: number(pages.len() + 1), lines, sessions: columns });
        }
    }
    trainers(&mut flow, sheet)?;
    remarks(&mut flow)?;
    strip_of_first_page(&mut flow, sheet)?;
    let doc = flow.finish(|doc, page, count| furniture(doc, sheet, page, count))?;
    if doc.pages.len() == pages.len() { Ok((doc, pages)) } else { Err(RenderError::writer("pages")) }
}

fn number(of: usize) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

fn in_our_letters(sheet: &AttendanceSheet) -> AttendanceSheet {
    let mut sheet = sheet.clone();
    let lines = [&mut sheet.issuer, &mut sheet.project, &mut sheet.training, &mut sheet.venue];
    let sessions = sheet.sessions.iter_mut().flat_map(|one| [&mut one.title, &mut one.hours]);
    let rows = sheet.rows.iter_mut().flat_map(|one| [&mut one.name, &mut one.institution]);
    for text in
        lines.into_iter().chain(&mut sheet.group).chain(sessions).chain(rows).chain(&mut sheet.trainers)
    {
        // what needs no change stays as it is, ties and all
        if repertoire::unprintable(text).is_some() {
            *text = printable(text);
        }
    }
    sheet
}

fn foreign_letters(flow: &mut Flow) -> Result<(), RenderError> {
    let note = "Znak zapytania stoi w miejscu liter, których nie ma w kroju pisma tej listy.";
    let small = style(Face::Text, 8.0, GREY);
    let setting = Setting { width: flow.width(), align: Align::Left, hyphenate: false };
    let lines = text::lines(&span(small, note), setting)?;
    flow.y -= 4.0;
    block(flow, Role::P, &lines, small.size, Look { before: 0.0, leading: 10.4, after: 7.0 })
}

/// The heading of a further table: which sessions it is for.
fn continued(flow: &mut Flow, first: usize, count: usize) -> Result<(), RenderError> {
    let title = match count {
        1 => format!("Zajęcia {first}"),
        _ => format!("Zajęcia {first}–{}", first + count - 1),
    };
    let look = Look { before: 0.0, leading: 13.0, after: 6.0 };
    let setting = Setting { width: flow.width(), align: Align::Left, hyphenate: false };
    let lines = text::lines(&span(SECTION, &title), setting)?;
    block(flow, Role::H2, &lines, SECTION.size, look)
}

fn heading(flow: &mut Flow, sheet: &AttendanceSheet) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let issuer = sheet.issuer.to_uppercase();
    let small = fitted(style(Face::Text, 8.4, GREY).tracked(110.0), &issuer, right - left, LEAST, "issuer")?;
    let node = flow.doc.node(ROOT, Role::P);
    flow.doc.tag(flow.page, node, |canvas| canvas.text(left, 46.0, Anchor::Left, small, &issuer))?;
    let node = flow.doc.node(ROOT, Role::H1);
    let title = style(Face::Display, 29.0, NAVY);
    flow.doc
        .tag(flow.page, node, |canvas| canvas.text(left, 79.0, Anchor::Left, title, "Lista obecności"))?;
    flow.doc.artifact(flow.page, Artifact::Layout, |canvas| {
        canvas.line((left, 88.5), (left + 64.0, 88.5), GOLD, 1.6);
        Ok(())
    })?;
    flow.y = 97.0;
    let width = flow.width();
    let (size, lines) = within(&sheet.training, TITLE, &[13.5, 12.0, 10.5], width, 2, "training")?;
    let look = Look { before: 0.0, leading: size * 1.22, after: 4.0 };
    block(flow, Role::H2, &lines, size, look)?;
    let people = sheet.rows.len();
    let noun = counted(people, "osoba", "osoby", "osób");
    let group = sheet.group.as_ref().map(|group| format!(" · {group}")).unwrap_or_default();
    let facts = format!(
        "{} ({}) · {}{group} · {people}\u{a0}{noun}",
        date(sheet.day),
        weekday(sheet.day),
        sheet.venue
    );
    let (size, lines) = within(&facts, style(Face::Text, 9.6, INK), &[9.6, 8.6], width, 3, "venue")?;
    block(flow, Role::P, &lines, size, Look { before: 0.0, leading: size * 1.3, after: 9.0 })
}

const TITLE: Style = style(Face::TextBold, 13.5, TEAL);

fn block(flow: &mut Flow, role: Role, lines: &[Line], size: f32, look: Look) -> Result<(), RenderError> {
    let node = flow.doc.node(ROOT, role);
    let (x, baseline) = (FRAME.sides.0, flow.y + size * 0.82);
    flow.doc.tag(flow.page, node, |canvas| {
        text::draw(canvas, lines, x, baseline, look.leading);
        Ok(())
    })?;
    flow.y += lines.len() as f32 * look.leading + look.after;
    Ok(())
}

/// Lines at the first size at which there are not too many, or at a smaller one yet.
fn within(
    text: &str,
    style: Style,
    sizes: &[f32],
    width: f32,
    most: usize,
    field: &'static str,
) -> Result<(f32, Vec<Line>), RenderError> {
    let setting = Setting { width, align: Align::Left, hyphenate: most > 2 };
    let last = sizes.last().copied().unwrap_or(style.size);
    let smaller = (1..=SMALLER_STEPS).map(|step| (last * SMALLER.powi(step), most + 2));
    for (size, most) in sizes.iter().map(|size| (*size, most)).chain(smaller) {
        let lines = text::lines(&span(style.sized(size), text), setting)?;
        if lines.len() <= most {
            return Ok((size, lines));
        }
    }
    Err(RenderError::TooLong { field })
}

/// One table: everybody, and these sessions. Answers the lines of each page, from 0.
fn rows(
    flow: &mut Flow,
    sheet: &AttendanceSheet,
    (first, sessions): (usize, &[SheetSession]),
    last: bool,
) -> Result<Vec<Range<usize>>, RenderError> {
    let table = columns(sessions)?;
    let blank = SheetRow { name: String::new(), institution: String::new(), not_own: Vec::new() };
    let mut set = Vec::with_capacity(sheet.rows.len() + sheet.blank_lines);
    for (index, person) in sheet.rows.iter().chain(std::iter::repeat_n(&blank, sheet.blank_lines)).enumerate()
    {
        set.push(row(&table, index + 1, person, first)?);
    }
    let heights: Vec<f32> = set.iter().map(|row| table.row_height(row).max(LEAST_ROW)).collect();
    let (top, bottom) = (FRAME.ends.0, FRAME.ends.1);
    let (first_page, first_top) = (flow.page, flow.y);
    let signing = if last { trainers_height(sheet) } else { 0.0 };
    let capacity = |page: usize, pages: usize| {
        let above = if page == 0 { first_top } else { top };
        let strip = if first_page + page == 0 { STRIP } else { 0.0 };
        let below = if page + 1 == pages { signing } else { 0.0 };
        bottom - above - table.head_height() - strip - below
    };
    let pages = share(&heights, capacity).ok_or(RenderError::TooLong { field: "rows" })?;
    let growth = growth(&heights, &pages, capacity);

    let tagged = flow.doc.node(ROOT, Role::Table);
    let mut body = None;
    for (page, range) in pages.iter().enumerate() {
        if page > 0 {
            flow.turn();
        }
        let x = FRAME.sides.0;
        table.draw_head(&mut flow.doc, flow.page, (page == 0).then_some(tagged), (x, flow.y))?;
        flow.y += table.head_height();
        let (start, mut drawn) = (flow.y, Vec::with_capacity(range.len()));
        // the body follows the head in reading order
        let body = *body.get_or_insert_with(|| flow.doc.node(tagged, Role::TBody));
        for index in range.clone() {
            let (Some(row), Some(height)) = (set.get(index), heights.get(index)) else { continue };
            let height = height + growth.get(page).copied().unwrap_or_default();
            table.draw_row(&mut flow.doc, flow.page, body, row, [x, flow.y, height], index % 2 == 1)?;
            flow.y += height;
            drawn.push(height);
        }
        table.draw_grid(&mut flow.doc, flow.page, (x, start), &drawn)?;
    }
    Ok(pages)
}

/// What the rows of each page may grow to fill it, similar on all pages.
fn growth(heights: &[f32], pages: &[Range<usize>], capacity: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let spare = pages.iter().enumerate().map(|(page, range)| {
        let used: f32 = heights.get(range.clone()).unwrap_or_default().iter().sum();
        (capacity(page, pages.len()) - used) / range.len().max(1) as f32
    });
    let spare: Vec<f32> = spare.map(|spare| spare.clamp(0.0, MOST_GROWTH)).collect();
    let least = spare.iter().copied().fold(MOST_GROWTH, f32::min);
    spare.into_iter().map(|spare| spare.min(least + 2.0 * MM)).collect()
}

fn columns(sessions: &[SheetSession]) -> Result<Table, RenderError> {
    let width = FRAME.sides.1 - FRAME.sides.0;
    let count = sessions.len().max(1) as f32;
    // names and institutions give way to signatures, but not below 230 points together
    let signature = ((width - ORDINAL - 390.0) / count).clamp(LEAST_SIGNATURE, MOST_SIGNATURE);
    let texts = width - ORDINAL - signature * count;
    let name = texts * 0.44;
    let mut columns = vec![
        Column { width: ORDINAL, head: head(&["Lp."], ORDINAL, Align::Right)?, heads_rows: false },
        Column { width: name, head: head(&["Nazwisko i imię"], name, Align::Left)?, heads_rows: true },
        Column {
            width: texts - name,
            head: head(&["Instytucja"], texts - name, Align::Left)?,
            heads_rows: false,
        },
    ];
    for session in sessions {
        let title = if session.title.trim().is_empty() { "Podpis" } else { &session.title };
        let head = head(&[title, &session.hours], signature, Align::Center)?;
        columns.push(Column { width: signature, head, heads_rows: false });
    }
    if sessions.is_empty() {
        columns.push(Column {
            width: signature,
            head: head(&["Podpis"], signature, Align::Center)?,
            heads_rows: false,
        });
    }
    Ok(Table { columns, size: SIZE, leading: LEADING })
}

/// Title and hours of a column, white on navy.
fn head(texts: &[&str], width: f32, align: Align) -> Result<Vec<Line>, RenderError> {
    let mut lines = Vec::new();
    let looks = [style(Face::TextBold, 8.4, WHITE), style(Face::Text, 8.0, WHITE).tabular()];
    for (text, look) in texts.iter().zip(looks) {
        let setting = Setting { width: width - 2.0 * PADDING, align, hyphenate: true };
        let set = |text: &str, look: Style| text::lines(&span(look, text), setting);
        let (mut set_lines, mut kept) = (set(text, look)?, text.chars().count());
        if set_lines.len() > 4 {
            set_lines = set(text, look.sized(7.2))?;
        }
        // hours and the first words tell a session apart; the rest of an endless title is in the programme
        while set_lines.len() > MOST_HEAD_LINES && kept > 1 {
            kept = kept * 9 / 10;
            let start: String = text.chars().take(kept).collect();
            set_lines = set(&format!("{}…", start.trim_end()), look.sized(7.2))?;
        }
        lines.extend(set_lines);
    }
    Ok(lines)
}

fn row(table: &Table, ordinal: usize, person: &SheetRow, first: usize) -> Result<Row, RenderError> {
    let room = |column: usize| table.columns.get(column).map_or(0.0, |column| column.width - 2.0 * PADDING);
    let number = style(Face::Text, SIZE, GREY).tabular();
    let setting = Setting { width: room(0), align: Align::Right, hyphenate: false };
    let ordinal = text::lines(&span(number, &format!("{ordinal}.")), setting)?;
    let (_, name) = within(&person.name, style(Face::TextBold, SIZE, INK), &[SIZE, 8.4], room(1), 4, "name")?;
    let plain = style(Face::Text, 9.0, INK);
    let (_, institution) = within(&person.institution, plain, &[9.0, 8.0], room(2), 5, "institution")?;
    let mut cells = vec![ordinal, name, institution];
    let texts = cells.len();
    for column in texts..table.columns.len() {
        let setting = Setting { width: room(column), align: Align::Center, hyphenate: false };
        let crossed = person.not_own.contains(&(first + column - texts));
        cells.push(if crossed { text::lines(&span(number, "—"), setting)? } else { Vec::new() });
    }
    Ok(Row { cells })
}

fn trainers_height(sheet: &AttendanceSheet) -> f32 {
    let lines = sheet.trainers.len().div_ceil(3) as f32;
    if sheet.trainers.is_empty() { 0.0 } else { TRAINERS_HEAD + lines * TRAINER.1 + 6.0 }
}

const SECTION: Style = style(Face::TextBold, 10.5, TEAL);

/// Names of the trainers below lines for their signatures, three in a row.
fn trainers(flow: &mut Flow, sheet: &AttendanceSheet) -> Result<(), RenderError> {
    if sheet.trainers.is_empty() {
        return Ok(());
    }
    let heading = flow.doc.node(ROOT, Role::H2);
    let (left, y) = (FRAME.sides.0, flow.y + 20.0);
    let title =
        if sheet.trainers.len() == 1 { "Podpis osoby prowadzącej" } else { "Podpisy osób prowadzących" };
    flow.doc.tag(flow.page, heading, |canvas| canvas.text(left, y, Anchor::Left, SECTION, title))?;
    flow.y += TRAINERS_HEAD;
    for three in sheet.trainers.chunks(3) {
        let line = flow.y + 27.0;
        let mut x = left;
        for trainer in three {
            let (width, page) = (TRAINER.0 - 26.0, flow.page);
            flow.doc.artifact(page, Artifact::Layout, |canvas| {
                canvas.line((x, line), (x + width, line), INK, 0.6);
                Ok(())
            })?;
            let name = fitted(style(Face::Text, 8.6, GREY), trainer, width, LEAST, "trainers")?;
            let node = flow.doc.node(ROOT, Role::P);
            flow.doc.tag(page, node, |canvas| canvas.text(x, line + 10.5, Anchor::Left, name, trainer))?;
            x += TRAINER.0;
        }
        flow.y += TRAINER.1;
    }
    Ok(())
}

/// Lines for remarks, where the last page has room for some.
fn remarks(flow: &mut Flow) -> Result<(), RenderError> {
    const HEAD: f32 = 34.0;
    const LINE: f32 = 8.5 * MM;
    let strip = if flow.page == 0 { STRIP } else { 0.0 };
    let lines = ((flow.room() - strip - HEAD - 12.0) / LINE).floor();
    if lines < 2.0 {
        return Ok(());
    }
    let (left, right) = FRAME.sides;
    let (heading, y) = (flow.doc.node(ROOT, Role::H2), flow.y + 22.0);
    flow.doc.tag(flow.page, heading, |canvas| canvas.text(left, y, Anchor::Left, SECTION, "Uwagi"))?;
    let start = flow.y + HEAD - LINE * 0.3;
    flow.doc.artifact(flow.page, Artifact::Layout, |canvas| {
        let mut below = start;
        for _line in 0..lines as usize {
            below += LINE;
            canvas.line((left, below), (right, below), RULE, 0.6);
        }
        Ok(())
    })
}

/// It stands in the foot, beside the code of the page.
fn strip_of_first_page(flow: &mut Flow, sheet: &AttendanceSheet) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let bottom = A4.0 - 42.0;
    flow.doc.artifact(0, Artifact::Layout, |canvas| {
        canvas.line((left, bottom - 46.0), (right, bottom - 46.0), RULE, 0.6);
        Ok(())
    })?;
    let right = if sheet.mark.is_some() { right - CODE - CODE_ROOM } else { right };
    if !sheet.project.trim().is_empty() {
        let small = fitted(style(Face::Text, 7.2, GREY), &sheet.project, right - left, LEAST, "project")?;
        let node = flow.doc.node(ROOT, Role::P);
        let middle = (left + right) / 2.0;
        flow.doc.tag(0, node, |canvas| {
            canvas.text(middle, bottom - 35.5, Anchor::Middle, small, &sheet.project)
        })?;
    }
    strip::draw(&mut flow.doc, 0, ROOT, &sheet.strip, (left, right), bottom - 15.0)
}

/// The code of a page, and what it says for people.
fn code_of_page(doc: &mut Doc, mark: &SheetMark, page: usize) -> Result<(), RenderError> {
    let says = Mark { sheet: mark.code.clone(), page: number(page + 1) }.text();
    let code = qr::encode(&says, "code")?;
    let (x, y) = (FRAME.sides.1 - CODE, A4.0 - CODE_FOOT - CODE);
    doc.artifact(page, Artifact::Pagination, |canvas| {
        canvas.bits((x, y), CODE, code.modules, code.rows, INK);
        let small = style(Face::Text, 7.6, GREY).tabular();
        let before = mark.replaces.as_ref().map(|code| format!(", zastępuje {}", grouped(code)));
        let text =
            format!("Lista {} · wersja {}{}", grouped(&mark.code), mark.revision, before.unwrap_or_default());
        canvas.text((FRAME.sides.0 + x) / 2.0, A4.0 - 24.0, Anchor::Middle, small, &text)
    })?;
    Ok(())
}

/// Running head from the second page, page number on all.
fn furniture(doc: &mut Doc, sheet: &AttendanceSheet, page: usize, count: usize) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let small = style(Face::Text, 7.6, GREY).tabular();
    if let Some(mark) = &sheet.mark {
        code_of_page(doc, mark, page)?;
    }
    let foot = if sheet.mark.is_some() { right - CODE - CODE_ROOM } else { right };
    doc.artifact(page, Artifact::Pagination, |canvas| {
        let y = A4.0 - 24.0;
        let drawn = format!("Sporządzono {}", date(sheet.drawn_at.with_timezone(&Warsaw).date_naive()));
        canvas.text(left, y, Anchor::Left, small, &drawn)?;
        canvas.text(foot, y, Anchor::Right, small, &format!("Strona {} z {count}", page + 1))?;
        if page > 0 {
            let day = date(sheet.day);
            let head = format!("Lista obecności – {}", sheet.training);
            let head = match fitted(small, &head, right - left - 120.0, 5.5, "training") {
                Ok(style) => (style, head),
                Err(_) => (small, String::from("Lista obecności")),
            };
            canvas.text(left, 44.0, Anchor::Left, head.0, &head.1)?;
            canvas.text(right, 44.0, Anchor::Right, small, &day)?;
            canvas.line((left, 49.5), (right, 49.5), RULE, 0.6);
        }
        Ok(())
    })
}
