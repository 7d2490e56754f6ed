//! States of a request: what may follow what. Pure.
//!
//! An export goes from preparing to ready and expired, or failed. An erasure is received, then done, partly done, or
//! refused; what was partly done is done once nothing must be kept any more.

use chrono::{Months, NaiveDate};

use super::RequestState as S;
use crate::states;

states!(S);

impl S {
    /// States a request may go to from here.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::Done, Self::PartlyDone, Self::Refused],
            Self::Preparing => &[Self::Ready, Self::Failed, Self::Expired],
            Self::Ready | Self::Failed => &[Self::Expired],
            Self::PartlyDone => &[Self::Done],
            Self::Done | Self::Refused | Self::Expired => &[],
        }
    }

    /// Whether somebody still waits for an answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Preparing)
    }
}

/// The day by which somebody must be answered who asks on `day`: one month, to the last day of a shorter one.
///
/// # Source
/// GDPR, art. 12(3).
pub fn due_on(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(1)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_due_within_a_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(due_on(day("2026-05-12")), day("2026-06-12"));
        assert_eq!(due_on(day("2026-01-31")), day("2026-02-28"));
    }

    #[test]
    fn what_is_over_stays_over_and_what_is_open_leads_on() {
        for state in S::ALL {
            assert!(!state.is_open() || !state.next().is_empty(), "{state:?}");
        }
        assert!(S::Refused.go(S::Done).is_err() && S::Expired.next().is_empty());
        assert!(S::PartlyDone.go(S::Done).is_ok());
    }
}
