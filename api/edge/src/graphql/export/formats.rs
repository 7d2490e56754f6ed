//! Cells as a file: `shared/csv.rs` of `entities` and `workbook.rs` say how.

use axum::http::HeaderMap;
use entities::shared::csv;

use super::table::{Cell, Words};
use super::workbook::Book;

pub(super) use super::workbook::Unwritten;
use crate::graphql::accept::wishes;
use entities::shared::language::Language;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Rows of text.
    Csv,
    /// A workbook of one table.
    Xlsx,
}

impl Format {
    /// All of them.
    pub(super) const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The one a client likes best, CSV where it likes both; none where it takes neither.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(axum::http::header::ACCEPT) {
            return Some(Self::Csv);
        }
        let [csv, xlsx] = wishes(headers, Self::ALL.map(Self::media_type));
        match (csv.permille, xlsx.permille) {
            (0, 0) => None,
            (csv_q, xlsx_q) if xlsx_q > csv_q || xlsx_q == csv_q && xlsx.named && !csv.named => {
                Some(Self::Xlsx)
            }
            _ => Some(Self::Csv),
        }
    }

    /// As clients ask for it.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// As it is answered.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => self.media_type(),
        }
    }

    /// Its name, which ends the names of files.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A file on its way.
pub(super) struct Sheet {
    file: File,
    words: Words,
}

enum File {
    Csv(String),
    Xlsx(Box<Book>),
}

impl Sheet {
    /// A file of a heading; none where it could not be begun.
    pub(super) fn new(format: Format, lang: Language, headings: &[String]) -> Option<Self> {
        let words = match lang {
            Language::Polish => Words { yes: "tak", no: "nie" },
            Language::English => Words { yes: "yes", no: "no" },
        };
        let file = match format {
            Format::Csv => {
                let mut text = String::from(csv::START);
                csv::row(&mut text, headings.iter().map(|heading| csv::harmless(heading)));
                File::Csv(text)
            }
            Format::Xlsx => File::Xlsx(Box::new(Book::new(headings).ok()?)),
        };
        Some(Self { file, words })
    }

    /// Words for yes and no.
    pub(super) fn words(&self) -> Words {
        self.words
    }

    /// Adds a row.
    pub(super) fn add(&mut self, cells: &[Cell]) -> Result<(), Unwritten> {
        match &mut self.file {
            File::Csv(text) => {
                let words = self.words;
                let texts = cells.iter().map(|cell| match cell {
                    Cell::Text(text) => csv::harmless(text).into_owned(),
                    cell => cell.text(words),
                });
                csv::row(text, texts);
                Ok(())
            }
            File::Xlsx(book) => book.add(cells),
        }
    }

    /// Bytes of the rows so far.
    pub(super) fn bytes(&self) -> usize {
        match &self.file {
            File::Csv(text) => text.len(),
            File::Xlsx(book) => book.bytes(),
        }
    }

    /// The whole file; none where it could not be packed.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        match self.file {
            File::Csv(text) => Some(text.into_bytes()),
            File::Xlsx(book) => book.finish().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn a_client_gets_what_it_likes_best_and_csv_where_it_does_not_mind() {
        let of = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            Format::negotiate(&headers)
        };
        assert_eq!(Format::negotiate(&HeaderMap::new()), Some(Format::Csv));
        for accept in ["*/*", "text/*", "text/csv", "*/*;q=0.1, application/json", "text/csv, application/*"]
        {
            assert_eq!(of(accept), Some(Format::Csv), "{accept}");
        }
        for accept in [
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*",
            "text/csv;q=0.5, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=0.6",
        ] {
            assert_eq!(of(accept), Some(Format::Xlsx), "{accept}");
        }
        for accept in ["image/png", "text/csv;q=0", "text/html, application/json"] {
            assert_eq!(of(accept), None, "{accept}");
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_named_by_its_column() {
        let words = ["a".to_owned(), "b".to_owned()];
        let cells = [Cell::Boolean(true), Cell::Text("ż".repeat(40_000))];
        let mut table = Sheet::new(Format::Xlsx, Language::Polish, &words).unwrap();
        assert_eq!(table.add(&cells), Err(Unwritten::TooLong(1)));
        let mut text = Sheet::new(Format::Csv, Language::English, &words).unwrap();
        assert_eq!(text.add(&cells), Ok(()));
        assert!(String::from_utf8(text.finish().unwrap()).unwrap().starts_with("\u{feff}a;b\r\nyes;żżż"));
    }
}
