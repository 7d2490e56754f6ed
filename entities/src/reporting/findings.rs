//! What the figures of a pilot say: per indicator, per site, and as a whole. Pure and exact.
//!
//! The value of a site is its latest approved one; the value of an indicator is the mean over sites that have
//! one, each counting alike. A quarter is expected when it had ended at the cut-off; values of later quarters
//! count as values, but not towards completeness.

use std::cmp::Ordering;

use chrono::{Months, NaiveDate};

use super::figure::{Completeness, Ratio};
use super::pilot_summary::{Indicator, PilotSummary};
use crate::indicators::Direction;
use crate::shared::warsaw;

/// Everything that is computed from a [`PilotSummary`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// One per indicator, in order.
    pub indicators: Vec<Finding>,
    /// One per site, in order.
    pub sites: Vec<SiteFinding>,
    /// Over all indicators and sites.
    pub completeness: Completeness,
    /// How many of the first quarters had ended at the cut-off.
    pub due_quarters: usize,
}

/// What an indicator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Latest value of each site.
    pub latest: Vec<Option<Latest>>,
    /// Mean of the latest values.
    pub mean: Option<Ratio>,
    /// Mean over sites in each quarter.
    pub quarters: Vec<Option<Ratio>>,
    /// Mean less the baseline.
    pub change: Option<Ratio>,
    /// Share of the way from baseline to target, 1 at the target; none where the target does not lie ahead.
    pub way: Option<Ratio>,
    /// Whether the mean has reached the target.
    pub verdict: Verdict,
    /// Sites whose latest value has reached the target.
    pub sites_reached: u32,
    /// Best and worst site.
    pub extremes: Extremes,
    /// Mean change from the first to the latest value of sites with at least two.
    pub trend: Option<Ratio>,
    /// Approved and expected values.
    pub completeness: Completeness,
    /// Sites with expected values that are missing.
    pub missing: Vec<Missing>,
}

/// The latest approved value of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Index of its quarter.
    pub quarter: usize,
    /// The value.
    pub hundredths: i64,
}

/// Whether a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Reached,
    /// Not yet.
    Ahead,
    /// Not yet, and things are worse than before the pilot.
    Away,
    /// Nothing was measured.
    Unknown,
}

/// How sites differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extremes {
    /// No site has a value.
    None,
    /// One site has a value.
    Single {
        /// That site.
        site: usize,
    },
    /// All sites with a value have the same.
    Equal,
    /// The first best and the first worst site, in order.
    Spread {
        /// Nearest to what is wanted.
        best: usize,
        /// How many sites share the best value.
        best_count: u32,
        /// Farthest from it.
        worst: usize,
        /// How many sites share the worst value.
        worst_count: u32,
    },
}

/// Expected values of a site that are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The site.
    pub site: usize,
    /// Indexes of quarters.
    pub quarters: Vec<usize>,
}

/// What a site's figures say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFinding {
    /// Indicators with a value.
    pub measured: u32,
    /// Indicators whose target it has reached.
    pub reached: u32,
    /// Approved and expected values.
    pub completeness: Completeness,
}

impl Findings {
    /// Computes everything.
    #[must_use]
    pub fn new(summary: &PilotSummary) -> Self {
        let due = due_quarters(&summary.quarters, warsaw::day(summary.cut_off));
        let sites = summary.sites.len();
        let indicators: Vec<Finding> =
            summary.indicators.iter().map(|indicator| Finding::new(indicator, sites, due)).collect();
        let of_sites = (0..sites).map(|site| SiteFinding::new(summary, &indicators, site, due)).collect();
        let completeness =
            indicators.iter().fold(Completeness::default(), |sum, finding| sum.and(finding.completeness));
        Self { indicators, sites: of_sites, completeness, due_quarters: due }
    }

    /// Indicators that have reached their target.
    #[must_use]
    pub fn reached(&self) -> usize {
        self.indicators.iter().filter(|finding| finding.verdict == Verdict::Reached).count()
    }

    /// Indicators with at least one value.
    #[must_use]
    pub fn measured(&self) -> usize {
        self.indicators.iter().filter(|finding| finding.mean.is_some()).count()
    }
}

