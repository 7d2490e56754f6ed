//! Cells as a file. CSV is that of the product's reports; see `shared/csv.rs` of `entities`.

use axum::http::HeaderMap;
use entities::shared::csv;

use super::table::{Cell, Words};
use crate::graphql::ctx::Lang;
use crate::http::graphql::accept::wishes;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Rows of text.
    Csv,
}

impl Format {
    /// All of them.
    pub(super) const ALL: [Self; 1] = [Self::Csv];

    /// The one a client likes best; none where it takes neither.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(axum::http::header::ACCEPT) {
            return Some(Self::Csv);
        }
        let [csv] = wishes(headers, Self::ALL.map(Self::media_type));
        (csv.permille > 0).then_some(Self::Csv)
    }

    /// As clients ask for it.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
        }
    }

    /// As it is answered.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }

    /// Its name, which ends the names of files.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
        }
    }
}

/// A file on its way.
pub(super) struct Sheet {
    text: String,
    words: Words,
}

impl Sheet {
    /// A file of a heading.
    pub(super) fn new(format: Format, lang: Lang, headings: &[String]) -> Self {
        let words = match lang {
            Lang::Pl => Words { yes: "tak", no: "nie" },
            Lang::En => Words { yes: "yes", no: "no" },
        };
        match format {
            Format::Csv => {
                let mut text = String::from(csv::START);
                csv::row(&mut text, headings.iter().map(|heading| csv::harmless(heading)));
                Self { text, words }
            }
        }
    }

    /// Words for yes and no.
    pub(super) fn words(&self) -> Words {
        self.words
    }

    /// Adds a row.
    pub(super) fn add(&mut self, cells: Vec<Cell>) {
        let words = self.words;
        let texts = cells.into_iter().map(|cell| match cell {
            Cell::Text(text) => csv::harmless(&text).into_owned(),
            cell => cell.text(words),
        });
        csv::row(&mut self.text, texts);
    }

    /// Bytes so far.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The whole file; none where it could not be written.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        Some(self.text.into_bytes())
    }
}
