//! The figures of a pilot summary as rows for spreadsheets.
//!
//! Written as `shared/csv.rs` says, with decimal commas. A row per indicator, site and quarter, then the totals of the
//! printed report. Texts that a spreadsheet would take for a formula start with an apostrophe.

use super::figure::Ratio;
use super::findings::{Findings, value};
use super::pilot_summary::{Indicator, PilotSummary};
use super::sentences::{quarter, verdict, way};
use crate::shared::csv::{START, harmless, row};

const HEAD: [&str; 8] = ["rodzaj", "kod", "wskaźnik", "miejsce", "kwartał", "wartość", "jednostka", "ocena"];

/// Writes all rows.
#[must_use]
pub fn csv(summary: &PilotSummary) -> Vec<u8> {
    let findings = Findings::new(summary);
    let mut out = String::from(START);
    row(&mut out, HEAD.map(str::to_owned));
    for indicator in &summary.indicators {
        values(&mut out, summary, indicator);
    }
    for (indicator, finding) in summary.indicators.iter().zip(&findings.indicators) {
        let mut total = |kind: &str, when: String, value: String, unit: &str, note: &str| {
            let name = text(&indicator.name);
            row(
                &mut out,
                [
                    kind.into(),
                    text(&indicator.code),
                    name,
                    String::new(),
                    when,
                    value,
                    unit.into(),
                    note.into(),
                ],
            );
        };
        let plain =
            |value: Option<Ratio>| value.map(|value| value.plain(indicator.decimals)).unwrap_or_default();
        let unit = text(&indicator.unit);
        let points = if indicator.unit.trim() == "%" { "p.p." } else { unit.as_str() };
        for (start, mean) in summary.quarters.iter().zip(&finding.quarters) {
            total("średnia kwartału", spaced(&quarter(*start)), plain(*mean), &unit, "");
        }
        let none = String::new;
        total(
            "wartość wyjściowa",
            none(),
            plain(Some(Ratio::whole(indicator.baseline_hundredths))),
            &unit,
            "",
        );
        total("cel", none(), plain(Some(Ratio::whole(indicator.target_hundredths))), &unit, "");
        total("średnia ostatnich wartości", none(), plain(finding.mean), &unit, verdict(finding.verdict));
        total("zmiana", none(), plain(finding.change), points, "");
        let way = way(finding).unwrap_or_default();
        total("droga do celu", none(), spreadsheet(&way), "%", "");
        let complete = finding.completeness.percent().map(|percent| percent.to_string());
        total("kompletność", none(), complete.unwrap_or_default(), "%", "");
    }
    let complete = findings.completeness.percent().map(|percent| percent.to_string()).unwrap_or_default();
    let end = |kind: &str, value: String, unit: &str| {
        let none = String::new;
        [kind.into(), none(), none(), none(), none(), value, unit.into(), none()]
    };
    row(&mut out, end("osiągnięte cele razem", findings.reached().to_string(), ""));
    row(&mut out, end("kompletność razem", complete, "%"));
    out.into_bytes()
}

fn values(out: &mut String, summary: &PilotSummary, indicator: &Indicator) {
    for (index, site) in summary.sites.iter().enumerate() {
        for (at, start) in summary.quarters.iter().enumerate() {
            let value = value(indicator, index, at);
            let value = value.map(|value| Ratio::whole(value).plain(indicator.decimals));
            let cells = [
                String::from("pomiar"),
                text(&indicator.code),
                text(&indicator.name),
                text(&site.name),
                spaced(&quarter(*start)),
                value.unwrap_or_default(),
                text(&indicator.unit),
                String::new(),
            ];
            row(out, cells);
        }
    }
}

/// A text that no spreadsheet takes for a formula.
fn text(text: &str) -> String {
    harmless(text.trim()).into_owned()
}

fn spaced(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// A printed percentage as a number.
fn spreadsheet(printed: &str) -> String {
    printed.replace('\u{a0}', "").replace('−', "-").replace('%', "")
}
