//! The summary report of trainings: page model, sizes, equal bytes, no count that is left out.

use entities::reporting::ReportFormat;
use entities::reporting::figures::Figures;
use reports::document::dump;
use reports::document::model::Item;
use reports::reporting::draw::draw;
use reports::reporting::training_summary::layout;

use crate::trainings::trainings;

#[test]
fn the_page_model_of_a_training_summary_is_as_reviewed() {
    insta::assert_snapshot!("training_summary", dump::dump(&layout(&trainings(1)).expect("laid out")));
}

#[test]
fn the_same_figures_have_the_same_bytes_in_both_formats() {
    for format in [ReportFormat::Pdf, ReportFormat::Xlsx] {
        let drawn = || draw(format, &Figures::Trainings(Box::new(trainings(3)))).expect("drawn");
        assert_eq!(drawn(), drawn(), "{format:?}");
    }
    assert!(draw(ReportFormat::Csv, &Figures::Trainings(Box::new(trainings(1)))).is_err());
}

#[test]
fn kept_figures_are_read_as_what_they_are() {
    let figures = Figures::Trainings(Box::new(trainings(2)));
    let kept = serde_json::to_value(&figures).unwrap();
    assert_eq!(serde_json::from_value::<Figures>(kept).unwrap(), figures);
    let pilot = Figures::Pilot(Box::new(crate::pilots::pilot(2, 2, 1)));
    assert_eq!(serde_json::from_value::<Figures>(serde_json::to_value(&pilot).unwrap()).unwrap(), pilot);
}

#[test]
fn none_and_many_editions_fill_their_pages_and_a_foreign_letter_stops_nothing() {
    for (count, least) in [(0, 1), (1, 1), (40, 8)] {
        let doc = layout(&trainings(count)).expect("laid out");
        assert!(doc.pages.len() >= least, "{count}: {}", doc.pages.len());
        let texts = doc.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
            Item::Text { run, .. } => Some(run.text.replace('\u{a0}', " ")),
            _ => None,
        });
        let text = texts.collect::<Vec<_>>().join(" ");
        assert_eq!(count > 0, text.contains("nie podano"), "{count}");
        assert!(text.contains("Strona 1 z") && !text.contains('😀'));
    }
}
