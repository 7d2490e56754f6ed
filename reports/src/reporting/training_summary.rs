//! The summary of a project's trainings, A4 landscape: what was found in sentences, a table of editions, then what each survey says.
//!
//! The strip stands on the first page. A letter that no face has becomes a question mark, because questions are written by people
//! and one foreign letter must not keep the whole report from being made.

use entities::reporting::training_sentences::{count, hours, of_question, overview};
use entities::reporting::training_summary::{Edition, Question, Survey, TrainingSummary};
use entities::shared::language::Language;
use entities::shared::warsaw;

use crate::document::RenderError;
use crate::document::canvas::{Anchor, fitted};
use crate::document::flow::{Flow, Frame, Look};
use crate::document::font::Face;
use crate::document::grid::{CELL, Grid, Spec};
use crate::document::model::{A4, Artifact, Bookmark, Doc, Meta, ROOT, Role};
use crate::document::printable::printable;
use crate::document::strip;
use crate::document::style::{GOLD, GREY, INK, NAVY, RULE, Style, TEAL, style};
use crate::document::text::{Align, Setting, span};
use crate::document::write;

/// The strip stands below the box on the first page.
const FRAME: Frame = Frame { size: (A4.1, A4.0), sides: (42.0, A4.1 - 42.0), ends: (58.0, A4.0 - 104.0) };
const BODY: Style = style(Face::Text, 9.8, INK);
const BOLD: Style = style(Face::TextBold, 8.8, INK).tabular();
const PLAIN: Style = style(Face::Text, 8.8, INK);
/// A line that has one place alone is set as small as it takes, in points.
const LEAST: f32 = 0.4;

/// The report as PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// [`RenderError::Invalid`] for more than four signs.
pub fn render(summary: &TrainingSummary) -> Result<Vec<u8>, RenderError> {
    write::document(layout(summary)?)
}

/// The report as a model; pure.
///
/// # Errors
/// As for [`render`].
pub fn layout(summary: &TrainingSummary) -> Result<Doc, RenderError> {
    let summary = &in_our_letters(summary);
    let period = warsaw::span(summary.from, summary.to).replace('\u{a0}', " ");
    let meta = Meta {
        title: summary.title.clone(),
        author: summary.issuer.clone(),
        subject: format!("Podsumowanie szkoleń: {}, {period}", summary.project),
        created: summary.collected_at,
        language: Language::Polish,
    };
    let mut flow = Flow::new(meta, FRAME);
    heading(&mut flow, summary)?;
    for sentence in overview(summary) {
        paragraph(&mut flow, &sentence, 3.0)?;
    }
    flow.space(8.0);
    if !summary.editions.is_empty() {
        editions(&mut flow, summary)?;
    }
    let mut tables = 1;
    for (edition, survey) in summary.surveys() {
        of_survey(&mut flow, (edition, survey), &mut tables)?;
    }
    sources(&mut flow, summary)?;
    strip_of_first_page(&mut flow, summary)?;
    flow.finish(|doc, page, pages| furniture(doc, summary, page, pages))
}

fn in_our_letters(summary: &TrainingSummary) -> TrainingSummary {
    let mut summary = summary.clone();
    let mut texts = vec![&mut summary.title, &mut summary.project, &mut summary.issuer];
    for edition in &mut summary.editions {
        texts.extend([&mut edition.programme, &mut edition.title]);
        if let Some(survey) = &mut edition.survey {
            texts.push(&mut survey.title);
            for question in &mut survey.questions {
                texts.push(&mut question.text);
                texts.extend(&mut question.answers);
            }
        }
    }
    for text in texts {
        *text = printable(text);
    }
    summary
}

