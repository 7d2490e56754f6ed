//! The copy of everything about a person on paper, A4 portrait: who and when, rights, then section by section. Pure.
//!
//! A section with few columns is a table of its rows; one with many is a table per row. What a face cannot print is
//! shown as a question mark: the file for programs has it as it is.

use entities::requests::copy::{Cell, Export, Section, moment};
use entities::shared::language::Language;
use entities::shared::polish::counted;

use crate::document::RenderError;
use crate::document::canvas::Anchor;
use crate::document::flow::{Flow, Frame, Look};
use crate::document::font::Face;
use crate::document::grid::{CELL, Grid, Spec};
use crate::document::model::{A4, Artifact, Bookmark, Doc, Meta, Role};
use crate::document::printable::printable;
use crate::document::style::{GOLD, GREY, INK, NAVY, RULE, Style, TEAL, style};
use crate::document::text::{Align, Setting, span};
use crate::document::write;

const FRAME: Frame = Frame { size: A4, sides: (62.0, A4.0 - 62.0), ends: (74.0, 776.0) };
const TITLE: Style = style(Face::Display, 30.0, NAVY);
const SECTION: Style = style(Face::TextBold, 12.4, TEAL);
const BODY: Style = style(Face::Text, 9.8, INK);
const NOTE: Style = style(Face::Text, 8.6, GREY);
const BOLD: Style = style(Face::TextBold, 8.8, INK).tabular();

/// A section with so many columns at most is one table.
const COLUMNS: usize = 5;
/// Rows of a section that are printed; the file for programs has them all.
const ROWS: usize = 200;
/// Columns that say nothing to people on paper.
const FOR_PROGRAMS: &[&str] = &["sha256", "fileName", "operation", "fromState", "toState"];

/// The copy as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`RenderError`] where the writer fails.
pub fn render(export: &Export) -> Result<Vec<u8>, RenderError> {
    write::document(layout(export)?)
}

/// The copy as a model; pure.
///
/// # Errors
/// As for [`render`].
pub fn layout(export: &Export) -> Result<Doc, RenderError> {
    let meta = Meta {
        title: "Kopia danych osobowych".to_owned(),
        author: export.controllers.first().map_or_else(|| "Zwornik".to_owned(), |name| printable(name)),
        subject: format!("Dane osobowe w systemie Zwornik, stan na {}", plain(&moment(export.generated_at))),
        created: export.generated_at,
        language: Language::Polish,
    };
    let mut copy = Copy { flow: Flow::new(meta, FRAME), tables: 0 };
    copy.opening(export)?;
    let (empty, full): (Vec<&Section>, Vec<&Section>) =
        export.sections.iter().partition(|section| section.rows.is_empty());
    for section in full {
        copy.section(section)?;
    }
    copy.rest(&empty, export)?;
    let day = moment(export.generated_at);
    copy.flow.finish(|doc, page, count| furniture(doc, &day, page, count))
}

/// About how high the first table of a section is with what stands above it: a short one is never parted from its
/// heading, a long one goes on overleaf anyhow.
fn first_height(section: &Section) -> f32 {
    let as_one_table = section.rows.len() > 1 && told(section).len() <= COLUMNS;
    let rows = match section.rows.first() {
        Some(_) if as_one_table => section.rows.len().min(ROWS),
        Some(row) => row.iter().filter(|cell| cell.text.is_some()).count(),
        None => 0,
    };
    (80.0 + 18.0 * rows as f32).clamp(110.0, 420.0)
}

struct Copy {
    flow: Flow,
    tables: usize,
}

