//! What somebody is told of the use of their data, on pages that enrol.

use crate::call::Call;

/// A version that is in force.
pub(super) struct Clause {
    pub id: String,
    pub title: String,
    pub paragraphs: Vec<String>,
}

impl Clause {
    /// In the reader's language, where it was written in it.
    pub fn new(call: &Call, title: String, id: String, (polish, english): (&str, Option<&str>)) -> Self {
        let text = call.lang.of(None, english).unwrap_or(polish);
        Self { id, title, paragraphs: text.split("\n\n").map(str::to_owned).collect() }
    }
}
