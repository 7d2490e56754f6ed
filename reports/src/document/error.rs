//! Why a document cannot be drawn.

/// What stops a document. Texts name fields and letters, never whole personal data: they may reach logs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A letter that a face cannot print; it must never become a blank box.
    #[error("no face can print the letter {letter:?}")]
    Unprintable {
        /// The first such letter.
        letter: char,
    },
    /// A text that fits nowhere even at its smallest size.
    #[error("{field} is too long for its place")]
    TooLong {
        /// The field of the input.
        field: &'static str,
    },
    /// A value that a document cannot carry.
    #[error("{field} cannot be used: {reason}")]
    Invalid {
        /// The field of the input.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The writer met a state it does not know: a defect of this program.
    #[error("the writer failed: {0}")]
    Writer(String),
}

impl RenderError {
    /// A defect of the writer.
    pub(crate) fn writer(what: impl std::fmt::Display) -> Self {
        Self::Writer(what.to_string())
    }
}
