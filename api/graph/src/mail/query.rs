//! Where the mail is reached from the top of a query.

use async_graphql::{Context, Object, Result};
use kit::connections;

use super::filters::{DeliveryFilter, DeliveryOrder};
use super::types::Delivery;

connections! {
    /// Queries of the mail.
    MailQuery {
        /// Deliveries: of projects and partners whose staff the viewer is, those the viewer caused, and those to the viewer.
        deliveries: Delivery, DeliveryFilter, DeliveryOrder;
    }
}
