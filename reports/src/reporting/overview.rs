//! The chapters about all indicators: findings, comparison of sites, completeness, sources.

use entities::reporting::figure::Ratio;
use entities::reporting::findings::{Finding, SiteFinding, Verdict};
use entities::reporting::sentences;
use entities::shared::polish::counted;
use entities::shared::warsaw;

use super::facts::{BODY, Report};
use crate::document::RenderError;
use crate::document::canvas::{Anchor, width};
use crate::document::font::Face;
use crate::document::grid::{CELL, Grid, Spec};
use crate::document::model::{Numbering, ROOT, Role};
use crate::document::style::{ALARM, GOLD_TEXT, GREY, INK, NAVY, Style, TEAL, style};
use crate::document::table::PADDING;
use crate::document::text::{self, Align, Setting, span};

pub(super) const BOLD: Style = style(Face::TextBold, 8.8, INK).tabular();

const MEAN_NOTE: &str = "Średnia obejmuje ostatnią zatwierdzoną wartość każdego miejsca; każde miejsce liczy się \
    tak samo, niezależnie od wielkości. Liczono na wartościach dokładnych, zaokrąglono dopiero wynik.";
const APPROVED_NOTE: &str = "Uwzględniono wyłącznie pomiary zatwierdzone do dnia stanu danych. Pomiaru oczekuje \
    się po zakończeniu kwartału; procent zaokrąglono w dół, więc 100% oznacza komplet.";

/// The style of a verdict.
pub(super) fn verdict_style(verdict: Verdict) -> Style {
    let color = match verdict {
        Verdict::Reached => TEAL,
        Verdict::Ahead => GOLD_TEXT,
        Verdict::Away => ALARM,
        Verdict::Unknown => GREY,
    };
    Style { color, ..BOLD }
}

/// Height of the chapter on sources and what stands between it and the table before.
const SOURCES: f32 = 255.0;

/// The most lines of the table of what is missing.
const MOST_GAPS: usize = 120;

/// Values of a site that are missing for the same quarters.
struct Gap<'a> {
    place: &'a str,
    codes: Vec<&'a str>,
    quarters: String,
    count: usize,
}

