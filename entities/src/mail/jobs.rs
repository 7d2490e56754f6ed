//! Jobs of this room. Two kinds with one handler: who waits for a link must not wait for five hundred certificates.

use serde::{Deserialize, Serialize};

use crate::jobs::queue::Payload;
use crate::shared::ids::DeliveryId;

/// How often a message is tried: with the queue's pauses, for about a day and a half.
const TRIES: i32 = 40;

/// A message is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMail {
    /// The delivery.
    pub delivery_id: DeliveryId,
}

impl Payload for SendMail {
    const KIND: &'static str = "mail.send";
    const MAX_ATTEMPTS: i32 = TRIES;
    const PRIORITY: i32 = 5;
}

/// A message is sent that somebody waits for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendUrgentMail {
    /// The delivery.
    pub delivery_id: DeliveryId,
}

impl Payload for SendUrgentMail {
    const KIND: &'static str = "mail.send_urgent";
    const MAX_ATTEMPTS: i32 = TRIES;
    const PRIORITY: i32 = 30;
}
