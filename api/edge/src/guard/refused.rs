//! Why a document is refused. The texts are for developers of clients; people never see them.

/// A limit that a document passes, or a defect that would make weighing it endless.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is too long.
    #[error("The document is longer than {limit} bytes.")]
    TextBytes {
        /// Bytes allowed.
        limit: usize,
    },
    /// The text has too many tokens.
    #[error("The document has more than {limit} tokens.")]
    Tokens {
        /// Tokens allowed.
        limit: usize,
    },
    /// Brackets are nested too deep.
    #[error("Brackets are nested more than {limit} levels deep.")]
    Nesting {
        /// Brackets that may be open at once.
        limit: usize,
    },
    /// There are too many operations and fragments.
    #[error("The document has more than {limit} operations and fragments.")]
    Definitions {
        /// Definitions allowed.
        limit: usize,
    },
    /// One operation declares too many variables.
    #[error("An operation declares more than {limit} variables.")]
    Variables {
        /// Variables allowed in one operation.
        limit: usize,
    },
    /// There are too many directives at one place or in all.
    #[error("The document has too many directives; {limit} are allowed, a few at each place.")]
    Directives {
        /// Directives allowed in the document.
        limit: usize,
    },
    /// Too much is selected once fragments are expanded.
    #[error("With its fragments expanded the document selects more than {limit} fields.")]
    Selections {
        /// Selections allowed.
        limit: u64,
    },
    /// Too many fields are renamed once fragments are expanded.
    #[error("With its fragments expanded the document has more than {limit} aliases.")]
    Aliases {
        /// Aliases allowed.
        limit: u64,
    },
    /// Fields are nested too deep once fragments are expanded.
    #[error("Fields are nested more than {limit} levels deep.")]
    Depth {
        /// Levels allowed.
        limit: u64,
    },
    /// One operation asks for too many mutations.
    #[error("An operation asks for more than {limit} mutations.")]
    Mutations {
        /// Mutations allowed in one operation.
        limit: u64,
    },
    /// A mutation is asked for twice under one response key.
    #[error("\"{key}\" is asked for more than once in this mutation; give each an alias of its own.")]
    Repeated {
        /// The response key.
        key: String,
    },
    /// A subscription asks for several fields, or for none.
    #[error("A subscription asks for exactly one field.")]
    Subscriptions,
    /// Introspection nests lists that multiply one another.
    #[error("Introspection nests lists of types or fields more than {limit} deep.")]
    Introspection {
        /// Lists that may be nested.
        limit: u64,
    },
    /// A list in a variable is too long.
    #[error("A list in a variable has more than {limit} members; send it in parts.")]
    ListTooLong {
        /// Members allowed.
        limit: usize,
    },
    /// A text in a variable is too long.
    #[error("A text in a variable is longer than {limit} bytes.")]
    TextTooLong {
        /// Bytes allowed.
        limit: usize,
    },
    /// Values are too large for the number of places that use them.
    #[error("The values of this request, counted at each place that uses them, weigh more than {limit}.")]
    Values {
        /// Members, keys and stretches of 64 bytes allowed.
        limit: u64,
    },
    /// A string or list written in the document is too large.
    #[error("A value written in the document is too large; send it as a variable.")]
    Literal,
    /// A block string has no end. Such a document cannot be valid, and to guess where the string ends would let
    /// brackets hide in it.
    #[error("Syntax error: a block string is never closed.")]
    OpenString,
    /// A fragment contains itself.
    #[error("Fragment \"{name}\" contains itself.")]
    FragmentCycle {
        /// Name of the fragment.
        name: String,
    },
    /// A fragment is spread but not defined.
    #[error("Unknown fragment: \"{name}\".")]
    UnknownFragment {
        /// Name of the fragment.
        name: String,
    },
}

impl Refused {
    /// The machine-readable reason, sent as `extensions.code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nesting { .. } | Self::Depth { .. } | Self::Introspection { .. } => "QUERY_TOO_DEEP",
            Self::OpenString => "GRAPHQL_PARSE_FAILED",
            Self::FragmentCycle { .. }
            | Self::UnknownFragment { .. }
            | Self::Repeated { .. }
            | Self::Subscriptions => "GRAPHQL_VALIDATION_FAILED",
            Self::TextBytes { .. }
            | Self::Tokens { .. }
            | Self::Definitions { .. }
            | Self::Variables { .. }
            | Self::Directives { .. }
            | Self::Selections { .. }
            | Self::Aliases { .. }
            | Self::Mutations { .. }
            | Self::Values { .. }
            | Self::Literal => "QUERY_TOO_LARGE",
            Self::ListTooLong { .. } => "LIST_TOO_LONG",
            Self::TextTooLong { .. } => "TEXT_TOO_LONG",
        }
    }
}