impl Finding {
    fn new(indicator: &Indicator, sites: usize, due: usize) -> Self {
        let latest: Vec<Option<Latest>> = (0..sites).map(|site| latest(indicator, site)).collect();
        let mean = Ratio::mean(latest.iter().flatten().map(|latest| latest.hundredths));
        let longest = indicator.values_hundredths.iter().map(Vec::len).max().unwrap_or(0).max(due);
        let quarters = (0..longest)
            .map(|quarter| Ratio::mean((0..sites).filter_map(|site| value(indicator, site, quarter))))
            .collect();
        let (baseline, target) = (indicator.baseline_hundredths, indicator.target_hundredths);
        let missing: Vec<Missing> = (0..sites)
            .map(|site| Missing { site, quarters: missing(indicator, site, due) })
            .filter(|missing| !missing.quarters.is_empty())
            .collect();
        let expected = sites * due;
        let gaps: usize = missing.iter().map(|missing| missing.quarters.len()).sum();
        let reached = latest.iter().flatten().filter(|latest| indicator.reached(latest.hundredths));
        Self {
            mean,
            quarters,
            change: mean.map(|mean| mean.less(baseline)),
            way: mean.and_then(|mean| way(indicator, mean)),
            verdict: verdict(indicator.direction, mean, baseline, target),
            sites_reached: count(reached.count()),
            extremes: extremes(indicator.direction, &latest),
            trend: Ratio::mean((0..sites).filter_map(|site| progress(indicator, site))),
            completeness: Completeness { approved: count(expected - gaps), expected: count(expected) },
            missing,
            latest,
        }
    }
}

impl SiteFinding {
    fn new(summary: &PilotSummary, findings: &[Finding], site: usize, due: usize) -> Self {
        let mut found = Self { measured: 0, reached: 0, completeness: Completeness::default() };
        for (indicator, finding) in summary.indicators.iter().zip(findings) {
            if let Some(latest) = finding.latest.get(site).copied().flatten() {
                found.measured += 1;
                found.reached += u32::from(indicator.reached(latest.hundredths));
            }
            let approved = count(due - missing(indicator, site, due).len());
            found.completeness = found.completeness.and(Completeness { approved, expected: count(due) });
        }
        found
    }
}

impl Indicator {
    /// Whether a value reaches the target.
    #[must_use]
    pub fn reached(&self, hundredths: i64) -> bool {
        at_least(self.direction, hundredths.cmp(&self.target_hundredths))
    }
}

/// The value of a site in a quarter.
#[must_use]
pub fn value(indicator: &Indicator, site: usize, quarter: usize) -> Option<i64> {
    indicator.values_hundredths.get(site)?.get(quarter).copied().flatten()
}

/// Quarters at the start of the list that had ended on `day`.
fn due_quarters(quarters: &[NaiveDate], day: NaiveDate) -> usize {
    let ended = |start: &&NaiveDate| {
        start.checked_add_months(Months::new(3)).is_some_and(|end| end <= day.succ_opt().unwrap_or(day))
    };
    quarters.iter().take_while(ended).count()
}

fn verdict(direction: Direction, mean: Option<Ratio>, baseline: i64, target: i64) -> Verdict {
    match mean.map(|mean| (mean.against(target), mean.against(baseline))) {
        None => Verdict::Unknown,
        Some((to_target, _)) if at_least(direction, to_target) => Verdict::Reached,
        Some((_, to_baseline)) if at_least(direction, to_baseline) => Verdict::Ahead,
        Some(_) => Verdict::Away,
    }
}

fn at_least(direction: Direction, against_target: Ordering) -> bool {
    match direction {
        Direction::Up => against_target.is_ge(),
        Direction::Down => against_target.is_le(),
    }
}

fn latest(indicator: &Indicator, site: usize) -> Option<Latest> {
    let values = indicator.values_hundredths.get(site)?;
    let (quarter, hundredths) =
        values.iter().enumerate().rev().find_map(|(quarter, value)| Some((quarter, (*value)?)))?;
    Some(Latest { quarter, hundredths })
}

/// From the first to the latest value of a site; none for fewer than two values.
fn progress(indicator: &Indicator, site: usize) -> Option<i64> {
    let mut values = indicator.values_hundredths.get(site)?.iter().flatten();
    let first = values.next()?;
    values.next_back().map(|last| last.saturating_sub(*first))
}

fn missing(indicator: &Indicator, site: usize, due: usize) -> Vec<usize> {
    (0..due).filter(|quarter| value(indicator, site, *quarter).is_none()).collect()
}

fn way(indicator: &Indicator, mean: Ratio) -> Option<Ratio> {
    let whole = indicator.target_hundredths.checked_sub(indicator.baseline_hundredths)?;
    let ahead = match indicator.direction {
        Direction::Up => whole > 0,
        Direction::Down => whole < 0,
    };
    mean.less(indicator.baseline_hundredths).part_of(whole).filter(|_| ahead)
}

