//! Attendance as a file: the template that is filled in, and the cells of one that is uploaded, CSV or XLSX. Pure.
//!
//! A row is a person, found by ticket, or by e-mail and name; a column that begins with the number of a session holds minutes.
//! Formulas are never computed: of a workbook the values count that were stored in it, of a text its letters. What is read is
//! bounded before it is kept: files, rows, columns and letters.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxError as Unreadable};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::refusals::FILE_ROWS;
use super::{enrolment, session};
use crate::documents::refusals::FILE_TYPE;
use crate::documents::upload::inspect_within;
use crate::institutions::person;
use crate::shared::csv::{START, harmless, row};
use crate::shared::error::Form;
use crate::shared::warsaw;

/// Most people of a file.
pub const ROWS_MAX: usize = 2_000;
/// Most columns.
pub const COLUMNS_MAX: usize = 100;
/// Bytes of a file, and of what a workbook unpacks to.
const FILE_MAX: usize = 2 << 20;
const UNPACKED_MAX: u64 = 32 << 20;
/// Longest cell that is kept, in characters; what is longer names nobody.
const CELL_MAX: usize = 300;

/// Cells of a file as texts, row by row; the first row is the heading.
pub type Cells = Vec<Vec<String>>;

/// Reads a file.
///
/// # Errors
/// The form that it breaks.
pub fn read(name: &str, bytes: &[u8]) -> Result<Cells, Form> {
    let accepted = inspect_within(name, bytes, (FILE_MAX, UNPACKED_MAX))?;
    match accepted.file_name.rsplit('.').next().map(str::to_lowercase).as_deref() {
        Some("xlsx") => workbook(bytes),
        Some("csv") => text(bytes),
        _ => Err(FILE_TYPE),
    }
}

fn text(bytes: &[u8]) -> Result<Cells, Form> {
    let text = std::str::from_utf8(bytes).map_err(|_| FILE_TYPE)?;
    let text = text.strip_prefix(START).unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    // As Polish spreadsheets part cells, or as others do.
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|sign| (head.bytes().filter(|byte| byte == sign).count(), *sign == b';'));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b';'))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = Cells::new();
    for record in reader.records() {
        let record = record.map_err(|_| FILE_TYPE)?;
        if cells.len() > ROWS_MAX || record.len() > COLUMNS_MAX {
            return Err(FILE_ROWS.of(ROWS_MAX).of(COLUMNS_MAX));
        }
        cells.push(record.iter().map(kept).collect());
    }
    Ok(cells)
}

/// Cell by cell, because a cell far away would take a table as wide and long as its place.
fn workbook(bytes: &[u8]) -> Result<Cells, Form> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_: Unreadable| FILE_TYPE)?;
    let first = book.sheet_names().first().cloned().ok_or(FILE_TYPE)?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(|_| FILE_TYPE)?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell().map_err(|_| FILE_TYPE)? {
        let (row, column) = cell.get_position();
        let place =
            (usize::try_from(row).unwrap_or(usize::MAX), usize::try_from(column).unwrap_or(usize::MAX));
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => kept(text),
            other => kept(&Data::from(other.clone()).to_string()),
        };
        if value.is_empty() {
            continue;
        }
        if place.0 > ROWS_MAX || place.1 >= COLUMNS_MAX {
            return Err(FILE_ROWS.of(ROWS_MAX).of(COLUMNS_MAX));
        }
        if cells.len() <= place.0 {
            cells.resize(place.0 + 1, vec![]);
        }
        if let Some(row) = cells.get_mut(place.0) {
            if row.len() <= place.1 {
                row.resize(place.1 + 1, String::new());
            }
            if let Some(kept) = row.get_mut(place.1) {
                *kept = value;
            }
        }
    }
    Ok(cells)
}

/// A cell without what nobody sees; the apostrophe by which a text is none but a text goes.
fn kept(text: &str) -> String {
    let text = crate::shared::text::line(text);
    let text = text.strip_prefix('\'').unwrap_or(&text);
    text.chars().take(CELL_MAX).collect()
}

/// Whole minutes of a cell; none where it is no such number.
pub fn minutes(cell: &str) -> Option<i32> {
    // A number of a workbook may read `120.0`.
    let digits = cell.strip_suffix(".0").unwrap_or(cell);
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

/// What a column holds, by its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The code of a ticket.
    Ticket,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// E-mail.
    Email,
    /// Minutes of the session with this number.
    Session(i32),
    /// Nothing that is asked for.
    Unknown,
}

/// What a heading says.
pub fn column(heading: &str) -> Column {
    let heading = heading.trim().to_lowercase();
    match heading.as_str() {
        "bilet" | "ticket" => Column::Ticket,
        "imię" | "imie" | "first name" => Column::FirstName,
        "nazwisko" | "last name" => Column::LastName,
        "e-mail" | "email" => Column::Email,
        other => {
            let number = other.split_once('.').and_then(|(number, _)| number.parse().ok());
            number.map_or(Column::Unknown, Column::Session)
        }
    }
}

