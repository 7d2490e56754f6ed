//! Findings in Polish sentences.
//!
//! Names, sites and units are printed as they are, never inflected: sentences are built so that they stand in
//! the form they were entered in. The tone is neutral and warm; a target not yet reached is work ahead, no blame.

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use super::figure::{Ratio, TIE};
use super::findings::{Extremes, Finding, Findings, Latest, Missing, Verdict};
use super::pilot_summary::{Indicator, PilotSummary};
use crate::shared::polish::counted;

/// `III kw. 2026`.
#[must_use]
pub fn quarter(start: NaiveDate) -> String {
    format!("{}{TIE}kw.{TIE}{}", roman(start), start.year())
}

/// `III`: the quarter's number.
#[must_use]
pub fn roman(start: NaiveDate) -> &'static str {
    match start.month0() / 3 {
        0 => "I",
        1 => "II",
        2 => "III",
        _ => "IV",
    }
}

impl Indicator {
    /// A value with the indicator's decimals and unit: `84,5%`, `1234 zł`.
    #[must_use]
    pub fn printed(&self, value: Ratio) -> String {
        self.with_unit(value.printed(self.decimals), self.unit.trim())
    }

    /// A difference without sign: like a value, but percentages differ by percentage points.
    #[must_use]
    pub fn difference(&self, value: Ratio) -> String {
        let unit = if self.unit.trim() == "%" { "p.p." } else { self.unit.trim() };
        let size = value.size();
        if size.rounded(self.decimals) == 0 && size.against(0) == Ordering::Greater {
            let least = [100, 10, 1][usize::from(self.decimals.min(2))];
            let least = self.with_unit(Ratio::whole(least).printed(self.decimals), unit);
            return format!("mniej niż{TIE}{least}");
        }
        self.with_unit(size.printed(self.decimals), unit)
    }

    fn with_unit(&self, number: String, unit: &str) -> String {
        match unit {
            "" => number,
            "%" => number + "%",
            unit => format!("{number}{TIE}{unit}"),
        }
    }
}

/// `62%` of the way; a target that is not reached never shows as 100%.
#[must_use]
pub fn way(finding: &Finding) -> Option<String> {
    let percent = finding.way?.rounded(2);
    let most = if finding.verdict == Verdict::Ahead { 99 } else { i128::MAX };
    Some(Ratio::new(percent.min(most).saturating_mul(100), 1)?.printed(0) + "%")
}

/// Whether the target is reached, as a label.
#[must_use]
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reached => "cel osiągnięty",
        Verdict::Ahead => "w drodze do celu",
        Verdict::Away => "cel się oddalił",
        Verdict::Unknown => "brak pomiarów",
    }
}

/// The sentences of an indicator: result, change, way, sites.
#[must_use]
pub fn finding(summary: &PilotSummary, indicator: &Indicator, finding: &Finding) -> String {
    let Some(mean) = finding.mean else {
        return String::from(
            "Nie zatwierdzono jeszcze żadnego pomiaru tego wskaźnika, dlatego wyniku nie można ocenić.",
        );
    };
    let mut sentences = vec![result(summary, indicator, finding, mean)];
    sentences.extend(change(indicator, finding, mean));
    sentences.extend(sites(summary, indicator, finding));
    sentences.extend(trend(indicator, finding));
    ended(&sentences.join(" "))
}

/// One full stop where an abbreviation ends a sentence.
#[must_use]
pub fn ended(text: &str) -> String {
    if text.contains("...") { text.to_owned() } else { text.replace("..", ".") }
}

fn result(summary: &PilotSummary, indicator: &Indicator, finding: &Finding, mean: Ratio) -> String {
    let measured = finding.latest.iter().flatten().count();
    let target = indicator.printed(Ratio::whole(indicator.target_hundredths));
    let value = indicator.printed(mean);
    let subject = match (measured, summary.sites.len()) {
        (_, 1) => format!("ostatnia wartość w{TIE}jedynym miejscu pilotażu wynosi {value}"),
        (1, _) => format!("ostatnia wartość, na razie z{TIE}jednego miejsca, wynosi {value}"),
        _ => format!("średnia z{TIE}ostatnich wartości w{TIE}{} wynosi {value}", places_in(measured)),
    };
    match finding.verdict {
        Verdict::Reached => format!("Cel osiągnięto: {subject} wobec celu {target}."),
        _ => {
            let left = indicator.difference(mean.less(indicator.target_hundredths));
            format!("Cel jest jeszcze przed nami: {subject} wobec celu {target}, różnica to {left}.")
        }
    }
}

