//! States of a run: due → collecting → rendered → delivered; collecting → failed → collecting; any before
//! rendered → dead. And when a report stops running by itself.

use super::{PauseReason, RunState};
use crate::partnerships::ProjectState;
use crate::pilots::PilotState;

/// States of a project in which no report of it runs by itself.
pub const PROJECT_OVER: &[ProjectState] = &[ProjectState::Closed, ProjectState::Archived];
/// States of a pilot in which no report of it runs by itself.
pub const PILOT_OVER: &[PilotState] = &[PilotState::Closed];

/// Why reports of a project, or of a pilot of it, no longer run by themselves; none while they do. By hand they still run, for
/// whoever looks back.
pub fn over(project: ProjectState, pilot: Option<PilotState>) -> Option<PauseReason> {
    if PROJECT_OVER.contains(&project) {
        Some(PauseReason::ProjectClosed)
    } else if pilot.is_some_and(|pilot| PILOT_OVER.contains(&pilot)) {
        Some(PauseReason::PilotClosed)
    } else {
        None
    }
}

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
    fn a_report_runs_by_itself_as_long_as_something_may_still_change() {
        for project in ProjectState::ALL {
            for pilot in PilotState::ALL {
                let changes = project.must_not_be_over().is_ok() && !pilot.next().is_empty();
                assert_eq!(over(*project, Some(*pilot)).is_none(), changes, "{project:?} {pilot:?}");
            }
            assert_eq!(over(*project, None).is_none(), project.must_not_be_over().is_ok(), "{project:?}");
        }
    }

    #[test]
    fn what_is_stored_or_given_up_is_never_collected_again() {
        for state in [RunState::Rendered, RunState::Delivered, RunState::Dead] {
            assert!(!state.may_go(RunState::Collecting) && !state.may_go(RunState::Failed), "{state:?}");
        }
        assert!(RunState::before(RunState::Rendered).eq([RunState::Collecting]));
    }
}