fn extremes(direction: Direction, latest: &[Option<Latest>]) -> Extremes {
    let values: Vec<(usize, i64)> = latest
        .iter()
        .enumerate()
        .filter_map(|(site, latest)| latest.map(|latest| (site, latest.hundredths)))
        .collect();
    let least = values.iter().map(|(_, value)| *value).min();
    let most = values.iter().map(|(_, value)| *value).max();
    let (Some(least), Some(most)) = (least, most) else { return Extremes::None };
    if let [(site, _)] = values.as_slice() {
        return Extremes::Single { site: *site };
    }
    if least == most {
        return Extremes::Equal;
    }
    let (good, bad) = match direction {
        Direction::Up => (most, least),
        Direction::Down => (least, most),
    };
    let with = |wanted: i64| values.iter().filter(move |(_, value)| *value == wanted);
    let first = |wanted| with(wanted).next().map_or(0, |(site, _)| *site);
    Extremes::Spread {
        best: first(good),
        best_count: count(with(good).count()),
        worst: first(bad),
        worst_count: count(with(bad).count()),
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reporting::pilot_summary::Site;

    fn pilot(values: Vec<Vec<Option<i64>>>, direction: Direction) -> PilotSummary {
        let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
        let text = String::new;
        let at = warsaw::end_of_day(NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day"));
        PilotSummary {
            title: text(),
            pilot: text(),
            model: text(),
            project: text(),
            issuer: text(),
            starts_on: start,
            ends_on: start,
            cut_off: at,
            collected_at: at,
            sites: values.iter().map(|_| Site { name: text(), institutions: 1 }).collect(),
            quarters: (0..5).filter_map(|n| start.checked_add_months(Months::new(3 * n))).collect(),
            indicators: vec![Indicator {
                code: text(),
                name: text(),
                unit: text(),
                decimals: 1,
                baseline_hundredths: 0,
                target_hundredths: 500,
                direction,
                values_hundredths: values,
            }],
            strip: Vec::new(),
        }
    }

    #[test]
    fn a_quarter_is_expected_from_its_last_day_on() {
        let findings = Findings::new(&pilot(vec![vec![Some(1); 5]; 2], Direction::Up));
        assert_eq!(findings.due_quarters, 4);
        assert_eq!(findings.completeness, Completeness { approved: 8, expected: 8 });
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        assert_eq!(due_quarters(&[day(2026, 1, 1)], day(2026, 3, 30)), 0);
        assert_eq!(due_quarters(&[day(2026, 1, 1)], day(2026, 3, 31)), 1);
    }

    proptest! {
        #[test]
        fn sites_and_indicators_sum_up_alike(
            values in prop::collection::vec(prop::collection::vec(prop::option::of(any::<i64>()), 5), 0..9),
            up in any::<bool>(),
        ) {
            let direction = if up { Direction::Up } else { Direction::Down };
            let findings = Findings::new(&pilot(values.clone(), direction));
            let of_sites = findings.sites.iter().fold(Completeness::default(), |sum, site| sum.and(site.completeness));
            prop_assert_eq!(of_sites, findings.completeness);
            let finding = &findings.indicators[0];
            let reached: u32 = findings.sites.iter().map(|site| site.reached).sum();
            prop_assert_eq!(reached, finding.sites_reached);
            let latest: Vec<i64> = finding.latest.iter().flatten().map(|latest| latest.hundredths).collect();
            prop_assert_eq!(finding.mean.is_none(), latest.is_empty());
            if let Extremes::Spread { best, worst, .. } = finding.extremes {
                let of = |site: usize| finding.latest[site].expect("a value").hundredths;
                let (low, high) = if up { (of(worst), of(best)) } else { (of(best), of(worst)) };
                let within = latest.iter().all(|value| (low..=high).contains(value));
                prop_assert!(within);
            }
            let worse = |value: i64| if up { value < 0 } else { value > 0 };
            let all_worse = !latest.is_empty() && latest.iter().all(|value| worse(*value));
            prop_assert!(!all_worse || finding.verdict == Verdict::Away || finding.verdict == Verdict::Reached);
            prop_assert!(finding.verdict != Verdict::Away || latest.iter().any(|value| worse(*value)));
            if latest.len() == findings.sites.len() && !latest.is_empty() && finding.sites_reached as usize == latest.len() {
                prop_assert_eq!(finding.verdict, Verdict::Reached);
            }
        }
    }
}
