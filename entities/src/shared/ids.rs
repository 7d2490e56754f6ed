//! Typed keys. Every table has a UUIDv7 key of its own type, so that an id of another kind does not compile. Each room
//! declares its own, with words for what they are keys of; here they are found together.

use uuid::Uuid;

use super::language::Words;

/// A key of one table.
pub trait TypedId: Copy + Eq + Send + Sync + 'static {
    /// The name of the type in the API, e.g. `Edition`.
    const TYPE: &'static str;
    /// Wraps a raw key.
    fn from_uuid(id: Uuid) -> Self;
    /// The raw key.
    fn uuid(self) -> Uuid;
}

/// Of what a room has keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thing {
    /// The name of the type in the API.
    pub name: &'static str,
    /// What people call it.
    pub words: Words,
}

/// Declares the keys of a room: `EditionId = "Edition": "szkolenie" / "training";`, and a list of what they are keys of.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $tag:literal: $pl:literal / $en:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
                sea_orm::DeriveValueType,
            )]
            #[serde(transparent)]
            pub struct $name(pub uuid::Uuid);

            impl $crate::shared::ids::TypedId for $name {
                const TYPE: &'static str = $tag;
                fn from_uuid(id: uuid::Uuid) -> Self { Self(id) }
                fn uuid(self) -> uuid::Uuid { self.0 }
            }

            impl sea_orm::TryFromU64 for $name {
                fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                    Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
            }
        )*

        /// Of what these are keys.
        pub(super) const THINGS: &[$crate::shared::ids::Thing] = &[$($crate::shared::ids::Thing {
            name: $tag,
            words: $crate::shared::language::Words::new($pl, $en),
        },)*];
    };
}

pub use crate::keys::*;
