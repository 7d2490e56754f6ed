//! CSV as Polish spreadsheets open it without questions: UTF-8 with a byte order mark, `;` between cells, CRLF after
//! rows. Numbers have a decimal comma; that is the caller's.

use std::borrow::Cow;

/// What a file begins with.
pub const START: char = '\u{feff}';

/// Characters by which a spreadsheet takes a text for a formula; some take the wide ones for it as well.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula: one that looks like it, also behind blanks, gets an apostrophe.
///
/// # Source
/// OWASP, "CSV Injection".
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) || text.trim_start().starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes one row.
pub fn row<S: AsRef<str>>(out: &mut String, cells: impl IntoIterator<Item = S>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(';');
        }
        let cell = cell.as_ref();
        if cell.contains([';', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_texts() {
        for formula in
            ["=1+1", "+48", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u{a0}=1", "＝1", "=HYPERLINK(\"x\")"]
        {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["", "Anna", "a=b", "1-2", "'=1", " Łoś"] {
            assert_eq!(harmless(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_again(rows in prop::collection::vec(prop::collection::vec("[a;\"\r\n' ą=]{0,6}", 2..5), 1..6)) {
            let mut out = String::new();
            let width = rows[0].len();
            let rows: Vec<Vec<String>> = rows.into_iter().map(|mut row| { row.resize(width, String::new()); row }).collect();
            for cells in &rows {
                row(&mut out, cells);
            }
            let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(out.as_bytes());
            let read: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
