//! The summary report of a pilot: page model, contents, totals, odd input, equal bytes.

use entities::reporting::csv::csv;
use entities::reporting::findings::Findings;
use reports::document::dump;
use reports::document::model::{Doc, Item, Page, Target};
use reports::reporting::pilot_summary::{layout, render};

use crate::pilots::{empty, odd, pilot, unmeasured};

fn words(doc: &Doc, page: usize) -> String {
    let texts = doc.pages[page].items.iter().filter_map(|item| match item {
        Item::Text { run, .. } => Some(run.text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

#[test]
fn the_page_model_of_a_small_report_is_as_reviewed() {
    insta::assert_snapshot!("pilot_summary", dump::dump(&layout(&pilot(2, 2, 1)).expect("laid out")));
}

#[test]
fn the_same_figures_have_the_same_bytes() {
    assert_eq!(render(&pilot(3, 4, 2)).expect("drawn"), render(&pilot(3, 4, 2)).expect("drawn"));
}

#[test]
fn contents_outline_and_page_numbers_agree_with_the_pages() {
    for summary in [pilot(8, 8, 6), pilot(60, 8, 12), odd(), unmeasured(), empty()] {
        let doc = layout(&summary).expect("laid out");
        let count = doc.pages.len();
        let links = doc.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Link { target: Target::Place { page, .. }, label, .. } => {
                Some((*page, label.replace('\u{a0}', " ")))
            }
            _ => None,
        });
        let links: Vec<(usize, String)> = links.collect();
        assert_eq!(links.len(), summary.indicators.len() + 5);
        assert_eq!(doc.outline.len(), links.len() + 1);
        for ((page, label), mark) in links.iter().zip(doc.outline.iter().skip(1)) {
            assert_eq!(*page, mark.page);
            assert!(label.ends_with(&format!(", strona {}", page + 1)), "{label}");
            // the first words of the title stand on that page
            let start: String = mark.title.split(' ').take(3).collect::<Vec<_>>().join(" ");
            assert!(words(&doc, *page).contains(&start), "{start} on page {page}");
        }
        for page in 1..count {
            assert!(words(&doc, page).contains(&format!("Strona {} z {count}", page + 1)));
        }
    }
}

#[test]
fn totals_of_the_csv_are_those_of_the_pdf() {
    let summary = pilot(8, 8, 6);
    let doc = layout(&summary).expect("laid out");
    let printed: String = (0..doc.pages.len()).map(|page| words(&doc, page) + " ").collect();
    let rows = String::from_utf8(csv(&summary)).expect("UTF-8");
    assert!(rows.starts_with("\u{feff}rodzaj;kod;") && rows.ends_with("\r\n"));
    let cells = |row: &str| row.trim_end().split(';').map(str::to_owned).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = rows.lines().map(cells).collect();
    assert_eq!(rows.iter().filter(|row| row[0] == "pomiar").count(), 8 * 8 * 6);
    let means: Vec<&Vec<String>> = rows.iter().filter(|row| row[0] == "średnia ostatnich wartości").collect();
    assert_eq!(means.len(), 6);
    for mean in means {
        assert!(printed.contains(&format!(" {} ", mean[5])), "{mean:?}");
    }
    let last = rows.last().expect("rows");
    assert_eq!(last[5], Findings::new(&summary).completeness.percent().expect("a share").to_string());
    assert!(printed.contains(&format!("({}%)", last[5])));
}

/// Where the lowest line of each page ends, running foot aside.
fn lowest(doc: &Doc) -> Vec<f32> {
    let lowest = |page: &Page| {
        let texts = page.items.iter().filter_map(|item| match item {
            Item::Text { y, .. } if *y < 780.0 => Some(*y),
            _ => None,
        });
        texts.fold(0.0, f32::max)
    };
    doc.pages.iter().map(lowest).collect()
}

#[test]
fn no_page_is_mostly_empty_and_odd_pilots_are_drawn() {
    for summary in [pilot(8, 8, 6), pilot(1, 5, 4), pilot(30, 12, 3), odd(), unmeasured(), empty()] {
        let ends = lowest(&layout(&summary).expect("laid out"));
        assert!(ends.iter().all(|end| *end > 240.0), "{} sites: {ends:?}", summary.sites.len());
    }
    assert!(render(&odd()).expect("drawn").len() < 200_000);
}

#[test]
fn no_page_of_a_large_report_is_mostly_empty() {
    for (sites, indicators) in [(60, 40), (55, 21), (33, 9), (60, 4), (40, 2), (12, 40)] {
        let doc = layout(&pilot(sites, 8, indicators)).expect("laid out");
        let ends = lowest(&doc);
        let empty: Vec<usize> = (0..ends.len()).filter(|page| ends[*page] < 240.0).collect();
        assert!(empty.is_empty(), "{sites} sites, {indicators} indicators: {empty:?} of {}", ends.len());
    }
}
