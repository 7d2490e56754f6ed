//! A table as a workbook: a heading that stays in view, texts, numbers, days and instants.
//!
//! Texts are written as texts, never as formulas, so that nothing in them is computed. No times of the making are in the
//! file: the same rows give the same bytes.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::table::Cell;

/// Digits that a number of a spreadsheet keeps.
const DIGITS: usize = 15;

/// Bytes that a cell takes beside its text.
const CELL: usize = 8;

/// Why a row was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unwritten {
    /// The text of this column is longer than a cell.
    TooLong(usize),
    /// It could not be packed.
    Broken,
}

/// A workbook on its way.
pub(super) struct Book {
    book: Workbook,
    day: Format,
    instant: Format,
    rows: u32,
    bytes: usize,
}

impl Book {
    /// A workbook of a heading.
    ///
    /// # Errors
    /// A heading that no cell takes.
    pub(super) fn new(headings: &[String]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?);
        book.set_properties(&properties);
        let sheet = book.add_worksheet();
        sheet.set_name("Lista")?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, heading) in (0..).zip(headings) {
            let width = u32::try_from(heading.chars().count()).unwrap_or(u32::MAX).clamp(12, 50) + 2;
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        let format = |shown: &str| Format::new().set_num_format(shown);
        let (day, instant) = (format("yyyy-mm-dd"), format("yyyy-mm-dd hh:mm:ss"));
        Ok(Self { book, day, instant, rows: 0, bytes: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Why it was not written.
    pub(super) fn add(&mut self, cells: &[Cell]) -> Result<(), Unwritten> {
        self.rows += 1;
        for (column, cell) in cells.iter().enumerate() {
            self.put(column, cell).map_err(|error| match error {
                XlsxError::MaxStringLengthExceeded => Unwritten::TooLong(column),
                _ => Unwritten::Broken,
            })?;
        }
        Ok(())
    }

    fn put(&mut self, column: usize, cell: &Cell) -> Result<(), XlsxError> {
        self.bytes += CELL;
        let row = self.rows;
        let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
        let sheet = self.book.worksheet_from_index(0)?;
        let text = match cell {
            Cell::Empty => return Ok(()),
            Cell::Boolean(yes) => return sheet.write_boolean(row, column, *yes).map(drop),
            Cell::Number(digits) => match number(digits) {
                Some(number) => return sheet.write_number(row, column, number).map(drop),
                None => digits.clone(),
            },
            Cell::Day(day) if is_known(*day) => {
                return sheet.write_datetime_with_format(row, column, day, &self.day).map(drop);
            }
            Cell::Instant(at) if is_known(at.date()) => {
                return sheet.write_datetime_with_format(row, column, at, &self.instant).map(drop);
            }
            Cell::Day(day) => day.to_string(),
            Cell::Instant(at) => at.to_string(),
            Cell::Text(text) => text.clone(),
        };
        self.bytes += text.len();
        sheet.write_string(row, column, text).map(drop)
    }

    /// Bytes of the rows so far, about as many as they take in memory.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The file.
    ///
    /// # Errors
    /// It could not be packed, which cannot be in memory.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// A number that a spreadsheet keeps to the last digit.
fn number(digits: &str) -> Option<f64> {
    let few = digits.bytes().filter(u8::is_ascii_digit).count() <= DIGITS;
    few.then(|| digits.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

/// Whether spreadsheets know a day. Before March 1900 they count one that never was.
fn is_known(day: NaiveDate) -> bool {
    (1900..=9999).contains(&day.year()) && (day.year(), day.month()) >= (1900, 3)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn part(file: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn each_kind_of_cell_is_written_as_such_and_no_text_as_a_formula() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
        let mut book = Book::new(&["Osoba".into(), "<b>".into()]).unwrap();
        let cells = [
            Cell::Empty,
            Cell::Text("=1+1 & \u{1}_x0041_\r".into()),
            Cell::Number("-12.50".into()),
            Cell::Number("1234567890123456".into()),
            Cell::Number("1e999".into()),
            Cell::Boolean(true),
            Cell::Day(day),
            Cell::Instant(day.and_hms_opt(6, 0, 1).unwrap()),
            Cell::Day(NaiveDate::from_ymd_opt(1900, 2, 28).unwrap()),
            Cell::Day(NaiveDate::MAX),
        ];
        book.add(&cells).unwrap();
        let file = book.finish().unwrap();
        let sheet = part(&file, "xl/worksheets/sheet1.xml");
        for cell in [
            r#"<c r="C2"><v>-12.5</v></c>"#,
            r#"<c r="F2" t="b"><v>1</v></c>"#,
            r#"<c r="G2" s="2"><v>46154</v></c>"#,
            r#"<c r="H2" s="3"><v>46154.25001157408</v></c>"#,
        ] {
            assert!(sheet.contains(cell), "{cell} {sheet}");
        }
        for text in ["B2", "D2", "E2", "I2", "J2"] {
            assert!(sheet.contains(&format!(r#"<c r="{text}" t="s">"#)), "{text} {sheet}");
        }
        assert!(!sheet.contains("<f>") && !sheet.contains(r#"r="A2""#));
        let texts = part(&file, "xl/sharedStrings.xml");
        for text in ["&lt;b&gt;", "=1+1 &amp; _x0001__x005F_x0041_", "1234567890123456", "1900-02-28"] {
            assert!(texts.contains(text), "{text} {texts}");
        }
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let make = || {
            let mut book = Book::new(&["a".into()]).unwrap();
            for _ in 0..1_000 {
                book.add(&[Cell::Text("Łódź".into())]).unwrap();
            }
            assert_eq!(book.bytes(), 15_000);
            book.finish().unwrap()
        };
        assert_eq!(make(), make());
    }
}