fn heading(flow: &mut Flow, summary: &TrainingSummary) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let issuer = summary.issuer.to_uppercase();
    let small = fitted(style(Face::Text, 8.4, GREY).tracked(110.0), &issuer, right - left, LEAST, "issuer")?;
    let node = flow.doc.node(ROOT, Role::P);
    flow.doc.tag(flow.page, node, |canvas| canvas.text(left, 46.0, Anchor::Left, small, &issuer))?;
    let look = Look { before: 0.0, leading: 30.0, after: 2.0 };
    flow.heading(Role::H1, style(Face::Display, 26.0, NAVY), look, &summary.title, 60.0)?;
    let (page, y) = (flow.page, flow.y + 2.0);
    flow.doc.artifact(page, Artifact::Layout, |canvas| {
        canvas.line((left, y), (left + 64.0, y), GOLD, 1.6);
        Ok(())
    })?;
    flow.y += 12.0;
    bookmark(flow, 1, &summary.title);
    let period = format!("{} · {}", summary.project, warsaw::span(summary.from, summary.to));
    paragraph(flow, &period, 8.0)
}

fn bookmark(flow: &mut Flow, level: u8, title: &str) {
    let (page, y) = (flow.page, (flow.y - 36.0).max(0.0));
    flow.doc.outline.push(Bookmark { level, title: title.replace('\u{a0}', " "), page, y });
}

fn paragraph(flow: &mut Flow, text: &str, after: f32) -> Result<(), RenderError> {
    let setting = Setting { width: flow.width(), align: Align::Left, hyphenate: false };
    let look = Look { before: 0.0, leading: 13.6, after };
    flow.paragraph(&span(BODY, text), setting, look).map(drop)
}

fn editions(flow: &mut Flow, summary: &TrainingSummary) -> Result<(), RenderError> {
    let numbers = [
        ("Miejsca", 50.0),
        ("Zgłoszenia", 62.0),
        ("Udział", 46.0),
        ("Ukończenia", 64.0),
        ("Nieobecności", 72.0),
        ("Obecność", 86.0),
        ("Zaświadczenia", 78.0),
    ];
    let rest = flow.width() - numbers.iter().map(|(_, width)| width).sum::<f32>() - 92.0 - 70.0;
    let mut specs = vec![
        Spec { head: "Szkolenie", width: rest, align: Align::Left },
        Spec { head: "Termin", width: 92.0, align: Align::Left },
        Spec { head: "Stan", width: 70.0, align: Align::Left },
    ];
    specs.extend(numbers.map(|(head, width)| Spec { head, width, align: Align::Right }));
    let mut grid = Grid::new(&specs)?;
    for edition in &summary.editions {
        let known = |of: u64| if edition.is_over { of.to_string() } else { "–".into() };
        grid.row(&[
            (PLAIN, &format!("{}: {}", edition.programme, edition.title)),
            (PLAIN, &warsaw::span(edition.starts_on, edition.ends_on)),
            (PLAIN, &edition.state),
            (CELL, &edition.seats.to_string()),
            (CELL, &edition.enrolled.to_string()),
            (CELL, &known(edition.took_part)),
            (CELL, &known(edition.completed)),
            (CELL, &known(edition.no_show)),
            (CELL, &hours(edition.attended_min)),
            (CELL, &edition.certificates.to_string()),
        ])?;
    }
    let sum = |of: fn(&Edition) -> u64| summary.sum(of).to_string();
    grid.row(&[
        (BOLD, "Razem"),
        (BOLD, ""),
        (BOLD, ""),
        (BOLD, &sum(|one| one.seats)),
        (BOLD, &sum(|one| one.enrolled)),
        (BOLD, &sum(|one| one.took_part)),
        (BOLD, &sum(|one| one.completed)),
        (BOLD, &sum(|one| one.no_show)),
        (BOLD, &hours(summary.attended_min())),
        (BOLD, &sum(|one| one.certificates)),
    ])?;
    grid.total();
    grid.place(flow, "Tabela 1.", "Szkolenia projektu, które rozpoczynają się w okresie raportu", 8.0)
}

fn of_survey(
    flow: &mut Flow,
    (edition, survey): (&Edition, &Survey),
    tables: &mut u32,
) -> Result<(), RenderError> {
    let look = Look { before: 14.0, leading: 16.0, after: 5.0 };
    let title = format!("Ankieta: {}, {}", edition.title, warsaw::span(edition.starts_on, edition.ends_on));
    flow.heading(Role::H2, style(Face::TextBold, 12.0, TEAL), look, &title, 110.0)?;
    bookmark(flow, 2, &title);
    let turnout =
        format!("{}. Wypełnione: {} z {} możliwych.", survey.title, survey.answered, survey.participants);
    paragraph(flow, &turnout, 5.0)?;
    for (number, question) in (1..).zip(&survey.questions) {
        of_one(flow, number, question, tables)?;
    }
    Ok(())
}

