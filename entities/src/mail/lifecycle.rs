//! States of a delivery: what may follow what. Pure.
//!
//! queued → sending → sent | failed | in_doubt | queued (put off); queued → failed | given_up | left_out. What was
//! not sent goes back to queued when somebody asks for it; what was sent is over.

use super::DeliveryState as S;
use crate::shared::error::Result;
use crate::states;

states!(S);

impl S {
    /// States a delivery may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Queued => &[Self::Queued, Self::Sending, Self::Failed, Self::GivenUp, Self::LeftOut],
            Self::Sending => &[Self::Sent, Self::Failed, Self::InDoubt, Self::Queued],
            // Whoever sent it may get the answer after somebody else has doubted it.
            Self::InDoubt => &[Self::Sent, Self::Failed, Self::Queued],
            Self::Failed | Self::GivenUp | Self::LeftOut => &[Self::Queued],
            Self::Sent => &[],
        }
    }

    /// Whether nothing happens to it any more by itself.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::Queued | Self::Sending)
    }

    /// Whether somebody may ask to send it after all.
    ///
    /// # Errors
    /// `WrongState`.
    pub fn again(self) -> Result<()> {
        self.must_be(&[Self::InDoubt, Self::Failed, Self::GivenUp, Self::LeftOut])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_never_sent_again() {
        assert!(S::Sent.next().is_empty() && S::Sent.again().is_err());
    }

    #[test]
    fn what_is_on_its_way_cannot_be_asked_for_again() {
        for state in S::ALL {
            assert_eq!(
                state.again().is_ok(),
                state.next().contains(&S::Queued) && state.is_settled(),
                "{state:?}"
            );
        }
    }

    #[test]
    fn only_what_waits_begins_to_be_sent() {
        let before: Vec<&S> = S::ALL.iter().filter(|state| state.next().contains(&S::Sending)).collect();
        assert_eq!(before, [&S::Queued]);
    }
}
