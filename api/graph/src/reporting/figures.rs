//! The figures kept by a run, as a connection. They are one document in the run's row, which the planner has read by
//! then: a page of them takes no statement of its own, for however many runs it is asked.

use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use edge::unfit::Why;
use entities::indicators::Direction;
use entities::reporting::figures::Figures;
use entities::reporting::findings::value;
use entities::reporting::pilot_summary::{Indicator, PilotSummary};
use entities::reporting::report_run;
use entities::shared::enums::Choice as _;
use entities::shared::text;
use kit::ctx::ContextExt;
use kit::enums::Coded;
use kit::error::{bad_input, fault};
use kit::page::{Ends, ends};
use kit::scalars::{Date, Decimal};
use serde::Deserialize;

/// Begins a cursor; the number of the figure follows.
const CURSOR: &str = "figure-";

/// Which figures.
#[derive(InputObject, Default)]
pub struct ReportFigureFilter {
    /// Of the indicators with these codes.
    indicator_codes: Option<Vec<String>>,
    /// Of sites whose name holds this text, whatever its case.
    site_contains: Option<String>,
    /// Only places that have an approved value, or only those that have none.
    measured: Option<bool>,
}

/// In which order.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFigureOrder {
    /// By indicator, site and quarter, as in the report.
    #[default]
    IndicatorAsc,
    /// By site, then indicator and quarter.
    SiteAsc,
    /// By quarter, earliest first, then indicator and site.
    QuarterAsc,
    /// By quarter, latest first, then indicator and site.
    QuarterDesc,
    /// By value, least first; places without a value come last. Of use for one indicator at a time.
    ValueAsc,
    /// By value, greatest first; places without a value come last. Of use for one indicator at a time.
    ValueDesc,
}

/// Place of a figure in an order: a rank, then its number.
type Rank = (i64, usize);

impl ReportFigureOrder {
    fn rank(self, summary: &Arc<PilotSummary>, number: usize) -> Rank {
        let of = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
        let rank = figure(summary, number).map_or(i64::MAX, |figure| match self {
            Self::IndicatorAsc => 0,
            Self::SiteAsc => of(figure.site),
            Self::QuarterAsc => of(figure.quarter),
            Self::QuarterDesc => -of(figure.quarter),
            Self::ValueAsc => figure.hundredths().unwrap_or(i64::MAX),
            Self::ValueDesc => figure.hundredths().map_or(i64::MAX, i64::wrapping_neg),
        });
        (rank, number)
    }
}

/// `first`, `after`, `last`, `before`.
type Arguments = (Option<i32>, Option<String>, Option<i32>, Option<String>);

/// Figures that a run kept.
pub struct ReportFigureConnection {
    summary: Arc<PilotSummary>,
    /// Numbers of the figures of the page.
    page: Vec<usize>,
    has_previous: bool,
    has_next: bool,
    total: usize,
}

/// A page of the figures that a run kept.
#[Object]
impl ReportFigureConnection {
    /// The figures of the page, each with its cursor.
    async fn edges(&self) -> Vec<ReportFigureEdge> {
        let edge = |number: &usize| ReportFigureEdge { summary: Arc::clone(&self.summary), number: *number };
        self.page.iter().map(edge).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.page.first().map(|number| cursor(*number)),
            end_cursor: self.page.last().map(|number| cursor(*number)),
        }
    }

    /// How many figures the whole list has for this filter.
    async fn total_count(&self) -> i32 {
        i32::try_from(self.total).unwrap_or(i32::MAX)
    }

    /// When the figures were collected. What was approved later is not among them.
    async fn collected_at(&self) -> DateTime<Utc> {
        self.summary.collected_at
    }
}

/// One figure of a page.
pub struct ReportFigureEdge {
    summary: Arc<PilotSummary>,
    number: usize,
}

/// One figure of a page, with its cursor.
#[Object]
impl ReportFigureEdge {
    /// The figure.
    async fn node(&self) -> Option<ReportFigure> {
        figure(&self.summary, self.number)
    }

    /// Opaque place of the figure in the list.
    async fn cursor(&self) -> String {
        cursor(self.number)
    }
}

/// The value of an indicator at a site in a quarter.
pub struct ReportFigure {
    summary: Arc<PilotSummary>,
    indicator: usize,
    site: usize,
    quarter: usize,
}

impl ReportFigure {
    fn of(&self) -> Option<&Indicator> {
        self.summary.indicators.get(self.indicator)
    }

    fn hundredths(&self) -> Option<i64> {
        value(self.of()?, self.site, self.quarter)
    }
}

/// The value of an indicator at a site in a quarter, as it stood at the cut-off of the run, with the names, baseline
/// and target of then.
#[Object(name = "ReportFigureResult")]
impl ReportFigure {
    /// Short code of the indicator.
    async fn indicator_code(&self) -> Option<&str> {
        self.of().map(|indicator| indicator.code.as_str())
    }

    /// Name of the indicator.
    async fn indicator_name(&self) -> Option<&str> {
        self.of().map(|indicator| indicator.name.as_str())
    }

    /// Unit, as printed after a value.
    async fn unit(&self) -> Option<&str> {
        self.of().map(|indicator| indicator.unit.as_str())
    }

