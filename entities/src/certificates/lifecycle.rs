//! States of a certificate: what may follow what. Pure.

use super::CertificateState as S;
use crate::states;

states!(S);

impl S {
    /// States a certificate may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Numbered => &[Self::Rendered, Self::Superseded, Self::Revoked, Self::Annulled],
            Self::Rendered => &[Self::Delivered, Self::Superseded, Self::Revoked, Self::Annulled],
            Self::Delivered => &[Self::Superseded, Self::Revoked],
            Self::Superseded | Self::Revoked | Self::Annulled => &[],
        }
    }

    /// Whether it counts as the certificate of its person and edition.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Numbered | Self::Rendered | Self::Delivered)
    }

    /// Whether it was taken back: nothing but a correction with a reason gives the person another.
    pub const fn is_taken_back(self) -> bool {
        matches!(self, Self::Revoked | Self::Annulled)
    }

    /// Live states.
    pub const LIVE: [Self; 3] = [Self::Numbered, Self::Rendered, Self::Delivered];
    /// States of what was taken back.
    pub const TAKEN_BACK: [Self; 2] = [Self::Revoked, Self::Annulled];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivered_certificate_can_be_revoked_but_not_annulled() {
        assert!(S::Delivered.go(S::Revoked).is_ok());
        assert!(S::Delivered.go(S::Annulled).is_err());
        assert!(S::Rendered.go(S::Annulled).is_ok());
    }

    #[test]
    fn what_has_ended_stays_ended() {
        for state in S::ALL.iter().filter(|state| !state.is_live()) {
            assert!(state.next().is_empty());
        }
    }
}
