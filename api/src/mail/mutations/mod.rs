//! Mutations of the mail.

pub mod resend_delivery;

use async_graphql::{Context, Object, Result};

/// Mutations of the mail.
#[derive(Default)]
pub struct MailMutations;

#[Object]
impl MailMutations {
    /// Sends a message after all that failed, was given up, was left out, or is in doubt. It keeps its `Message-ID`.
    async fn resend_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: resend_delivery::ResendDeliveryInput,
    ) -> Result<Option<resend_delivery::ResendDeliveryPayload>> {
        resend_delivery::resolve(ctx, input).await.map(Some)
    }
}
