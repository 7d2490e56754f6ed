//! States of a run: due → collecting → rendered → delivered; collecting → failed → collecting; any before
//! rendered → dead.

use super::RunState;

impl RunState {
    /// States one may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Due => &[Self::Collecting, Self::Failed, Self::Dead],
            // Again collecting: its worker died, another has taken it up.
            Self::Collecting => &[Self::Collecting, Self::Rendered, Self::Failed, Self::Dead],
            Self::Failed => &[Self::Collecting, Self::Failed, Self::Dead],
            Self::Rendered => &[Self::Delivered],
            Self::Delivered | Self::Dead => &[],
        }
    }

    /// Whether it may go to `to`.
    pub fn may_go(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// States from which it may go to `to`.
    pub fn before(to: Self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |from| from.may_go(to))
    }

    /// Whether its artefacts are stored.
    pub const fn is_stored(self) -> bool {
        matches!(self, Self::Rendered | Self::Delivered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_or_given_up_is_never_collected_again() {
        for state in [RunState::Rendered, RunState::Delivered, RunState::Dead] {
            assert!(!state.may_go(RunState::Collecting) && !state.may_go(RunState::Failed), "{state:?}");
        }
        assert!(RunState::before(RunState::Rendered).eq([RunState::Collecting]));
    }
}
