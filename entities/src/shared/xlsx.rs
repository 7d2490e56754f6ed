//! One table as an XLSX file: a heading that stays in view, texts, numbers, days and instants.
//!
//! Rows are packed as they come. Texts are written into their cells, never as formulas, so that nothing in them is
//! computed. No times of the making are in the file: the same rows give the same bytes.
//!
//! # Source
//! ECMA-376, part 1: SpreadsheetML; part 2: packaging.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::{NaiveDate, NaiveDateTime};
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

/// Most characters of one cell, counted as UTF-16 does.
const CELL_MAX: usize = 32_767;

/// Digits that a number of a spreadsheet keeps.
const DIGITS: usize = 15;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The parts beside the table.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Lista" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    // Styles of cells by number: 0 plain, 1 heading, 2 day, 3 instant.
    (
        "xl/styles.xml",
        r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
    ),
];

const BEGIN: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>"#;

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text that is not [too long](is_too_long).
    Text(&'a str),
    /// A number, with a decimal point.
    Number(&'a str),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Day(NaiveDate),
    /// A civil time.
    Instant(NaiveDateTime),
}

/// Whether a text is longer than a cell may be.
#[must_use]
pub fn is_too_long(text: &str) -> bool {
    text.len() > CELL_MAX && text.encode_utf16().count() > CELL_MAX
}

/// A table on its way.
pub struct Xlsx {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    bytes: usize,
}

impl Xlsx {
    /// A table of a heading, whose texts are not [too long](is_too_long).
    ///
    /// # Errors
    /// It could not be packed, which cannot be in memory.
    pub fn new<S: AsRef<str>>(headings: &[S]) -> Result<Self, ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(vec![]));
        let options = SimpleFileOptions::default();
        for (name, text) in PARTS {
            zip.start_file(name, options)?;
            zip.write_all(HEAD.as_bytes())?;
            zip.write_all(text.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        let mut text = format!("{HEAD}{BEGIN}<cols>");
        for (n, heading) in (1..).zip(headings) {
            let width = heading.as_ref().chars().count().clamp(12, 50) + 2;
            let _ = write!(text, r#"<col min="{n}" max="{n}" width="{width}" customWidth="1"/>"#);
        }
        text.push_str("</cols><sheetData><row>");
        for heading in headings {
            inline(&mut text, heading.as_ref(), 1);
        }
        text.push_str("</row>");
        zip.write_all(text.as_bytes())?;
        Ok(Self { zip, bytes: text.len() })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// As [`Xlsx::new`].
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), ZipError> {
        let mut text = String::from("<row>");
        for cell in cells {
            put(&mut text, cell);
        }
        text.push_str("</row>");
        self.bytes += text.len();
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// Bytes of the rows so far, unpacked.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The file.
    ///
    /// # Errors
    /// As [`Xlsx::new`].
    pub fn finish(mut self) -> Result<Vec<u8>, ZipError> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        Ok(self.zip.finish()?.into_inner())
    }
}

fn put(text: &mut String, cell: Cell<'_>) {
    // Writing into a text cannot fail.
    let _ = match cell {
        Cell::Empty => {
            text.push_str("<c/>");
            Ok(())
        }
        Cell::Text(value) => {
            inline(text, value, 0);
            Ok(())
        }
        Cell::Number(number) if number.bytes().filter(u8::is_ascii_digit).count() <= DIGITS => {
            write!(text, "<c><v>{}</v></c>", escaped(number))
        }
        // More digits than a number keeps.
        Cell::Number(number) => {
            inline(text, number, 0);
            Ok(())
        }
        Cell::Boolean(yes) => write!(text, r#"<c t="b"><v>{}</v></c>"#, u8::from(yes)),
        Cell::Day(day) => match days(day) {
            Some(days) => write!(text, r#"<c s="2"><v>{days}</v></c>"#),
            None => {
                inline(text, &day.to_string(), 0);
                Ok(())
            }
        },
        Cell::Instant(at) => match days(at.date()) {
            Some(days) => {
                let seconds = at.signed_duration_since(at.date().into()).num_seconds();
                write!(text, r#"<c s="3"><v>{:.9}</v></c>"#, days as f64 + seconds as f64 / 86_400.0)
            }
            None => {
                inline(text, &at.to_string(), 0);
                Ok(())
            }
        },
    };
}

/// Days since the first one that spreadsheets know; none before March 1900, where they count a day that never was.
fn days(day: NaiveDate) -> Option<i64> {
    let days = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    (days > 60).then_some(days)
}

fn inline(text: &mut String, value: &str, style: u8) {
    let _ = write!(
        text,
        r#"<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
        escaped(value)
    );
}

/// A text as XML. What XML does not take is shown as a replacement character, and what spreadsheets would read as the
/// number of a character is kept from it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("_x", "_x005F_x").chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(letter),
            // A reader of XML would take it for the end of a line.
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn sheet(file: Vec<u8>) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        assert_eq!(zip.len(), PARTS.len() + 1);
        let mut text = String::new();
        zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn each_kind_of_cell_is_written_as_such_and_no_text_as_a_formula() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();
        let mut table = Xlsx::new(&["Osoba", "<b>"]).unwrap();
        let cells = [
            Cell::Empty,
            Cell::Text("=1+1 & \u{1}_x0041_\r"),
            Cell::Number("-12.50"),
            Cell::Number("1234567890123456"),
            Cell::Boolean(true),
            Cell::Day(day),
            Cell::Instant(day.and_hms_opt(6, 0, 0).unwrap()),
            Cell::Day(NaiveDate::from_ymd_opt(1899, 1, 1).unwrap()),
        ];
        table.row(cells).unwrap();
        let text = sheet(table.finish().unwrap());
        let rows: Vec<&str> = text.split("<row>").collect();
        assert!(rows[1].contains("&lt;b&gt;"), "{text}");
        assert_eq!(
            rows[2],
            "<c/><c s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &amp; \u{fffd}_x005F_x0041_&#13;</t></is></c>\
             <c><v>-12.50</v></c><c s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1234567890123456</t></is></c>\
             <c t=\"b\"><v>1</v></c><c s=\"2\"><v>46154</v></c><c s=\"3\"><v>46154.250000000</v></c>\
             <c s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1899-01-01</t></is></c></row></sheetData></worksheet>"
        );
        assert!(!text.contains("<f>"));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let make = || {
            let mut table = Xlsx::new(&["a"]).unwrap();
            for _ in 0..1_000 {
                table.row([Cell::Text("Łódź")]).unwrap();
            }
            assert!(table.bytes() > 50_000);
            table.finish().unwrap()
        };
        let file = make();
        assert!(file.len() < 20_000, "{}", file.len());
        assert_eq!(file, make());
    }
}