fn of_one(flow: &mut Flow, number: usize, question: &Question, tables: &mut u32) -> Result<(), RenderError> {
    let said = format!("{number}. {} {}", question.text, of_question(question));
    if question.answers.is_empty() || question.answered.is_none() {
        flow.need(40.0);
        return paragraph(flow, &said, 8.0);
    }
    let specs = [
        Spec { head: "Odpowiedź", width: flow.width() - 120.0, align: Align::Left },
        Spec { head: "Liczba", width: 120.0, align: Align::Right },
    ];
    let mut grid = Grid::new(&specs)?;
    for (answer, told) in question.answers.iter().zip(&question.counts) {
        grid.row(&[(PLAIN, answer), (CELL, &count(*told))])?;
    }
    *tables += 1;
    grid.place(flow, &format!("Tabela {tables}."), &said, 10.0)
}

fn sources(flow: &mut Flow, summary: &TrainingSummary) -> Result<(), RenderError> {
    let look = Look { before: 14.0, leading: 16.0, after: 5.0 };
    flow.heading(Role::H2, style(Face::TextBold, 12.0, TEAL), look, "Źródła i sposób liczenia", 60.0)?;
    bookmark(flow, 2, "Źródła i sposób liczenia");
    let at = format!(
        "{}, godz. {}",
        warsaw::long(warsaw::day(summary.collected_at)),
        warsaw::hour(summary.collected_at)
    );
    paragraph(
        flow,
        &format!(
            "Dane zebrano {at} i pokazują one stan z tej chwili. Raport obejmuje ogłoszone szkolenia, których pierwszy dzień \
             przypada w podanym okresie. Udział znany jest po zakończeniu szkolenia: obejmuje osoby, które były obecne, także te, \
             które nie osiągnęły progu. Znak „–” oznacza, że szkolenie jeszcze się nie zakończyło. Obecność to suma minut \
             wszystkich osób na wszystkich zajęciach."
        ),
        4.0,
    )?;
    if summary.surveys().next().is_some() {
        paragraph(
            flow,
            "Ankiety są anonimowe i pokazuje się je po zamknięciu. Liczb mniejszych niż 5 nie podaje się, podobnie jak tych, z \
             których można by je wyliczyć: w ich miejscu stoi „nie podano”. Odpowiedzi własnymi słowami nie są częścią raportu.",
            4.0,
        )?;
    }
    paragraph(flow, "Te same liczby zawiera skoroszyt XLSX dołączony do raportu.", 0.0)
}

fn strip_of_first_page(flow: &mut Flow, summary: &TrainingSummary) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let bottom = A4.0 - 42.0;
    flow.doc.artifact(0, Artifact::Layout, |canvas| {
        canvas.line((left, bottom - 46.0), (right, bottom - 46.0), RULE, 0.6);
        Ok(())
    })?;
    strip::draw(&mut flow.doc, 0, ROOT, &summary.strip, FRAME.sides, bottom - 18.0)
}

/// Page number on all pages, and the title from the second on.
fn furniture(doc: &mut Doc, summary: &TrainingSummary, page: usize, count: usize) -> Result<(), RenderError> {
    let (left, right) = FRAME.sides;
    let small = style(Face::Text, 7.6, GREY).tabular();
    let head = fitted(small, &summary.title, right - left, LEAST, "title")?;
    doc.artifact(page, Artifact::Pagination, |canvas| {
        if page > 0 {
            canvas.text(left, 40.0, Anchor::Left, head, &summary.title)?;
        }
        let number = format!("Strona {} z {count}", page + 1);
        canvas.text(right, A4.0 - 20.0, Anchor::Right, small, &number)
    })?;
    Ok(())
}
