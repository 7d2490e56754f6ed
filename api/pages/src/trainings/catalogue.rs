//! `/szkolenia`: all announced trainings, searched and filtered by the address.

use askama::Template;
use chrono::NaiveDate;

use super::standing::{Seats, seats};
use crate::ask::{ask, documents};
use crate::call::{Call, Fault, Reply};
use crate::pager::{Pager, Turn};
use crate::shell::{Shell, shown, who};
use crate::words::counted;

type Date = NaiveDate;

documents! {
    Catalogue in "src/trainings/catalogue.graphql";
}

/// Trainings on one page.
const ROWS: i64 = 20;

/// What is asked for in the address.
struct Asked {
    search: String,
    open: bool,
    past: bool,
}

/// A training of the list.
struct Row {
    id: String,
    name: String,
    kind: String,
    project: String,
    from: NaiveDate,
    to: NaiveDate,
    tentative: bool,
    city: String,
    seats: Seats,
}

#[derive(Template)]
#[template(path = "trainings/catalogue.html")]
struct CataloguePage {
    s: Shell,
    asked: Asked,
    found: String,
    rows: Vec<Row>,
    pager: Pager,
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    use catalogue::EditionState;
    let asked = Asked {
        search: call.query.told("szukaj").unwrap_or_default(),
        open: call.query.ticked("otwarte"),
        past: call.query.ticked("dawne"),
    };
    let turn = Turn::of(call, ROWS);
    let answer = ask::<Catalogue>(
        call,
        catalogue::Variables {
            search: (!asked.search.is_empty()).then(|| asked.search.clone()),
            states: asked.open.then(|| vec![EditionState::ENROLMENT_OPEN]),
            from: (!asked.past).then(|| call.today()),
            first: turn.first,
            after: turn.after.clone(),
            last: turn.last,
            before: turn.before.clone(),
        },
    )
    .await?;
    let editions = answer.editions.ok_or(Fault::Broken)?;
    let (page, list) = (editions.page_info, editions.edges);
    let ticked = |is: bool| if is { "tak" } else { "" };
    let pager = turn.pager(
        "/szkolenia",
        &[("szukaj", &asked.search), ("otwarte", ticked(asked.open)), ("dawne", ticked(asked.past))],
        (page.has_previous_page, page.start_cursor),
        (page.has_next_page, page.end_cursor),
    );
    let rows = list.into_iter().map(|edge| {
        let one = edge.node;
        let seats = seats(call.lang, &standing_of(&one), one.closes_on);
        let (programme, kind) = one.programme.map(|of| (of.title, of.kind_label)).unwrap_or_default();
        Row {
            id: one.id,
            name: super::standing::named(&programme, &one.title),
            kind,
            project: one.project.map(|of| of.title).unwrap_or_default(),
            from: one.starts_on,
            to: one.ends_on,
            tentative: one.dates == catalogue::DatesKind::TENTATIVE,
            city: one.city,
            seats,
        }
    });
    let nouns = (["szkolenie", "szkolenia", "szkoleń"], ["training", "trainings"]);
    shown(&CataloguePage {
        s: Shell::new(call, who!(answer.viewer), call.lang.of("Szkolenia", "Trainings")),
        rows: rows.collect(),
        found: counted(call.lang, editions.total_count, nouns.0, nouns.1),
        asked,
        pager,
    })
}

fn standing_of(one: &catalogue::CatalogueEditionsEdgesNode) -> super::standing::Told<'_> {
    super::standing::Told {
        is_open: one.state == catalogue::EditionState::ENROLMENT_OPEN,
        state_label: &one.state_label,
        seats: one.seats,
        taken: one.seats_taken + one.seats_reserved,
        waiting: one.waiting,
        waiting_list: one.waiting_list_size,
    }
}
