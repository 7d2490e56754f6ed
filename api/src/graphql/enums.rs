//! Enums of the schema: mirrors of the rooms' enums, with their labels in Polish and English. Exhaustive: a new
//! value does not compile without its description and labels.

/// Declares a mirror of an enum of `entities`.
#[macro_export]
macro_rules! labelled_enum {
    ($(#[$doc:meta])* pub enum $name:ident of $($source:ident)::+ {
        $($(#[$vdoc:meta])* $variant:ident = $pl:literal / $en:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        const _: () = {
            use $($source)::+ as Source;

            impl From<Source> for $name {
                fn from(value: Source) -> Self {
                    match value { $(Source::$variant => Self::$variant,)* }
                }
            }

            impl From<$name> for Source {
                fn from(value: $name) -> Self {
                    match value { $($name::$variant => Self::$variant,)* }
                }
            }
        };

        impl $name {
            /// What people see.
            pub const fn label(self, lang: $crate::graphql::ctx::Lang) -> &'static str {
                use $crate::graphql::ctx::Lang;
                match (self, lang) {
                    $((Self::$variant, Lang::Pl) => $pl, (Self::$variant, Lang::En) => $en,)*
                }
            }
        }
    };
}

labelled_enum! {
    /// Why a document or a report could not be made.
    pub enum Problem of entities::shared::problem::Problem {
        /// A rule refused it, e.g. because the project's visibility profile is no longer valid.
        Refused = "dane nie spełniają warunków tego dokumentu, np. projekt nie ma poprawnego zestawu znaków" / "the data do not meet the conditions of this document, e.g. the project has no valid visibility profile",
        /// A text that cannot be set.
        Unprintable = "jednego z tekstów nie da się wydrukować" / "one of the texts cannot be printed",
        /// The store of documents failed.
        Store = "nie udało się zapisać pliku w magazynie dokumentów" / "the file could not be put into the store of documents",
        /// The worker that did it was interrupted, each time.
        Interrupted = "praca była za każdym razem przerywana" / "the work was interrupted each time",
        /// A fault of the system.
        Internal = "błąd systemu; administrator widzi szczegóły przy zadaniu" / "a fault of the system; the administrator sees details with the job",
    }
}
