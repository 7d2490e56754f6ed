//! The interface of both ways a message goes. In two steps, so that the ledger can note between them that bytes are
//! about to leave: [`Post::open`] does everything that can fail without doubt, [`Open::hand_over`] the rest.

use entities::mail::Problem;
use entities::shared::ids::DeliveryId;
use lettre::address::Envelope;

use super::folder::Folder;
use super::smtp::{Ready, Smtp};
use super::{MailError, Way};

/// What follows from a setback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It certainly did not arrive, and may go better later.
    Again,
    /// It certainly did not arrive, and never will.
    Never,
    /// Nobody knows whether it arrived.
    Doubt,
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setback {
    /// What is wrong.
    pub problem: Problem,
    /// The mail server's answer.
    pub reply_code: Option<i32>,
    /// What follows.
    pub then: Then,
}

impl Setback {
    /// A setback after which another try may go better.
    pub(super) const fn again(problem: Problem) -> Self {
        Self { problem, reply_code: None, then: Then::Again }
    }
}

/// A way for messages.
pub(super) enum Post {
    Folder(Folder),
    Smtp(Box<Smtp>),
}

/// A way that is open for one message.
pub(super) enum Open<'a> {
    Folder(&'a Folder),
    Smtp(Box<Ready<'a>>),
}

impl Post {
    pub(super) fn new(way: Way) -> Result<Self, MailError> {
        Ok(match way {
            Way::Folder(path) => Self::Folder(Folder::new(path)?),
            Way::Smtp(server) => Self::Smtp(Box::new(Smtp::new(server)?)),
        })
    }

    /// Whether the same message handed over twice is one message.
    pub(super) const fn takes_twice_for_once(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Removes a message that was kept here; a mail server has it no more than we do.
    pub(super) async fn forget(&self, id: DeliveryId) -> std::io::Result<()> {
        match self {
            Self::Folder(folder) => folder.forget(id).await,
            Self::Smtp(_) => Ok(()),
        }
    }

    /// Opens the way for a message to one recipient.
    pub(super) async fn open(&self, envelope: &Envelope) -> Result<Open<'_>, Setback> {
        match self {
            Self::Folder(folder) => Ok(Open::Folder(folder)),
            Self::Smtp(smtp) => Ok(Open::Smtp(Box::new(smtp.open(envelope).await?))),
        }
    }
}

impl Open<'_> {
    /// Hands the message over.
    pub(super) async fn hand_over(self, id: DeliveryId, message: Vec<u8>) -> Result<(), Setback> {
        match self {
            Self::Folder(folder) => folder.put(id, message).await,
            Self::Smtp(ready) => ready.hand_over(&message).await,
        }
    }

    /// Leaves the way unused.
    pub(super) async fn leave(self) {
        if let Self::Smtp(ready) = self {
            ready.leave().await;
        }
    }
}