impl Copy {
    fn opening(&mut self, export: &Export) -> Result<(), RenderError> {
        let look = Look { before: 0.0, leading: 34.0, after: 4.0 };
        self.titled(1, Role::H1, TITLE, look, "Kopia danych osobowych", 120.0)?;
        let (left, y) = (FRAME.sides.0, self.flow.y);
        self.flow.doc.artifact(self.flow.page, Artifact::Layout, |canvas| {
            canvas.rect([left, y, 46.0, 2.4], Some(GOLD), None);
            Ok(())
        })?;
        self.flow.y += 14.0;
        self.paragraph(
            style(Face::TextBold, 13.0, INK),
            &printable(&export.name),
            Look { before: 0.0, leading: 17.0, after: 4.0 },
        )?;
        self.paragraph(
            BODY,
            &format!("Stan na {}", moment(export.generated_at)),
            Look { before: 0.0, leading: 14.2, after: 8.0 },
        )?;
        if !export.controllers.is_empty() {
            let names: Vec<String> = export.controllers.iter().map(|name| printable(name)).collect();
            self.body(&format!("Projekty, w których osoba bierze udział, prowadzą: {}.", names.join("; ")))?;
        }
        self.body(
            "Ten dokument zawiera wszystko, co system Zwornik przechowuje o tej osobie, i nic o innych osobach. Te same \
             dane są w dołączonym pliku JSON, który można odczytać programem lub przekazać innemu administratorowi. Jeśli coś się \
             nie zgadza, wystarczy napisać do biura projektu: poprawka pojawi się też w późniejszych kopiach.",
        )
    }

    fn section(&mut self, section: &Section) -> Result<(), RenderError> {
        let look = Look { before: 16.0, leading: 16.0, after: 4.0 };
        self.titled(2, Role::H2, SECTION, look, &section.label, first_height(section))?;
        self.paragraph(NOTE, &section.about, Look { before: 0.0, leading: 11.6, after: 7.0 })?;
        let names = told(section);
        let shown = section.rows.get(..ROWS).unwrap_or(&section.rows);
        if names.is_empty() {
            return Ok(());
        }
        if shown.len() > 1 && names.len() <= COLUMNS {
            self.table(section, &names, shown)?;
        } else {
            for (index, row) in shown.iter().enumerate() {
                self.record(section, row, (index + 1, shown.len()))?;
            }
        }
        let left = section.rows.len().saturating_sub(shown.len());
        if left > 0 {
            let rows = counted(left, "pozycja", "pozycje", "pozycji");
            self.body(&format!("Ponadto {left} {rows}, które w całości zawiera plik JSON."))?;
        }
        Ok(())
    }

    /// One table, a row each.
    fn table(&mut self, section: &Section, names: &[&str], rows: &[Vec<Cell>]) -> Result<(), RenderError> {
        let heads: Vec<&str> = names.iter().filter_map(|name| label(section, name)).collect();
        let width = self.flow.width() / heads.len().max(1) as f32;
        let specs: Vec<Spec<'_>> =
            heads.iter().map(|head| Spec { head, width, align: Align::Left }).collect();
        let mut grid = Grid::new(&specs)?;
        for row in rows {
            let texts: Vec<String> = names.iter().map(|name| value(row, name)).collect();
            let cells: Vec<(Style, &str)> = texts.iter().map(|text| (CELL, text.as_str())).collect();
            grid.row(&cells)?;
        }
        let number = self.number();
        grid.place(&mut self.flow, &number, &section.label, 10.0)
    }

    /// One row as a table of its own: what it is, and what is known.
    fn record(
        &mut self,
        section: &Section,
        row: &[Cell],
        (index, count): (usize, usize),
    ) -> Result<(), RenderError> {
        let (first, all) = (150.0, self.flow.width());
        let mut grid = Grid::new(&[
            Spec { head: "Dane", width: first, align: Align::Left },
            Spec { head: "Treść", width: all - first, align: Align::Left },
        ])?;
        let mut any = false;
        for cell in row.iter().filter(|cell| !FOR_PROGRAMS.contains(&cell.name.as_str())) {
            if let Some(text) = &cell.text {
                grid.row(&[(BOLD, &cell.label), (CELL, &printable(text))])?;
                any = true;
            }
        }
        if !any {
            return Ok(());
        }
        let caption =
            if count > 1 { format!("{}, {index} z {count}", section.label) } else { section.label.clone() };
        let number = self.number();
        grid.place(&mut self.flow, &number, &caption, 10.0)
    }