fn change(indicator: &Indicator, finding: &Finding, mean: Ratio) -> Option<String> {
    let baseline = indicator.printed(Ratio::whole(indicator.baseline_hundredths));
    let difference = indicator.difference(finding.change?);
    let compared = match mean.against(indicator.baseline_hundredths) {
        Ordering::Equal => format!("Wynik jest taki sam jak przed pilotażem ({baseline})"),
        Ordering::Greater => format!("To o{TIE}{difference} więcej niż przed pilotażem ({baseline})"),
        Ordering::Less => format!("To o{TIE}{difference} mniej niż przed pilotażem ({baseline})"),
    };
    let passed = finding.way.is_some_and(|way| way.against(0) == Ordering::Greater);
    Some(match way(finding).filter(|_| finding.verdict == Verdict::Ahead && passed) {
        Some(way) => format!("{compared}, czyli {way} drogi do celu."),
        None if finding.verdict == Verdict::Away => format!("{compared}, czyli dalej od celu."),
        None => compared + ".",
    })
}

fn sites(summary: &PilotSummary, indicator: &Indicator, finding: &Finding) -> Option<String> {
    let named = |site: usize, others: u32| {
        let name = summary.sites.get(site).map_or("", |site| site.name.trim());
        let latest = finding.latest.get(site).copied().flatten();
        let value = latest.map(|latest| indicator.printed(Ratio::whole(latest.hundredths)));
        let more = match others {
            0 | 1 => String::new(),
            many => format!(" i{TIE}{}", more_places(many as usize - 1)),
        };
        format!("{name}{more} ({})", value.unwrap_or_default())
    };
    match finding.extremes {
        Extremes::None | Extremes::Single { .. } => None,
        Extremes::Equal => Some(String::from("Wszystkie miejsca, w których mierzono, mają tę samą wartość.")),
        Extremes::Spread { best, best_count, worst, worst_count } => {
            let reached = finding.sites_reached as usize;
            let measured = finding.latest.iter().flatten().count();
            let lead = match reached {
                0 => String::from("Celu nie osiągnięto dotąd w żadnym miejscu"),
                all if all == measured => String::from("Cel osiągnięto w każdym mierzonym miejscu"),
                some => format!("Cel osiągnięto w{TIE}{some} z{TIE}{}", places_of(measured)),
            };
            Some(format!(
                "{lead}; najlepszy wynik: {}, najdalej od niego: {}.",
                named(best, best_count),
                named(worst, worst_count)
            ))
        }
    }
}

fn trend(indicator: &Indicator, finding: &Finding) -> Option<String> {
    let trend = finding.trend?;
    let difference = indicator.difference(trend);
    Some(match trend.against(0) {
        Ordering::Equal => {
            String::from("Od pierwszego do ostatniego pomiaru wartości przeciętnie się nie zmieniły.")
        }
        Ordering::Greater => {
            format!("Od pierwszego do ostatniego pomiaru wartości wzrosły przeciętnie o{TIE}{difference}.")
        }
        Ordering::Less => {
            format!("Od pierwszego do ostatniego pomiaru wartości spadły przeciętnie o{TIE}{difference}.")
        }
    })
}

/// The sentences that open the report.
#[must_use]
pub fn overview(summary: &PilotSummary, findings: &Findings) -> Vec<String> {
    let (reached, measured, all) = (findings.reached(), findings.measured(), summary.indicators.len());
    let mut sentences = Vec::new();
    sentences.push(match (all, measured, reached) {
        (0, ..) => String::from("Dla pilotażu nie określono jeszcze wskaźników."),
        (_, 0, _) => {
            String::from("Nie zatwierdzono jeszcze żadnego pomiaru, dlatego wyników nie można ocenić.")
        }
        (all, _, reached) if reached == all => match all {
            1 => String::from("Osiągnięto cel jedynego wskaźnika pilotażu."),
            all => format!("Osiągnięto cele wszystkich {all}{TIE}wskaźników."),
        },
        (all, _, 0) => format!("Cele {} są jeszcze przed nami.", indicators_of(all)),
        (all, _, reached) => {
            format!("Osiągnięto {reached}{TIE}{} z{TIE}{all}.", counted(reached, "cel", "cele", "celów"))
        }
    });
    let codes = |wanted: Verdict| {
        let found = summary.indicators.iter().zip(&findings.indicators);
        let codes: Vec<&str> = found
            .filter(|(_, finding)| finding.verdict == wanted)
            .map(|(indicator, _)| indicator.code.trim())
            .collect();
        shortened(&codes, 12)
    };
    let named = [
        (Verdict::Reached, "Cel osiągnięty"),
        (Verdict::Ahead, "W drodze do celu"),
        (Verdict::Away, "Cel się oddalił"),
        (Verdict::Unknown, "Bez zatwierdzonych pomiarów"),
    ];
    if measured > 0 {
        for (verdict, lead) in named {
            sentences.extend(codes(verdict).map(|codes| format!("{lead}: {codes}.")));
        }
    }
    if findings.completeness.expected > 0 {
        sentences.push(completeness(findings));
    }
    sentences
}