/// A participant as the template has them: enrolment, person, ticket, and the minutes recorded of each session.
pub struct Line {
    /// The enrolment.
    pub enrolment: enrolment::Model,
    /// The person.
    pub person: person::Model,
    /// The code of their ticket.
    pub ticket: String,
    /// Minutes by session, in the order of sessions; none where nothing is recorded.
    pub minutes: Vec<Option<i32>>,
}

fn headings(sessions: &[session::Model]) -> Vec<String> {
    let asked = ["bilet", "imię", "nazwisko", "e-mail"].map(str::to_owned);
    let of_sessions = sessions.iter().map(|session| {
        let (day, hour) = (warsaw::day(session.starts_at), warsaw::hour(session.starts_at));
        let (number, title) = (session.ordinal, &session.title);
        format!("{number}. {title} ({day} {hour}, najwyżej {} min)", session.planned_min)
    });
    asked.into_iter().chain(of_sessions).collect()
}

fn texts(line: &Line) -> [&str; 4] {
    [
        &line.ticket,
        &line.person.first_name,
        &line.person.last_name,
        line.person.email.as_deref().unwrap_or_default(),
    ]
}

/// The template as CSV; no text of it is taken for a formula.
pub fn template_csv(sessions: &[session::Model], lines: &[Line]) -> Vec<u8> {
    let mut out = String::from(START);
    row(&mut out, headings(sessions).iter().map(|heading| harmless(heading)));
    for line in lines {
        let minutes =
            line.minutes.iter().map(|minutes| minutes.map(|minutes| minutes.to_string()).unwrap_or_default());
        let texts = texts(line).map(|text| harmless(text).into_owned());
        row(&mut out, texts.into_iter().chain(minutes));
    }
    out.into_bytes()
}

/// The template as a workbook; texts are texts. The same lines give the same bytes.
///
/// # Errors
/// It could not be packed.
pub fn template_xlsx(sessions: &[session::Model], lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?);
    book.set_properties(&properties);
    let sheet = book.add_worksheet();
    sheet.set_name("Obecność")?;
    sheet.set_freeze_panes(1, 4)?;
    let bold = Format::new().set_bold().set_text_wrap();
    for (column, heading) in (0..).zip(headings(sessions)) {
        sheet.set_column_width(column, if column == 0 { 14 } else { 24 })?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, line) in (1..).zip(lines) {
        for (column, text) in (0..).zip(texts(line)) {
            sheet.write_string(row, column, text)?;
        }
        for (column, minutes) in (4..).zip(&line.minutes) {
            if let Some(minutes) = minutes {
                sheet.write_number(row, column, *minutes)?;
            }
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_whatever_parts_its_cells_and_formulas_stay_texts() {
        for file in [
            "bilet;1. Blok\r\nzw_t_1;120\r\n",
            "bilet,1. Blok\nzw_t_1,120\n",
            "\u{feff}bilet\t1. Blok\nzw_t_1\t120",
        ] {
            let cells = read("lista.csv", file.as_bytes()).unwrap();
            assert_eq!(cells, [["bilet", "1. Blok"], ["zw_t_1", "120"]], "{file:?}");
        }
        let cells = read("lista.csv", "bilet;1. Blok\n'=1+1;=60*2\n".as_bytes()).unwrap();
        assert_eq!((cells[1][0].as_str(), minutes(&cells[1][1])), ("=1+1", None));
    }

    #[test]
    fn too_many_rows_or_columns_and_other_files_are_refused() {
        let long = "a;b\n".repeat(ROWS_MAX + 2);
        assert!(read("lista.csv", long.as_bytes()).is_err());
        assert!(read("lista.csv", ";".repeat(COLUMNS_MAX).as_bytes()).is_err());
        assert!(read("lista.pdf", b"%PDF-1.7").is_err());
        assert!(read("lista.csv", &vec![b'a'; FILE_MAX + 1]).is_err());
        assert!(read("lista.xlsx", b"PK\x03\x04").is_err());
    }

    #[test]
    fn a_cell_far_away_takes_no_memory() {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(1_048_575, 16_383, "x").unwrap();
        assert!(read("lista.xlsx", &book.save_to_buffer().unwrap()).is_err());
    }

    #[test]
    fn a_workbook_is_read_by_its_stored_values() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "bilet").unwrap().write_string(0, 1, "2. Blok").unwrap();
        sheet.write_string(1, 0, "zw_t_1").unwrap().write_number(1, 1, 90).unwrap();
        sheet.write_formula(2, 1, "=60*2").unwrap();
        let cells = read("lista.xlsx", &book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(column(&cells[0][1]), Column::Session(2));
        assert_eq!(minutes(&cells[1][1]), Some(90));
        // Nobody has computed it.
        assert_ne!(minutes(cells.get(2).map_or("", |row| &row[1])), Some(120));
    }

    #[test]
    fn minutes_are_whole_numbers() {
        assert_eq!((minutes("120"), minutes("120.0"), minutes("-5")), (Some(120), Some(120), Some(-5)));
        for wrong in ["", "12,5", "12.5", "2h", "=120", "1e2", "+5", "99999999999"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
