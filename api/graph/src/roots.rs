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

        /// An object with a global id.
        #[derive(async_graphql::Interface, Clone)]
        #[graphql(field(name = "id", ty = "async_graphql::ID", desc = "Global id."))]
        pub enum Node {
            $($(
                #[doc = stringify!($node)]
                $node($room::types::$node),
            )*)*
        }

        /// Objects of one type by their keys, each with what the selection asks of that type.
        async fn of_type(
            ctx: &async_graphql::Context<'_>,
            sel: &kit::select::Sel<'_>,
            kind: &str,
            keys: &[uuid::Uuid],
        ) -> async_graphql::Result<Vec<(uuid::Uuid, Node)>> {
            match kind {
                $($(
                    <$room::types::$node as kit::node::Resource>::NAME => {
                        let found = kit::node::by_ids::<$room::types::$node>(ctx, sel, keys).await?;
                        Ok(found.into_iter().map(|one| (one.row().id.0, Node::$node(one))).collect())
                    }
                )*)*
                _ => Ok(vec![]),
            }
        }
    };
}

pub(crate) use roots;
