//! One indicator: key figures, sentences, values by site and quarter, charts.

use chrono::Datelike;
use entities::indicators::Direction;
use entities::reporting::figure::Ratio;
use entities::reporting::findings::{Extremes, Finding, value};
use entities::reporting::pilot_summary::Indicator;
use entities::reporting::sentences;

use super::facts::{FRAME, Report};
use super::overview::{BOLD, verdict_style};
use crate::document::RenderError;
use crate::document::canvas::{Anchor, fitted, width};
use crate::document::chart::{self, Bar, Level, Series};
use crate::document::font::Face;
use crate::document::grid::{CELL, Grid, Spec, captioned};
use crate::document::model::{Artifact, ROOT, Role};
use crate::document::style::{GREY, INK, MIST, NAVY, style};
use crate::document::table::PADDING;
use crate::document::text::Align;

/// Height of the row of key figures.
const FIGURES: f32 = 40.0;
/// The widest column of names.
const NAMES: (f32, f32) = (96.0, 150.0);
/// Up to so many sites and quarters, both charts stand side by side.
const BESIDE: (usize, usize) = (14, 8);
const LINE: f32 = 132.0;
/// Height of a section's title, with the space around it.
pub(super) const TITLE: f32 = 48.0;
/// More sites than this never fit on one page with their charts.
const MOST_WHOLE: usize = 30;
/// The most bars in one chart.
const MOST_BARS: usize = 30;