/// How complete the figures are.
#[must_use]
pub fn completeness(findings: &Findings) -> String {
    let all = findings.completeness;
    let missing = all.expected - all.approved;
    match missing {
        0 if all.expected == 0 => String::from(
            "Do dnia stanu danych nie zakończył się żaden kwartał, więc nie oczekiwano pomiarów.",
        ),
        0 => String::from("Zatwierdzono wszystkie oczekiwane pomiary."),
        missing => format!(
            "Zatwierdzono {} z{TIE}{} oczekiwanych pomiarów ({}); brakuje {}.",
            Ratio::whole(i64::from(all.approved) * 100).printed(0),
            Ratio::whole(i64::from(all.expected) * 100).printed(0),
            all.printed(),
            Ratio::whole(i64::from(missing) * 100).printed(0),
        ),
    }
}

/// Which expected values of a site are missing: `I kw. 2026, II kw. 2026 i 3 dalsze`; `wszystkie` for all.
#[must_use]
pub fn missing(summary: &PilotSummary, missing: &Missing, due: usize) -> String {
    if missing.quarters.len() == due && due > 1 {
        return String::from("wszystkie kwartały");
    }
    let names: Vec<String> = missing
        .quarters
        .iter()
        .filter_map(|index| summary.quarters.get(*index).map(|start| quarter(*start)))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    shortened(&names, 4).unwrap_or_default()
}

/// A list of at most so many names, and how many more there are; none for no names.
#[must_use]
pub fn shortened(names: &[&str], most: usize) -> Option<String> {
    let shown = if names.len() <= most + 1 { names.len() } else { most };
    let (shown, rest) = names.split_at(shown);
    if shown.is_empty() {
        return None;
    }
    let list = shown.join(", ");
    Some(match rest.len() {
        0 => list,
        more => format!("{list} i{TIE}{more}{TIE}{}", counted(more, "dalszy", "dalsze", "dalszych")),
    })
}

/// `8 miejscach`, after `w`.
fn places_in(places: usize) -> String {
    format!("{places}{TIE}{}", if places == 1 { "miejscu" } else { "miejscach" })
}

/// `8 miejsc`, after `z`.
fn places_of(places: usize) -> String {
    format!("{places}{TIE}{}", if places == 1 { "miejsca" } else { "miejsc" })
}

fn more_places(places: usize) -> String {
    format!("{places}{TIE}{}", counted(places, "inne miejsce", "inne miejsca", "innych miejsc"))
}

/// `6 wskaźników`, a genitive.
fn indicators_of(indicators: usize) -> String {
    match indicators {
        1 => String::from("jedynego wskaźnika"),
        many => format!("{many}{TIE}wskaźników"),
    }
}

