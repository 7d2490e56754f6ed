//! The roots for reading, folded from what the rooms declare.

/// Declares `Query`, `Subscription` and `Node`, a line for each room: its queries, its subscriptions, and its objects that
/// have a global id.
macro_rules! roots {
    ($($room:ident: queries [$($query:ident),*] subscriptions [$($subscription:ident),*] nodes [$($node:ident),*];)*) => {
        /// Everything that can be read.
        #[derive(async_graphql::MergedObject, Default)]
        pub struct Query(relay::NodeQuery, $($($room::query::$query,)*)*);

        /// Everything that can be waited for, over a WebSocket.
        #[derive(async_graphql::MergedSubscription, Default)]
        pub struct Subscription($($($room::subscription::$subscription,)*)*);

        /// What each room shows.
        pub fn of_rooms() -> Vec<kit::rooms::OfRoom> {
            vec![$(
                kit::rooms::OfRoom {
                    room: stringify!($room),
                    fields: [
                        $(kit::rooms::fields_of::<$room::query::$query>(),)*
                        $(kit::rooms::fields_of_subscription::<$room::subscription::$subscription>(),)*
                    ].concat(),
                    objects: vec![$(<$room::types::$node as kit::node::Resource>::NAME,)*],
                },
            )*]
        }

        /// The room of an object with a global id.
        fn room_of(kind: &str) -> Option<&'static str> {
            match kind {
                $($(<$room::types::$node as kit::node::Resource>::NAME => Some(stringify!($room)),)*)*
                _ => None,
            }
        }

        /// An object with a global id, by the name of its type.
        pub fn object_of(kind: &str) -> Option<&'static kit::object::Object> {
            match kind {
                $($(
                    <$room::types::$node as kit::node::Resource>::NAME => {
                        Some(<$room::types::$node as kit::node::Resource>::object())
                    }
                )*)*
                _ => None,
            }
        }

        /// All objects with a global id.
        pub const OBJECTS: &[fn() -> &'static kit::object::Object] =
            &[$($(<$room::types::$node as kit::node::Resource>::object,)*)*];

        /// Registers all of them and tells their names.
        fn register(registry: &mut async_graphql::registry::Registry) -> Vec<&'static str> {
            vec![$($({
                kit::object::register::<$room::types::$node>(registry);
                <$room::types::$node as kit::node::Resource>::NAME
            },)*)*]
        }
    };
}

pub(crate) use roots;
