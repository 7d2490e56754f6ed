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
