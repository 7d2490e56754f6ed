//! One line per table: its key, and who may see its rows.

/// Declares a table as readable: its key is `id`, its rows are seen by `visible`.
#[macro_export]
macro_rules! readable {
    ($($table:ident => $visible:expr;)*) => {$(
        impl $crate::shared::read::Entity for $table::Entity {
            const ID: $table::Column = $table::Column::Id;

            fn visible_to(actor: &$crate::shared::actor::Actor) -> sea_orm::Condition {
                let visible: fn(&$crate::shared::policy::Readable) -> sea_orm::Condition = $visible;
                visible(&$crate::shared::policy::Readable::of(actor))
            }
        }
    )*};
}