impl Report<'_> {
    /// Chapter: what was found, in sentences and in one table.
    pub(super) fn findings_chapter(&mut self, title: &str) -> Result<(), RenderError> {
        self.chapter(title, 120.0)?;
        let summary = self.summary;
        let (sites, indicators) = (summary.sites.len(), summary.indicators.len());
        let institutions: usize = summary.sites.iter().map(|site| site.institutions as usize).sum();
        let intro = format!(
            "Pilotaż prowadzono w okresie {}. Raport obejmuje {sites} {} ({institutions} {}) oraz {indicators} {}. \
             O osiągnięciu celu rozstrzyga średnia z ostatnich zatwierdzonych wartości.",
            warsaw::span(summary.starts_on, summary.ends_on),
            counted(sites, "miejsce pilotażu", "miejsca pilotażu", "miejsc pilotażu"),
            counted(institutions, "instytucja", "instytucje", "instytucji"),
            counted(indicators, "wskaźnik", "wskaźniki", "wskaźników"),
        );
        self.noted(&intro, MEAN_NOTE)?;
        self.bullets(&sentences::overview(summary, self.findings))?;
        if summary.indicators.is_empty() {
            return Ok(());
        }
        let mut numbers = [54.0_f32, 46.0, 46.0, 46.0, 84.0];
        for (indicator, finding) in summary.indicators.iter().zip(&self.findings.indicators) {
            let printed = |value: Option<Ratio>| value.map(|value| value.printed(indicator.decimals));
            let texts = [
                printed(Some(Ratio::whole(indicator.baseline_hundredths))),
                printed(Some(Ratio::whole(indicator.target_hundredths))),
                printed(finding.mean),
                sentences::way(finding),
            ];
            for (column, text) in numbers.iter_mut().zip(texts) {
                *column = column.max(width(BOLD, &text.unwrap_or_default())? + 2.0 * PADDING + 1.0);
            }
        }
        // figures of a dozen digits shrink rather than leave no room for names
        let (all, most) = (numbers.iter().sum::<f32>(), self.flow.width() - 38.0 - 84.0);
        let scale = (most / all).min(1.0);
        let numbers = numbers.map(|column| column * scale);
        let (cell, bold) = (CELL.sized(CELL.size * scale), BOLD.sized(BOLD.size * scale));
        let wide = self.flow.width();
        let rest = wide - numbers.iter().sum::<f32>() - 38.0;
        let heads = ["Wartość wyjściowa", "Cel", "Średnia", "Droga do celu", "Ocena"];
        let mut specs = vec![
            Spec { head: "Kod", width: 38.0, align: Align::Left },
            Spec { head: "Wskaźnik", width: rest, align: Align::Left },
        ];
        for (head, width) in heads.into_iter().zip(numbers) {
            let align = if head == "Ocena" { Align::Left } else { Align::Right };
            specs.push(Spec { head, width, align });
        }
        let mut grid = Grid::new(&specs)?;
        for (indicator, finding) in summary.indicators.iter().zip(&self.findings.indicators) {
            let printed = |value: i64| Ratio::whole(value).printed(indicator.decimals);
            let unit = indicator.unit.trim();
            let name = if unit.is_empty() {
                indicator.name.trim().to_owned()
            } else {
                format!("{} [{unit}]", indicator.name.trim())
            };
            let mean = finding.mean.map_or_else(|| "–".into(), |mean| mean.printed(indicator.decimals));
            let way = sentences::way(finding).unwrap_or_else(|| "–".into());
            grid.row(&[
                (BOLD, indicator.code.trim()),
                (style(Face::Text, 8.8, INK), &name),
                (cell, &printed(indicator.baseline_hundredths)),
                (cell, &printed(indicator.target_hundredths)),
                (bold, &mean),
                (cell, &way),
                (verdict_style(finding.verdict), sentences::verdict(finding.verdict)),
            ])?;
        }
        let label = self.table();
        grid.place(&mut self.flow, &label, "Wskaźniki pilotażu: wyniki i cele", 6.0)?;
        self.source(&self.source_line())
    }

    /// Chapter: one row per site.
    pub(super) fn sites_chapter(&mut self, title: &str) -> Result<(), RenderError> {
        self.chapter(title, 170.0)?;
        let summary = self.summary;
        if summary.sites.is_empty() {
            return self.paragraph("Do pilotażu nie przypisano jeszcze żadnego miejsca.");
        }
        self.paragraph(
            "Tabela pokazuje, ile wskaźników zmierzono w każdym miejscu, ile z nich osiągnęło już cel i jak \
             kompletne są pomiary. Miejsca różnią się wielkością i punktem wyjścia, dlatego zestawienie służy \
             wspólnemu uczeniu się, a nie ocenie.",
        )?;
        let width = self.flow.width();
        let numbers = [70.0, 72.0, 72.0, 84.0];
        let heads = ["Instytucje", "Zmierzone wskaźniki", "Osiągnięte cele", "Kompletność pomiarów"];
        let rest = width - numbers.iter().sum::<f32>();
        let mut specs = vec![Spec { head: "Miejsce", width: rest, align: Align::Left }];
        specs.extend(heads.into_iter().zip(numbers).map(|(head, width)| Spec {
            head,
            width,
            align: Align::Right,
        }));
        let mut grid = Grid::new(&specs)?;
        for (site, found) in summary.sites.iter().zip(&self.findings.sites) {
            let SiteFinding { measured, reached, completeness } = found;
            grid.row(&[
                (style(Face::Text, 8.8, INK), &site.name),
                (CELL, &site.institutions.to_string()),
                (CELL, &measured.to_string()),
                (CELL, &reached.to_string()),
                (CELL, &completeness.printed()),
            ])?;
        }
        let sum = |pick: fn(&SiteFinding) -> u32| {
            self.findings.sites.iter().map(|site| u64::from(pick(site))).sum::<u64>().to_string()
        };
        let institutions: u64 = summary.sites.iter().map(|site| u64::from(site.institutions)).sum();
        grid.row(&[
            (BOLD, "Razem"),
            (BOLD, &institutions.to_string()),
            (BOLD, &sum(|site| site.measured)),
            (BOLD, &sum(|site| site.reached)),
            (BOLD, &self.findings.completeness.printed()),
        ])?;
        grid.total();
        let label = self.table();
        grid.place(&mut self.flow, &label, "Porównanie miejsc pilotażu", 6.0)?;
        self.source(&self.source_line())
    }

    /// Chapter: what is there and what is missing.
    pub(super) fn completeness_chapter(&mut self, title: &str) -> Result<(), RenderError> {
        self.chapter(title, 110.0)?;
        self.noted(&sentences::completeness(self.findings), APPROVED_NOTE)?;
        let width = self.flow.width();
        let specs = [
            Spec { head: "Miejsce", width: 170.0, align: Align::Left },
            Spec { head: "Wskaźniki", width: width - 330.0, align: Align::Left },
            Spec { head: "Brakujące pomiary", width: 160.0, align: Align::Left },
        ];
        let mut grid = Grid::new(&specs)?;
        let plain = style(Face::Text, 8.8, INK);
        let groups = self.gaps();
        // long lists are shortened: the figures themselves stand in the tables and in the CSV file
        let shown = if groups.len() <= MOST_GAPS + 1 { groups.len() } else { MOST_GAPS };
        for gap in groups.iter().take(shown) {
            grid.row(&[(plain, gap.place), (BOLD, &self.codes(&gap.codes)), (plain, &gap.quarters)])?;
        }
        let any = !groups.is_empty();
        let (rest, lost) =
            groups.iter().skip(shown).fold((0, 0), |(rest, lost), gap| (rest + 1, lost + gap.count));
        if rest > 0 {
            let gaps = format!("{lost} {}", counted(lost, "pomiar", "pomiary", "pomiarów"));
            let more =
                format!("{rest} {}", counted(rest, "dalsza pozycja", "dalsze pozycje", "dalszych pozycji"));
            grid.row(&[(plain, &more), (BOLD, "–"), (plain, &gaps)])?;
        }
        if any {
            let label = self.table();
            grid.followed_by(SOURCES);
            grid.place(&mut self.flow, &label, "Pomiary, których brakuje", 6.0)?;
            self.source(&self.source_line())?;
        }
        Ok(())
    }

    /// What is missing: first indicators without any value, then site by site, with the indicators that miss the same
    /// quarters in one line.
    fn gaps(&self) -> Vec<Gap<'_>> {
        let mut gaps: Vec<Gap<'_>> = vec![];
        let due = self.findings.due_quarters;
        let pairs = || self.summary.indicators.iter().zip(&self.findings.indicators);
        let is_blank = |finding: &Finding| finding.completeness.approved == 0;
        let blank = pairs().filter(|(_, finding)| is_blank(finding) && finding.completeness.expected > 0);
        let blank: Vec<(&str, usize)> =
            blank.map(|(one, finding)| (one.code.trim(), finding.completeness.expected as usize)).collect();
        if !blank.is_empty() {
            gaps.push(Gap {
                place: "wszystkie miejsca",
                codes: blank.iter().map(|(code, _)| *code).collect(),
                quarters: "wszystkie kwartały".into(),
                count: blank.iter().map(|(_, count)| count).sum(),
            });
        }
        for (site, place) in self.summary.sites.iter().enumerate() {
            let first = gaps.len();
            for (indicator, finding) in pairs().filter(|(_, finding)| !is_blank(finding)) {
                for missing in finding.missing.iter().filter(|missing| missing.site == site) {
                    let (code, count) = (indicator.code.trim(), missing.quarters.len());
                    let quarters = sentences::missing(self.summary, missing, due);
                    let same = gaps.iter_mut().skip(first).find(|gap| gap.quarters == quarters);
                    match same {
                        Some(gap) => {
                            gap.codes.push(code);
                            gap.count += count;
                        }
                        None => gaps.push(Gap { place: &place.name, codes: vec![code], quarters, count }),
                    }
                }
            }
        }
        gaps
    }

    fn codes(&self, codes: &[&str]) -> String {
        if codes.len() > 1 && codes.len() == self.summary.indicators.len() {
            return "wszystkie".into();
        }
        sentences::shortened(codes, 12).unwrap_or_default()
    }

    /// Chapter: where the figures come from.
    pub(super) fn sources_chapter(&mut self, title: &str) -> Result<(), RenderError> {
        self.chapter(title, 90.0)?;
        let day = warsaw::long(warsaw::day(self.summary.cut_off));
        let collected = warsaw::day(self.summary.collected_at);
        self.paragraph(&format!(
            "Źródłem danych są pomiary wskaźników wprowadzone przez instytucje uczestniczące w pilotażu \
             i zatwierdzone do {day} do godziny {}. Dane zebrano {}. Pomiary wprowadzone lub zmienione później \
             znajdą się w kolejnym raporcie.",
            warsaw::hour(self.summary.cut_off),
            warsaw::long(collected),
        ))?;
        self.paragraph(
            "Zmiana to różnica między średnią a wartością wyjściową. Droga do celu mówi, jaką część odległości \
             od wartości wyjściowej do celu już przebyto; nie podaje się jej, gdy cel nie różni się od wartości \
             wyjściowej. Znak „–” w tabelach oznacza brak zatwierdzonego pomiaru. Te same liczby, w postaci \
             wierszy arkusza, zawiera plik CSV dołączony do raportu.",
        )
    }

    /// `Źródło: …`.
    pub(super) fn source_line(&self) -> String {
        format!(
            "Źródło: zatwierdzone pomiary pilotażu, stan na {}; obliczenia własne.",
            warsaw::long(warsaw::day(self.summary.cut_off))
        )
    }

    fn bullets(&mut self, texts: &[String]) -> Result<(), RenderError> {
        let list = self.flow.doc.node(ROOT, Role::L);
        self.flow.doc.edit(list, |node| node.numbering = Some(Numbering::Disc));
        let (indent, leading) = (13.0, 14.2);
        for sentence in texts {
            let setting = Setting { width: self.flow.width() - indent, align: Align::Left, hyphenate: false };
            let lines = text::lines(&span(BODY, sentence), setting)?;
            self.flow.need(lines.len() as f32 * leading);
            let (x, y, page) = (self.flow.frame.sides.0, self.flow.y + BODY.size * 0.82, self.flow.page);
            let item = self.flow.doc.node(list, Role::LI);
            let label = self.flow.doc.node(item, Role::Lbl);
            let bullet = style(Face::TextBold, 10.0, NAVY);
            self.flow.doc.tag(page, label, |canvas| canvas.text(x + 1.0, y, Anchor::Left, bullet, "• "))?;
            let body = self.flow.doc.node(item, Role::LBody);
            self.flow.doc.tag(page, body, |canvas| {
                text::draw(canvas, &lines, x + indent, y, leading);
                Ok(())
            })?;
            self.flow.y += lines.len() as f32 * leading + 2.0;
        }
        self.flow.y += 8.0;
        Ok(())
    }
}