    /// Value before the pilot.
    async fn baseline(&self) -> Option<Decimal> {
        self.of().map(|indicator| Decimal::Hundredths(indicator.baseline_hundredths))
    }

    /// Value to be reached.
    async fn target(&self) -> Option<Decimal> {
        self.of().map(|indicator| Decimal::Hundredths(indicator.target_hundredths))
    }

    /// Whether more or less is better.
    async fn direction(&self) -> Option<Coded<Direction>> {
        self.of().map(|indicator| indicator.direction.into())
    }

    /// Whether more or less is better, for people.
    async fn direction_label(&self, ctx: &Context<'_>) -> Option<&str> {
        self.of().map(|indicator| indicator.direction.label(ctx.lang()))
    }

    /// Name of the site, as printed.
    async fn site_name(&self) -> Option<&str> {
        self.summary.sites.get(self.site).map(|site| site.name.as_str())
    }

    /// First day of the quarter.
    async fn quarter_on(&self) -> Option<Date> {
        self.summary.quarters.get(self.quarter).map(|day| (*day).into())
    }

    /// The approved value; none where nothing was approved by the cut-off.
    async fn value(&self) -> Option<Decimal> {
        self.hundredths().map(Decimal::Hundredths)
    }

    /// Whether the value reaches the target; none where there is no value.
    async fn reached(&self) -> Option<bool> {
        Some(self.of()?.reached(self.hundredths()?))
    }
}

/// A page of the figures of a run; none where it has none yet, or is not about a pilot.
///
/// # Errors
/// Arguments that contradict one another, are out of range, or a cursor of another list; broken figures.
pub fn of_run(
    ctx: &Context<'_>,
    run: &report_run::Model,
    (first, after, last, before): Arguments,
    filter: Option<ReportFigureFilter>,
    order: Option<ReportFigureOrder>,
) -> Result<Option<ReportFigureConnection>> {
    let after = after.map(|text| number(&text, "after")).transpose()?;
    let before = before.map(|text| number(&text, "before")).transpose()?;
    let ends = ends(first, after, last, before)?;
    let Some(kept) = &run.figures else { return Ok(None) };
    match Figures::deserialize(kept).map_err(|error| fault(ctx, &error))? {
        Figures::Pilot(summary) => Ok(Some(page(*summary, &ends, filter, order.unwrap_or_default()))),
        Figures::Trainings(_) => Ok(None),
    }
}

fn page(
    summary: PilotSummary,
    ends: &Ends<usize>,
    filter: Option<ReportFigureFilter>,
    order: ReportFigureOrder,
) -> ReportFigureConnection {
    let (summary, filter) = (Arc::new(summary), filter.unwrap_or_default());
    let all = summary.indicators.len() * summary.sites.len() * summary.quarters.len();
    let is_wanted = |number: &usize| figure(&summary, *number).is_some_and(|figure| wanted(&filter, &figure));
    let rank = |number: usize| order.rank(&summary, number);
    let mut ranked: Vec<Rank> = (0..all).filter(is_wanted).map(rank).collect();
    ranked.sort_unstable();
    let total = ranked.len();
    let (from, to) = range(&ranked, ends, rank);
    let page = ranked.drain(from..to).map(|(_, number)| number).collect();
    ReportFigureConnection { summary, page, has_previous: from > 0, has_next: to < total, total }
}

/// Where the page lies among the figures wanted.
fn range(all: &[Rank], ends: &Ends<usize>, rank: impl Fn(usize) -> Rank) -> (usize, usize) {
    let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match *ends {
        Ends::First(n, after) => {
            let from = after.map_or(0, |after| all.partition_point(|one| *one <= rank(after)));
            (from, from.saturating_add(size(n)).min(all.len()))
        }
        Ends::Last(n, before) => {
            let to = before.map_or(all.len(), |before| all.partition_point(|one| *one < rank(before)));
            (to.saturating_sub(size(n)), to)
        }
    }
}

fn wanted(filter: &ReportFigureFilter, figure: &ReportFigure) -> bool {
    let code = figure.of().map_or("", |indicator| indicator.code.as_str());
    let site = figure.summary.sites.get(figure.site).map_or("", |site| site.name.as_str());
    filter.indicator_codes.as_ref().is_none_or(|codes| codes.iter().any(|wanted| text::line(wanted) == code))
        && filter.site_contains.as_ref().is_none_or(|sought| text::holds(site, sought))
        && filter.measured.is_none_or(|measured| figure.hundredths().is_some() == measured)
}

/// The figure of a number: by indicator, site and quarter.
fn figure(summary: &Arc<PilotSummary>, number: usize) -> Option<ReportFigure> {
    let (sites, quarters) = (summary.sites.len(), summary.quarters.len());
    let row = number.checked_div(quarters)?;
    let indicator = row.checked_div(sites)?;
    let (site, quarter) = (row % sites, number % quarters);
    (indicator < summary.indicators.len()).then(|| ReportFigure {
        summary: Arc::clone(summary),
        indicator,
        site,
        quarter,
    })
}

fn cursor(number: usize) -> String {
    format!("{CURSOR}{number}")
}

fn number(cursor: &str, argument: &str) -> Result<usize> {
    let number = cursor.strip_prefix(CURSOR).and_then(|number| number.parse().ok());
    number.ok_or_else(|| bad_input(argument, Why::Cursor))
}