/// A latest value with its quarter: `84% (III kw. 2026)`.
#[must_use]
pub fn latest(summary: &PilotSummary, indicator: &Indicator, latest: Latest) -> String {
    let value = indicator.printed(Ratio::whole(latest.hundredths));
    match summary.quarters.get(latest.quarter) {
        Some(start) => format!("{value} ({})", quarter(*start)),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::Direction;
    use crate::reporting::pilot_summary::Site;

    fn day(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, 1).expect("a day")
    }

    fn pilot(
        values: Vec<Vec<Option<i64>>>,
        baseline: i64,
        target: i64,
        direction: Direction,
    ) -> PilotSummary {
        let text = String::new;
        PilotSummary {
            title: text(),
            pilot: text(),
            model: text(),
            project: text(),
            issuer: text(),
            starts_on: day(2026, 1),
            ends_on: day(2026, 6),
            cut_off: crate::shared::warsaw::end_of_day(day(2026, 7)),
            collected_at: crate::shared::warsaw::end_of_day(day(2026, 7)),
            sites: ["gmina A", "gmina B", "gmina C"]
                .iter()
                .take(values.len())
                .map(|name| Site { name: (*name).into(), institutions: 1 })
                .collect(),
            quarters: vec![day(2026, 1), day(2026, 4)],
            indicators: vec![Indicator {
                code: "W1".into(),
                name: "Wskaźnik".into(),
                unit: "%".into(),
                decimals: 0,
                baseline_hundredths: baseline,
                target_hundredths: target,
                direction,
                values_hundredths: values,
            }],
            strip: Vec::new(),
        }
    }

    fn said(pilot: &PilotSummary) -> String {
        let findings = Findings::new(pilot);
        finding(pilot, &pilot.indicators[0], &findings.indicators[0]).replace(TIE, " ")
    }

    #[test]
    fn a_reached_target_is_said_with_its_sites() {
        let values =
            vec![vec![Some(5_000), Some(9_000)], vec![Some(5_000), Some(8_000)], vec![None, Some(8_000)]];
        let pilot = pilot(values, 4_000, 8_000, Direction::Up);
        assert_eq!(
            said(&pilot),
            "Cel osiągnięto: średnia z ostatnich wartości w 3 miejscach wynosi 83% wobec celu 80%. To o 43 p.p. \
             więcej niż przed pilotażem (40%). Cel osiągnięto w każdym mierzonym miejscu; najlepszy wynik: \
             gmina A (90%), najdalej od niego: gmina B i 1 inne miejsce (80%). Od pierwszego do ostatniego \
             pomiaru wartości wzrosły przeciętnie o 35 p.p."
        );
        let findings = Findings::new(&pilot);
        assert_eq!(findings.completeness, super::super::figure::Completeness { approved: 5, expected: 6 });
        assert_eq!(
            completeness(&findings).replace(TIE, " "),
            "Zatwierdzono 5 z 6 oczekiwanych pomiarów (83%); brakuje 1."
        );
        let list = missing(&pilot, &findings.indicators[0].missing[0], 2);
        assert_eq!(list.replace(TIE, " "), "I kw. 2026");
    }

    #[test]
    fn special_cases_have_sentences_of_their_own() {
        let none = pilot(vec![vec![None, None]], 0, 100, Direction::Up);
        assert!(said(&none).starts_with("Nie zatwierdzono jeszcze żadnego pomiaru"));
        let single = pilot(vec![vec![Some(-300), None]], 0, -500, Direction::Down);
        assert_eq!(
            said(&single),
            "Cel jest jeszcze przed nami: ostatnia wartość w jedynym miejscu pilotażu wynosi −3% wobec celu −5%, \
             różnica to 2 p.p. To o 3 p.p. mniej niż przed pilotażem (0%), czyli 60% drogi do celu."
        );
        let equal = pilot(vec![vec![None, Some(700)], vec![Some(700), None]], 700, 700, Direction::Up);
        let text = said(&equal);
        assert!(
            text.contains("taki sam jak przed pilotażem (7%).") && text.contains("tę samą wartość"),
            "{text}"
        );
        assert_eq!(Findings::new(&equal).indicators[0].way, None);
        let near = pilot(vec![vec![Some(7_999), None]], 0, 8_000, Direction::Up);
        assert!(
            said(&near).contains("różnica to mniej niż 1 p.p.") && said(&near).contains("99% drogi"),
            "{}",
            said(&near)
        );
    }

    #[test]
    fn what_got_worse_is_said_to_be_worse() {
        let values = vec![vec![Some(600), Some(300)], vec![Some(500), Some(400)]];
        let up = pilot(values.clone(), 500, 1_000, Direction::Up);
        assert_eq!(
            said(&up),
            "Cel jest jeszcze przed nami: średnia z ostatnich wartości w 2 miejscach wynosi 4% wobec celu 10%, \
             różnica to 7 p.p. To o 2 p.p. mniej niż przed pilotażem (5%), czyli dalej od celu. Celu nie \
             osiągnięto dotąd w żadnym miejscu; najlepszy wynik: gmina B (4%), najdalej od niego: gmina A (3%). \
             Od pierwszego do ostatniego pomiaru wartości spadły przeciętnie o 2 p.p."
        );
        let findings = Findings::new(&up);
        assert_eq!(verdict(findings.indicators[0].verdict), "cel się oddalił");
        let opening = overview(&up, &findings).join(" ").replace(TIE, " ");
        assert!(opening.contains("Cel się oddalił: W1.") && !opening.contains("W drodze"), "{opening}");
        // The same figures are good where less is better.
        let down = pilot(values, 500, 0, Direction::Down);
        assert_eq!(Findings::new(&down).indicators[0].verdict, Verdict::Ahead);
        // A target that is the baseline is either kept or missed.
        let kept = pilot(vec![vec![Some(699), None]], 700, 700, Direction::Up);
        assert_eq!(Findings::new(&kept).indicators[0].verdict, Verdict::Away);
    }

    #[test]
    fn negative_values_and_all_the_same_are_told_as_they_are() {
        let negative = vec![vec![Some(-10_050), None], vec![None, Some(-10_050)]];
        let mut negative = pilot(negative, 0, -15_000, Direction::Down);
        negative.indicators[0].unit = "zł".into();
        negative.indicators[0].decimals = 2;
        assert_eq!(
            said(&negative),
            "Cel jest jeszcze przed nami: średnia z ostatnich wartości w 2 miejscach wynosi −100,50 zł wobec celu \
             −150,00 zł, różnica to 49,50 zł. To o 100,50 zł mniej niż przed pilotażem (0,00 zł), czyli 67% drogi \
             do celu. Wszystkie miejsca, w których mierzono, mają tę samą wartość."
        );
    }

    #[test]
    fn full_stops_do_not_double() {
        assert_eq!(ended("o 3 p.p.. Dalej"), "o 3 p.p. Dalej");
    }
}
