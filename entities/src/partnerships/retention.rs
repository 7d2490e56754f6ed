//! Until when the documentation of a project must be kept. Pure.
//!
//! # Source
//! Regulation (EU) 2021/1060, art. 82: five years from 31 December of the year of the last payment. The program knows
//! the end of a project, not its last payment, so a manager sets the day where it differs.

use chrono::{Datelike, NaiveDate};

use super::{ProjectState, project};

/// Years after the end of the year in which a project ends.
pub const YEARS: i32 = 5;

/// The last day on which documentation must be kept, where nobody has set another: 31 December of the fifth year after
/// the one in which the project ends.
pub fn default_until(ends_on: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(ends_on.year() + YEARS, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The last day on which the documentation of a project must be kept.
pub fn until(project: &project::Model) -> NaiveDate {
    project.retention_until.unwrap_or_else(|| default_until(project.ends_on))
}

/// Whether the documentation must still be kept on a day: always while a project is not closed.
pub fn is_kept(project: &project::Model, today: NaiveDate) -> bool {
    !matches!(project.state, ProjectState::Closed | ProjectState::Archived) || today <= until(project)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_full_years_follow_the_year_of_the_end() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(default_until(day("2028-12-31")), day("2033-12-31"));
        assert_eq!(default_until(day("2024-02-29")), day("2029-12-31"));
        assert_eq!(default_until(NaiveDate::MAX), NaiveDate::MAX);
    }
}