    fn rest(&mut self, empty: &[&Section], export: &Export) -> Result<(), RenderError> {
        let look = Look { before: 16.0, leading: 16.0, after: 6.0 };
        if !empty.is_empty() {
            self.titled(2, Role::H2, SECTION, look, "Czego tu nie ma", 60.0)?;
            let labels: Vec<&str> = empty.iter().map(|section| section.label.as_str()).collect();
            self.body(&format!(
                "System nie przechowuje o tej osobie niczego w częściach: {}.",
                labels.join("; ")
            ))?;
        }
        self.titled(2, Role::H2, SECTION, look, "Prawa osoby, której dane dotyczą", 60.0)?;
        for right in &export.rights {
            self.body(right)?;
        }
        Ok(())
    }

    fn titled(
        &mut self,
        level: u8,
        role: Role,
        style: Style,
        look: Look,
        text: &str,
        follow: f32,
    ) -> Result<(), RenderError> {
        self.flow.need(look.before + look.leading + look.after + follow);
        let top = if self.flow.y > FRAME.ends.0 { self.flow.y + look.before } else { self.flow.y };
        self.flow.heading(role, style, look, text, 0.0)?;
        let y = (top - 8.0).max(0.0);
        self.flow.doc.outline.push(Bookmark { level, title: text.to_owned(), page: self.flow.page, y });
        Ok(())
    }

    fn body(&mut self, text: &str) -> Result<(), RenderError> {
        self.paragraph(BODY, text, Look { before: 0.0, leading: 14.2, after: 6.0 })
    }

    fn paragraph(&mut self, style: Style, text: &str, look: Look) -> Result<(), RenderError> {
        let setting = Setting { width: self.flow.width(), align: Align::Left, hyphenate: false };
        self.flow.paragraph(&span(style, text), setting, look).map(drop)
    }

    fn number(&mut self) -> String {
        self.tables += 1;
        format!("Tabela {}.", self.tables)
    }
}

/// Columns of a section of which any row knows something, in order.
fn told(section: &Section) -> Vec<&str> {
    let Some(first) = section.rows.first() else { return vec![] };
    let names = first.iter().map(|cell| cell.name.as_str());
    names
        .filter(|name| !FOR_PROGRAMS.contains(name))
        .filter(|name| section.rows.iter().flatten().any(|cell| cell.name == *name && cell.text.is_some()))
        .collect()
}

fn label<'a>(section: &'a Section, name: &str) -> Option<&'a str> {
    let cell = section.rows.first()?.iter().find(|cell| cell.name == name)?;
    Some(cell.label.as_str())
}

fn value(row: &[Cell], name: &str) -> String {
    let text = row.iter().find(|cell| cell.name == name).and_then(|cell| cell.text.as_deref());
    text.map_or_else(|| "–".to_owned(), printable)
}

/// A text as the faces can print it, on one line.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// Running head from the second page, page number on all.
fn furniture(doc: &mut Doc, day: &str, page: usize, count: usize) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let small = style(Face::Text, 7.8, GREY).tabular();
    doc.artifact(page, Artifact::Pagination, |canvas| {
        if page > 0 {
            canvas.text(left, 47.0, Anchor::Left, small, "Kopia danych osobowych")?;
            canvas.line((left, 54.0), (right, 54.0), RULE, 0.6);
        }
        canvas.line((left, A4.1 - 48.0), (right, A4.1 - 48.0), RULE, 0.6);
        canvas.text(left, A4.1 - 35.0, Anchor::Left, small, &format!("Stan na {day}"))?;
        let number = format!("Strona {} z {count}", page + 1);
        canvas.text(
            right,
            A4.1 - 35.0,
            Anchor::Right,
            style(Face::TextBold, 7.8, NAVY).tabular(),
            &number,
        )?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_face_has_becomes_a_question_mark_and_lines_are_joined() {
        assert_eq!(printable("Zażółć\n gęślą  \u{1f600}"), "Zażółć gęślą ?");
        assert_eq!(printable("Łukasz\tŻak"), "Łukasz Żak");
    }
}
