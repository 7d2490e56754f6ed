//! A training summary as a workbook: a sheet of editions with their sums, a sheet of what their surveys say.
//!
//! Texts are written as texts, never as formulas. No times of the making are in the file: the same figures give the same bytes.

use entities::reporting::training_sentences::UNTOLD;
use entities::reporting::training_summary::{Edition, TrainingSummary};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::document::RenderError;

const EDITIONS: [&str; 14] = [
    "Program",
    "Szkolenie",
    "Pierwszy dzień",
    "Ostatni dzień",
    "Stan",
    "Miejsca",
    "Zgłoszenia",
    "Udział",
    "Ukończenia",
    "Nieobecności",
    "Obecność (min)",
    "Zaświadczenia",
    "Wypełnione ankiety",
    "Możliwe ankiety",
];
const SURVEYS: [&str; 8] =
    ["Szkolenie", "Pierwszy dzień", "Ankieta", "Nr", "Pytanie", "Odpowiedź", "Liczba", "Średnia pytania"];

/// The workbook.
///
/// # Errors
/// It could not be packed, or a text is longer than a cell.
pub(super) fn book(summary: &TrainingSummary) -> Result<Vec<u8>, RenderError> {
    written(summary).map_err(RenderError::writer)
}

fn written(summary: &TrainingSummary) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(1980, 1, 1)?);
    book.set_properties(&properties);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = headed(book.add_worksheet(), "Szkolenia", &EDITIONS)?;
    let mut row = 0;
    for edition in &summary.editions {
        row += 1;
        for (column, text) in [(0, &edition.programme), (1, &edition.title), (4, &edition.state)] {
            sheet.write_string(row, column, text)?;
        }
        sheet.write_datetime_with_format(row, 2, edition.starts_on, &day)?;
        sheet.write_datetime_with_format(row, 3, edition.ends_on, &day)?;
        numbers(sheet, row, &counts(edition))?;
    }
    if row > 0 {
        let sums =
            (0..9).map(|nth| summary.editions.iter().filter_map(|one| counts(one).get(nth).copied()).sum());
        sheet.write_string(row + 1, 0, "Razem")?;
        numbers(sheet, row + 1, &sums.collect::<Vec<f64>>())?;
    }
    let sheet = headed(book.add_worksheet(), "Ankiety", &SURVEYS)?;
    let mut row = 0;
    for (edition, survey) in summary.surveys() {
        for (number, question) in (1u32..).zip(&survey.questions) {
            let answers: Vec<&str> = match question.answers.as_slice() {
                [] => vec!["własnymi słowami"],
                answers => answers.iter().map(String::as_str).collect(),
            };
            let counts =
                if question.answers.is_empty() { vec![question.answered] } else { question.counts.clone() };
            for (answer, count) in answers.into_iter().zip(counts) {
                row += 1;
                for (column, text) in
                    [(0, edition.title.as_str()), (2, &survey.title), (4, &question.text), (5, answer)]
                {
                    sheet.write_string(row, column, text)?;
                }
                sheet.write_datetime_with_format(row, 1, edition.starts_on, &day)?;
                sheet.write_number(row, 3, number)?;
                match count {
                    Some(count) => sheet.write_number(row, 6, number_of(count))?,
                    None => sheet.write_string(row, 6, UNTOLD)?,
                };
                if let Some(mean) = question.mean_hundredths {
                    sheet.write_number(row, 7, number_of(u64::try_from(mean).unwrap_or_default()) / 100.0)?;
                }
            }
        }
    }
    book.save_to_buffer()
}

/// The numbers of an edition, from the column of seats on.
fn counts(edition: &Edition) -> [f64; 9] {
    let survey = edition.survey.as_ref();
    [
        edition.seats,
        edition.enrolled,
        edition.took_part,
        edition.completed,
        edition.no_show,
        u64::try_from(edition.attended_min).unwrap_or_default(),
        edition.certificates,
        survey.map_or(0, |survey| survey.answered),
        survey.map_or(0, |survey| survey.participants),
    ]
    .map(number_of)
}

fn numbers(sheet: &mut Worksheet, row: u32, all: &[f64]) -> Result<(), XlsxError> {
    for (column, number) in (5..).zip(all) {
        sheet.write_number(row, column, *number)?;
    }
    Ok(())
}

fn headed<'a>(sheet: &'a mut Worksheet, name: &str, heads: &[&str]) -> Result<&'a mut Worksheet, XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, head) in (0..).zip(heads) {
        let width = u32::try_from(head.chars().count()).unwrap_or(u32::MAX).clamp(12, 50) + 2;
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *head, &bold)?;
    }
    Ok(sheet)
}

#[expect(clippy::cast_precision_loss, reason = "counts of people and minutes")]
const fn number_of(count: u64) -> f64 {
    count as f64
}
