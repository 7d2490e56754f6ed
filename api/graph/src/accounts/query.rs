//! Where accounts are reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;
use kit::ctx::ContextExt;

use super::filters::{InvitationFilter, InvitationOrder, UserFilter, UserOrder};
use super::types::{Invitation, User};
use super::viewer::Viewer;

connections! {
    /// Queries of the accounts.
    AccountQuery {
        /// Users the viewer may see: their own account, and those they look after.
        users: User, UserFilter, UserOrder;
        /// Invitations: those the viewer made, and those to what the viewer looks after.
        invitations: Invitation, InvitationFilter, InvitationOrder;
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