impl Report<'_> {
    /// The section of an indicator.
    pub(super) fn indicator(
        &mut self,
        indicator: &Indicator,
        finding: &Finding,
        title: &str,
    ) -> Result<(), RenderError> {
        let height = self.indicator_height(indicator, finding)?;
        self.section(title, self.whole(height, TITLE).unwrap_or(190.0).max(190.0))?;
        self.indicator_body(indicator, finding)
    }

    /// How much an indicator takes below its title; more than a page where it takes more than that.
    pub(super) fn indicator_height(
        &self,
        indicator: &Indicator,
        finding: &Finding,
    ) -> Result<f32, RenderError> {
        // The table alone is longer than a page.
        if self.summary.sites.len() > MOST_WHOLE {
            return Ok(f32::INFINITY);
        }
        let mut scratch = self.scratch();
        let (page, top) = (scratch.flow.page, scratch.flow.y);
        scratch.indicator_body(indicator, finding)?;
        Ok(if scratch.flow.page == page { scratch.flow.y - top } else { f32::INFINITY })
    }

    fn indicator_body(&mut self, indicator: &Indicator, finding: &Finding) -> Result<(), RenderError> {
        self.key_figures(indicator, finding)?;
        let text = sentences::finding(self.summary, indicator, finding);
        self.paragraph(&text)?;
        if finding.mean.is_none() {
            return Ok(());
        }
        self.values(indicator, finding)?;
        self.charts(indicator, finding)
    }

    fn key_figures(&mut self, indicator: &Indicator, finding: &Finding) -> Result<(), RenderError> {
        let better = match indicator.direction {
            Direction::Up => "cel – więcej znaczy lepiej",
            Direction::Down => "cel – mniej znaczy lepiej",
        };
        let dash = || String::from("–");
        let figures = [
            (indicator.printed(Ratio::whole(indicator.baseline_hundredths)), "wartość wyjściowa"),
            (indicator.printed(Ratio::whole(indicator.target_hundredths)), better),
            (finding.mean.map_or_else(dash, |mean| indicator.printed(mean)), "średnia ostatnich wartości"),
            (sentences::way(finding).unwrap_or_else(dash), "drogi do celu"),
        ];
        self.flow.need(FIGURES);
        let (x, y, page) = (FRAME.sides.0, self.flow.y, self.flow.page);
        let wide = self.flow.width();
        let each = wide / 4.0;
        self.flow.doc.artifact(page, Artifact::Layout, |canvas| {
            canvas.rect([x, y, wide, FIGURES - 4.0], Some(MIST), None);
            canvas.rect([x, y, 2.4, FIGURES - 4.0], Some(verdict_style(finding.verdict).color), None);
            Ok(())
        })?;
        for (index, (figure, label)) in figures.into_iter().enumerate() {
            let left = x + each * index as f32 + 12.0;
            let large =
                fitted(style(Face::TextBold, 12.0, NAVY).tabular(), &figure, each - 16.0, 4.0, "unit")?;
            let small = fitted(style(Face::Text, 7.8, GREY), label, each - 14.0, 5.0, "unit")?;
            let node = self.flow.doc.node(ROOT, Role::P);
            self.flow.doc.tag(page, node, |canvas| {
                canvas.text(left, y + 16.0, Anchor::Left, large, &format!("{figure} "))?;
                canvas.text(left, y + 28.0, Anchor::Left, small, label)
            })?;
        }
        self.flow.y += FIGURES + 6.0;
        Ok(())
    }

    /// Sites by quarters; more quarters than fit are shared out over several tables.
    fn values(&mut self, indicator: &Indicator, finding: &Finding) -> Result<(), RenderError> {
        let summary = self.summary;
        let quarters = summary.quarters.len();
        let mut column = 40.0_f32;
        for values in indicator.values_hundredths.iter().flatten().flatten() {
            let printed = Ratio::whole(*values).printed(indicator.decimals);
            column = column.max(width(BOLD, &printed)? + 2.0 * PADDING + 2.0);
        }
        let mut names = NAMES.0;
        for site in &summary.sites {
            names = names.max(width(CELL, &site.name)? + 2.0 * PADDING + 2.0);
        }
        let names = names.min(NAMES.1);
        let most = (((self.flow.width() - names) / column).floor() as usize).max(1);
        let parts = quarters.div_ceil(most).max(1);
        let each = quarters.div_ceil(parts).max(1);
        let starts: Vec<usize> = (0..quarters).step_by(each).collect();
        for (part, start) in starts.iter().enumerate() {
            let here = start + each.min(quarters - start);
            let shown = here - start;
            let column = ((self.flow.width() - names) / shown as f32).min(column.max(64.0));
            let heads: Vec<String> = summary
                .quarters
                .iter()
                .skip(*start)
                .take(shown)
                .map(|quarter| format!("{}\u{a0}kw. {}", sentences::roman(*quarter), quarter.year()))
                .collect();
            let names = self.flow.width() - column * shown as f32;
            let mut specs = vec![Spec { head: "Miejsce", width: names, align: Align::Left }];
            specs.extend(heads.iter().map(|head| Spec { head, width: column, align: Align::Right }));
            let mut grid = Grid::new(&specs)?;
            let number = |value: Option<Ratio>| {
                value.map_or_else(|| String::from("–"), |value| value.printed(indicator.decimals))
            };
            for (index, site) in summary.sites.iter().enumerate() {
                let texts: Vec<String> =
                    (*start..here).map(|at| number(value(indicator, index, at).map(Ratio::whole))).collect();
                let mut cells = vec![(style(Face::Text, 8.8, INK), site.name.as_str())];
                cells.extend(texts.iter().map(|text| (CELL, text.as_str())));
                grid.row(&cells)?;
            }
            if summary.sites.len() > 1 {
                let texts: Vec<String> =
                    (*start..here).map(|at| number(finding.quarters.get(at).copied().flatten())).collect();
                let mut cells = vec![(BOLD, "Średnia")];
                cells.extend(texts.iter().map(|text| (BOLD, text.as_str())));
                grid.row(&cells)?;
                grid.total();
            }
            let label = self.table();
            let unit = if indicator.unit.trim().is_empty() {
                String::new()
            } else {
                format!(" [{}]", indicator.unit.trim())
            };
            let count = if starts.len() > 1 {
                format!(", część {} z {}", part + 1, starts.len())
            } else {
                String::new()
            };
            let caption =
                format!("{} – wartości według miejsc i kwartałów{unit}{count}", indicator.code.trim());
            let air = self.air(10.0);
            grid.place(&mut self.flow, &label, &caption, air)?;
        }
        Ok(())
    }

    fn charts(&mut self, indicator: &Indicator, finding: &Finding) -> Result<(), RenderError> {
        let sites = finding.latest.iter().flatten().count();
        let over_time = finding.quarters.iter().flatten().count() > 1;
        let beside = over_time && sites <= BESIDE.0 && self.summary.quarters.len() <= BESIDE.1;
        let (x, wide) = (FRAME.sides.0, self.flow.width());
        let half = (wide - 18.0) / 2.0;
        if beside {
            let height = LINE.max(chart::bars_height(sites, 1));
            self.flow.need(height + 34.0);
            let top = self.flow.y;
            self.line(indicator, finding, [x, half, height])?;
            let end = self.flow.y;
            self.flow.y = top;
            self.bars(indicator, finding, (x + half + 18.0, half), (0, 1))?;
            self.flow.y = self.flow.y.max(end);
        } else {
            if over_time {
                self.flow.need(LINE + 34.0);
                self.line(indicator, finding, [x, wide, LINE])?;
                self.flow.y += self.air(8.0);
            }
            let mut first = 0;
            while first < sites {
                let rest = (sites - first).min(MOST_BARS);
                let columns = if rest > BESIDE.0 { 2 } else { 1 };
                self.flow.need(chart::bars_height(rest, columns) + 34.0);
                self.bars(indicator, finding, (x, wide), (first, columns))?;
                first += rest;
            }
        }
        self.flow.y += self.air(3.0);
        self.source(&self.source_line())
    }

    fn line(
        &mut self,
        indicator: &Indicator,
        finding: &Finding,
        [x, wide, height]: [f32; 3],
    ) -> Result<(), RenderError> {
        let summary = self.summary;
        let means: Vec<Option<f64>> = finding.quarters.iter().map(|mean| mean.map(float)).collect();
        let ranges = (0..means.len()).map(|quarter| {
            let values: Vec<i64> =
                (0..summary.sites.len()).filter_map(|site| value(indicator, site, quarter)).collect();
            let (low, high) = (values.iter().min()?, values.iter().max()?);
            Some((*low as f64 / 100.0, *high as f64 / 100.0))
        });
        let printed =
            |index: usize| finding.quarters.get(index).copied().flatten().map(|mean| indicator.printed(mean));
        let known: Vec<usize> = (0..means.len()).filter(|index| printed(*index).is_some()).collect();
        let (first, last) = (known.first().copied().unwrap_or(0), known.last().copied().unwrap_or(0));
        let end = printed(last).unwrap_or_default();
        let labels = summary.quarters.iter();
        let series = Series {
            labels: labels.map(|start| [sentences::roman(*start).into(), start.year().to_string()]).collect(),
            ranges: ranges.collect(),
            means,
            last: end.clone(),
        };
        let target = indicator.printed(Ratio::whole(indicator.target_hundredths));
        let when = |index: usize| {
            summary.quarters.get(index).map(|start| sentences::quarter(*start)).unwrap_or_default()
        };
        let alt = format!(
            "Wykres liniowy wskaźnika {}: średnia z miejsc wynosi {} w {} i {end} w {}. Linia celu: {target}.",
            indicator.code.trim(),
            printed(first).unwrap_or_default(),
            when(first),
            when(last),
        );
        let level =
            Level { value: indicator.target_hundredths as f64 / 100.0, label: format!("cel {target}") };
        let label = self.chart();
        let caption = self.flow.doc.node(ROOT, Role::P);
        captioned(&mut self.flow, caption, (x, wide), &label, "Średnia i zakres wartości w kwartałach")?;
        let (page, y) = (self.flow.page, self.flow.y);
        chart::line(&mut self.flow.doc, page, [x, y, wide, height], &series, &[level], &tidy(&alt))?;
        self.flow.y += height;
        Ok(())
    }

    fn bars(
        &mut self,
        indicator: &Indicator,
        finding: &Finding,
        (x, wide): (f32, f32),
        (first, columns): (usize, usize),
    ) -> Result<(), RenderError> {
        let measured = self.summary.sites.iter().zip(&finding.latest).filter_map(|(site, latest)| {
            latest.map(|latest| Bar {
                label: site.name.trim().to_owned(),
                value: latest.hundredths as f64 / 100.0,
                printed: Ratio::whole(latest.hundredths).printed(indicator.decimals),
                reached: indicator.reached(latest.hundredths),
            })
        });
        let bars: Vec<Bar> = measured.skip(first).take(MOST_BARS).collect();
        let target = indicator.printed(Ratio::whole(indicator.target_hundredths));
        let mut alt = format!(
            "Wykres słupkowy wskaźnika {}: ostatnie wartości w miejscach pilotażu. ",
            indicator.code.trim()
        );
        if bars.len() <= 14 {
            let values: Vec<String> =
                bars.iter().map(|bar| format!("{} {}", bar.label, bar.printed)).collect();
            alt += &values.join("; ");
        } else if let Extremes::Spread { best, worst, .. } = finding.extremes {
            let name = |site: usize| self.summary.sites.get(site).map_or("", |site| site.name.trim());
            alt += &format!("Najlepszy wynik: {}; najdalej od niego: {}", name(best), name(worst));
        } else {
            alt += "Wszystkie wartości są równe";
        }
        alt += &format!(". Linia celu: {target}. Wszystkie wartości zawiera tabela powyżej.");
        let level =
            Level { value: indicator.target_hundredths as f64 / 100.0, label: format!("cel {target}") };
        let label = self.chart();
        let caption = self.flow.doc.node(ROOT, Role::P);
        let words = if first == 0 {
            "Ostatnie wartości w miejscach"
        } else {
            "Ostatnie wartości w miejscach, ciąg dalszy"
        };
        captioned(&mut self.flow, caption, (x, wide), &label, words)?;
        let (page, y) = (self.flow.page, self.flow.y);
        let height = chart::bars_height(bars.len(), columns);
        chart::bars(&mut self.flow.doc, page, [x, y, wide], &bars, &level, columns, &tidy(&alt))?;
        self.flow.y += height + self.air(4.0);
        Ok(())
    }
}

/// The place of a dot on paper needs no exactness.
fn float(ratio: Ratio) -> f64 {
    ratio.rounded(2) as f64 / 100.0
}

/// Alternative texts are spoken: plain spaces.
fn tidy(text: &str) -> String {
    text.replace('\u{a0}', " ")
}
