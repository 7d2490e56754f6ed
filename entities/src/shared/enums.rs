//! Closed sets of values. One declaration gives the stored text, what a value means and what people call it in both
//! languages; whoever shows a value (API, mail, documents, exports) takes the words from here.

use super::language::{Language, Words};

/// A value of a closed set.
pub trait Choice: Copy + Eq + Send + Sync + 'static {
    /// The set's name in the schema.
    const NAME: &'static str;
    /// What the set is; lines as they were written.
    const ABOUT: &'static str;
    /// All values, in the order of declaration.
    const VALUES: &'static [Self];

    /// The value's name in the code, e.g. `EnrolmentOpen`.
    fn variant(self) -> &'static str;
    /// The short text by which it is stored.
    fn text(self) -> &'static str;
    /// What it means; lines as they were written.
    fn about(self) -> &'static str;
    /// What people call it.
    fn words(self) -> Words;

    /// What people call it in a language.
    fn label(self, language: Language) -> &'static str {
        self.words().say(language)
    }
}

/// What people call the value of a stored text, in Polish; a plain word where this version does not know it.
pub fn polish<T: Choice>(text: &str) -> &'static str {
    T::VALUES.iter().find(|value| value.text() == text).map_or("inne", |value| value.words().polish)
}

/// Declares a closed set: `Variant = "text": "po polsku" / "in English",`. Where the schema calls the set otherwise,
/// `as "Name"` says so.
#[macro_export]
macro_rules! choice {
    ($(#[doc = $doc:literal])* pub enum $name:ident $(as $schema:literal)? {
        $($(#[doc = $vdoc:literal])* $variant:ident = $text:literal: $pl:literal / $en:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[doc = $vdoc])* #[serde(rename = $text)] $variant,)*
        }

        $crate::choice! { @values $name ($($schema)?) [$($doc)*] $($variant [$($vdoc)*] $text $pl $en,)* }
    };
    (@values $name:ident ($($schema:literal)?) [$($doc:literal)*] $($variant:ident [$($vdoc:literal)*] $text:literal $pl:literal $en:literal,)*) => {
        impl $name {
            /// All values, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stored text.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The value of a stored text.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::shared::enums::Choice for $name {
            const NAME: &'static str = $crate::choice!(@name $name $($schema)?);
            const ABOUT: &'static str = concat!($($doc, "\n",)*);
            const VALUES: &'static [Self] = Self::ALL;

            fn variant(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }

            fn text(self) -> &'static str {
                self.code()
            }

            fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($vdoc, "\n",)*),)* }
            }

            fn words(self) -> $crate::shared::language::Words {
                match self { $(Self::$variant => $crate::shared::language::Words::new($pl, $en),)* }
            }
        }
    };
    (@name $name:ident) => { stringify!($name) };
    (@name $name:ident $schema:literal) => { $schema };
}

/// Declares a closed set that is stored as short text. The texts are part of the schema (see the CHECKs in `migration`).
#[macro_export]
macro_rules! db_enum {
    ($(#[doc = $doc:literal])* pub enum $name:ident $(as $schema:literal)? {
        $($(#[doc = $vdoc:literal])* $variant:ident = $text:literal: $pl:literal / $en:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::EnumIter, sea_orm::DeriveActiveEnum,
            serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(sea_orm::sea_query::StringLen::None)")]
        pub enum $name {
            $($(#[doc = $vdoc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)*
        }

        $crate::choice! { @values $name ($($schema)?) [$($doc)*] $($variant [$($vdoc)*] $text $pl $en,)* }
    };
}
