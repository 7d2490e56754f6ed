//! Where accounts are reached from the top of a query.

use async_graphql::{Context, Object, Result};

use super::filters::{UserFilter, UserOrder};
use super::types::User;
use super::viewer::Viewer;
use crate::connections;
use crate::graphql::ctx::ContextExt;

connections! {
    /// Queries of the accounts.
    AccountQuery {
        /// Users the viewer may see: their own account, and those they look after.
        users: User, UserFilter, UserOrder;
    }
}

/// Who asks.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who asks.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        Some(Viewer(ctx.actor().clone()))
    }
}
